#include "harness/target/sockets.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <memory>

namespace shakedown::target {
namespace {

struct FreeAddresses {
  void operator()(addrinfo* list) const { ::freeaddrinfo(list); }
};
using Addresses = std::unique_ptr<addrinfo, FreeAddresses>;

Result<Addresses> resolve(const HostPort& address, bool passive) {
  addrinfo hints = {};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICSERV | (passive ? AI_PASSIVE : 0);
  addrinfo* list = nullptr;
  const int code = ::getaddrinfo(address.host.c_str(), std::to_string(address.port).c_str(), &hints, &list);
  if (code != 0) return fail(Cause::target, fmt::format("{}: {}", to_string(address), ::gai_strerror(code)));
  return Addresses(list);
}

tl::unexpected<Error> failed(const HostPort& address, const char* what, int error) {
  return fail(Cause::target, fmt::format("{}: {}: {}", to_string(address), what, std::strerror(error)));
}

void tune(const Descriptor& socket) {
  const int yes = 1;
  ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  ::fcntl(socket.get(), F_SETFL, O_NONBLOCK);
}

// 0 or errno.
int connect_socket(const Descriptor& socket, const addrinfo& to, const Deadline& deadline) {
  if (::connect(socket.get(), to.ai_addr, to.ai_addrlen) == 0) return 0;
  if (errno != EINPROGRESS) return errno;
  pollfd wait{socket.get(), POLLOUT, 0};
  const int ready = ::poll(&wait, 1, deadline.slice(deadline.left()));
  if (ready == 0) return ETIMEDOUT;
  int error = 0;
  socklen_t size = sizeof error;
  ::getsockopt(socket.get(), SOL_SOCKET, SO_ERROR, &error, &size);
  return error;
}

std::uint16_t port_of(const sockaddr_storage& address) {
  if (address.ss_family == AF_INET) return ntohs(reinterpret_cast<const sockaddr_in&>(address).sin_port);
  if (address.ss_family == AF_INET6) return ntohs(reinterpret_cast<const sockaddr_in6&>(address).sin6_port);
  return 0;
}

}  // namespace

std::string to_string(const HostPort& address) {
  const bool v6 = address.host.find(':') != std::string::npos;
  return fmt::format(fmt::runtime(v6 ? "[{}]:{}" : "{}:{}"), address.host, address.port);
}

Result<HostPort> parse_host_port(const std::string& text, bool host_optional) {
  Error error{.cause = Cause::usage, .what = "not an address"};
  error.got = text;
  error.expected = host_optional ? "[host:]port" : "host:port";
  const auto colon = text.rfind(':');
  HostPort out;
  std::string port = text;
  if (colon != std::string::npos) {
    out.host = text.substr(0, colon);
    port = text.substr(colon + 1);
  }
  if (out.host.size() > 2 && out.host.front() == '[' && out.host.back() == ']') {
    out.host = out.host.substr(1, out.host.size() - 2);
  } else if (out.host.find(':') != std::string::npos) {
    error.expected = "[v6 address]:port";
    return fail(error);
  }
  if (out.host.empty() && !host_optional) return fail(error);
  if (out.host.empty()) out.host = "127.0.0.1";
  const auto [end, code] = std::from_chars(port.data(), port.data() + port.size(), out.port);
  if (code != std::errc() || end != port.data() + port.size()) return fail(error);
  if (out.port == 0 && !host_optional) return fail(error);
  return out;
}

Result<Descriptor> connect_to(const HostPort& address, Deadline deadline) {
  const auto list = resolve(address, false);
  if (!list) return fail(list.error());
  int error = EADDRNOTAVAIL;
  for (const addrinfo* to = list->get(); to != nullptr; to = to->ai_next) {
    Descriptor socket(::socket(to->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!socket) continue;
    error = connect_socket(socket, *to, deadline);
    if (error != 0) continue;
    tune(socket);
    return socket;
  }
  return failed(address, "cannot connect", error);
}

Result<Listener> listen_on(const HostPort& address) {
  const auto list = resolve(address, true);
  if (!list) return fail(list.error());
  const addrinfo& at = **list;
  Listener made;
  made.socket = Descriptor(::socket(at.ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!made.socket) return failed(address, "no socket", errno);
  const int yes = 1;
  ::setsockopt(made.socket.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (::bind(made.socket.get(), at.ai_addr, at.ai_addrlen) != 0) return failed(address, "cannot listen", errno);
  if (::listen(made.socket.get(), 16) != 0) return failed(address, "cannot listen", errno);
  made.port = local_port(made.socket);
  return made;
}

Result<std::optional<Descriptor>> accept_one(const Listener& listener, Deadline deadline) {
  for (;;) {
    Descriptor socket(::accept4(listener.socket.get(), nullptr, nullptr, SOCK_CLOEXEC));
    if (socket) {
      tune(socket);
      return std::optional<Descriptor>(std::move(socket));
    }
    if (errno != EAGAIN && errno != EINTR && errno != ECONNABORTED) {
      return fail(Cause::system, fmt::format("accept: {}", std::strerror(errno)));
    }
    if (deadline.passed()) return std::optional<Descriptor>();
    pollfd wait{listener.socket.get(), POLLIN, 0};
    ::poll(&wait, 1, deadline.slice(deadline.left()));
  }
}

Result<std::uint16_t> free_port() {
  const auto listener = listen_on({"127.0.0.1", 0});
  if (!listener) return fail(listener.error());
  return listener->port;
}

std::uint16_t local_port(const Descriptor& socket) {
  sockaddr_storage address = {};
  socklen_t size = sizeof address;
  ::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&address), &size);
  return port_of(address);
}

std::uint16_t remote_port(const Descriptor& socket) {
  sockaddr_storage address = {};
  socklen_t size = sizeof address;
  ::getpeername(socket.get(), reinterpret_cast<sockaddr*>(&address), &size);
  return port_of(address);
}

}  // namespace shakedown::target
