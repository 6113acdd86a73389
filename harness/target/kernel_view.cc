#include "harness/target/kernel_view.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <fmt/format.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <fstream>
#include <memory>
#include <optional>
#include <string>

#include "harness/target/descriptor.h"

namespace shakedown::target {
namespace {

constexpr std::uint32_t listening = 1U << TCP_LISTEN;
constexpr std::uint32_t any_state = 0xffffffffU;

struct Request {
  nlmsghdr header;
  inet_diag_req_v2 body;
};

// One exchange of sock_diag(7); an empty answer also when this kernel does not offer it.
std::vector<inet_diag_msg> ask(Request request) {
  const Descriptor socket(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG));
  std::vector<inet_diag_msg> rows;
  request.header.nlmsg_len = sizeof request;
  request.header.nlmsg_type = SOCK_DIAG_BY_FAMILY;
  if (!socket || ::send(socket.get(), &request, sizeof request, 0) < 0) return rows;
  const bool dump = (request.header.nlmsg_flags & NLM_F_DUMP) != 0;
  for (;;) {
    alignas(nlmsghdr) std::array<char, 16384> buffer;
    const ssize_t got = ::recv(socket.get(), buffer.data(), buffer.size(), 0);
    if (got <= 0) return rows;
    auto left = static_cast<unsigned>(got);
    for (auto* at = reinterpret_cast<nlmsghdr*>(buffer.data()); NLMSG_OK(at, left); at = NLMSG_NEXT(at, left)) {
      if (at->nlmsg_type != SOCK_DIAG_BY_FAMILY) return rows;
      rows.emplace_back();
      std::memcpy(&rows.back(), NLMSG_DATA(at), sizeof rows.back());
    }
    if (!dump) return rows;
  }
}

std::vector<inet_diag_msg> listeners(std::uint8_t family) {
  Request request = {};
  request.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
  request.body.sdiag_family = family;
  request.body.sdiag_protocol = IPPROTO_TCP;
  request.body.idiag_states = listening;
  return ask(request);
}

// Their end of a connection between two ports of 127.0.0.1. For a connection that is gone the kernel answers with the
// socket that still listens on the port: that one has no peer.
std::vector<inet_diag_msg> their_end(std::uint16_t their_port, std::uint16_t our_port) {
  Request request = {};
  request.header.nlmsg_flags = NLM_F_REQUEST;
  request.body.sdiag_family = AF_INET;
  request.body.sdiag_protocol = IPPROTO_TCP;
  request.body.idiag_states = any_state;
  request.body.id.idiag_sport = htons(their_port);
  request.body.id.idiag_dport = htons(our_port);
  request.body.id.idiag_src[0] = htonl(INADDR_LOOPBACK);
  request.body.id.idiag_dst[0] = htonl(INADDR_LOOPBACK);
  request.body.id.idiag_cookie[0] = request.body.id.idiag_cookie[1] = INET_DIAG_NOCOOKIE;
  auto rows = ask(request);
  std::erase_if(rows, [&](const inet_diag_msg& row) { return row.id.idiag_dport != htons(our_port); });
  return rows;
}

// Neither bytes of ours that it has not read, nor bytes of its own that are still on their way to us (Nagle's algorithm
// holds the last ones back until we acknowledge those before).
bool nothing_on_the_way(std::uint16_t their_port, std::uint16_t our_port) {
  const auto rows = their_end(their_port, our_port);
  return !rows.empty() && rows.front().idiag_rqueue == 0 && rows.front().idiag_wqueue == 0;
}

struct CloseDirectory {
  void operator()(DIR* directory) const { ::closedir(directory); }
};

std::vector<std::string> entries(const std::string& path) {
  const std::unique_ptr<DIR, CloseDirectory> directory(::opendir(path.c_str()));
  std::vector<std::string> names;
  while (directory != nullptr) {
    const dirent* entry = ::readdir(directory.get());
    if (entry == nullptr) break;
    if (entry->d_name[0] != '.') names.emplace_back(entry->d_name);
  }
  return names;
}

struct Stat {
  char state = '?';
  pid_t group = 0;
};

// proc(5): the command's name is in parentheses and may hold anything; state, parent and group follow the last one.
Stat read_stat(const std::string& path) {
  std::ifstream in(path);
  std::string line;
  std::getline(in, line);
  const auto end = line.rfind(')');
  Stat out;
  if (end == std::string::npos) return out;
  long parent = 0;
  long group = 0;
  std::sscanf(line.c_str() + end + 1, " %c %ld %ld", &out.state, &parent, &group);
  out.group = static_cast<pid_t>(group);
  return out;
}

bool sleeps(pid_t process) {
  const std::string tasks = fmt::format("/proc/{}/task", process);
  const auto threads = entries(tasks);
  return std::all_of(threads.begin(), threads.end(), [&](const std::string& thread) {
    const char state = read_stat(tasks + "/" + thread + "/stat").state;
    return state == 'S' || state == 'I' || state == 'Z' || state == '?';
  });
}

bool owns_socket(pid_t process, std::uint32_t inode) {
  const std::string wanted = fmt::format("socket:[{}]", inode);
  const std::string directory = fmt::format("/proc/{}/fd/", process);
  for (const std::string& name : entries(directory)) {
    std::array<char, 64> link{};
    const ssize_t size = ::readlink((directory + name).c_str(), link.data(), link.size());
    if (size > 0 && std::string_view(link.data(), static_cast<std::size_t>(size)) == wanted) return true;
  }
  return false;
}

}  // namespace

std::vector<pid_t> group_members(pid_t leader) {
  std::vector<pid_t> members;
  for (const std::string& name : entries("/proc")) {
    pid_t pid = 0;
    if (std::from_chars(name.data(), name.data() + name.size(), pid).ec != std::errc()) continue;
    if (read_stat("/proc/" + name + "/stat").group == leader) members.push_back(pid);
  }
  return members;
}

bool group_listens(pid_t leader, std::uint16_t port) {
  for (const std::uint8_t family : {std::uint8_t{AF_INET}, std::uint8_t{AF_INET6}}) {
    for (const inet_diag_msg& row : listeners(family)) {
      if (ntohs(row.id.idiag_sport) != port) continue;
      for (const pid_t member : group_members(leader)) {
        if (owns_socket(member, row.idiag_inode)) return true;
      }
    }
  }
  return false;
}

bool all_sleep(const std::vector<pid_t>& members) { return std::all_of(members.begin(), members.end(), sleeps); }

bool waits_for_us(const std::vector<pid_t>& members, std::uint16_t their_port, std::uint16_t our_port) {
  return !members.empty() && nothing_on_the_way(their_port, our_port) && all_sleep(members);
}

// A closed socket goes on without an owner (LAST_ACK, TIME_WAIT).
bool is_held(std::uint16_t their_port, std::uint16_t our_port) {
  const auto rows = their_end(their_port, our_port);
  return !rows.empty() && rows.front().idiag_inode != 0;
}

}  // namespace shakedown::target
