#include "harness/suite/channel.h"

#include <sys/socket.h>

#include <array>
#include <cerrno>

namespace shakedown::suite {
namespace {

constexpr std::size_t length_size = 4;

// The octets read; 0: the other side is gone; negative: nothing there now.
ssize_t read_some(int socket, Bytes& to, int flags) {
  std::array<std::uint8_t, 65536> buffer;
  ssize_t got = 0;
  do {
    got = ::recv(socket, buffer.data(), buffer.size(), flags);
  } while (got < 0 && errno == EINTR);
  if (got > 0) append(to, View(buffer.data(), static_cast<std::size_t>(got)));
  if (got < 0 && errno != EAGAIN && errno != EWOULDBLOCK) return 0;
  return got;
}

}  // namespace

bool Channel::send(View message) {
  Bytes frame;
  append_uint(frame, message.size(), length_size);
  append(frame, message);
  for (View rest = frame; !rest.empty();) {
    const auto sent = ::send(socket_.get(), rest.data(), rest.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return false;
    rest = rest.subspan(static_cast<std::size_t>(sent));
  }
  return true;
}

std::optional<Bytes> Channel::next() {
  const View rest = View(inbox_).subspan(taken_);
  if (rest.size() < length_size) return std::nullopt;
  const auto size = static_cast<std::size_t>(read_uint(rest.first(length_size)));
  if (rest.size() - length_size < size) return std::nullopt;
  Bytes out = to_bytes(rest.subspan(length_size, size));
  taken_ += length_size + size;
  if (taken_ == inbox_.size()) {
    inbox_.clear();
    inbox_.shrink_to_fit();
    taken_ = 0;
  }
  return out;
}

std::optional<Bytes> Channel::receive() {
  for (;;) {
    if (auto message = next()) return message;
    if (read_some(socket_.get(), inbox_, 0) <= 0) return std::nullopt;
  }
}

bool Channel::collect() {
  for (;;) {
    const auto got = read_some(socket_.get(), inbox_, MSG_DONTWAIT);
    if (got < 0) return true;
    if (got == 0) return false;
  }
}

}  // namespace shakedown::suite
