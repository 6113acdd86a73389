#include "tests/reference/messages.h"

namespace shakedown::reference {

std::optional<Received> MessageAssembler::next() {
  constexpr std::size_t header = 4;
  if (buffer_.size() < header) return std::nullopt;
  const std::size_t size = header + read_uint(View(buffer_).subspan(1, 3));
  if (buffer_.size() < size) return std::nullopt;
  const auto end = buffer_.begin() + static_cast<std::ptrdiff_t>(size);
  Received out{registry::HandshakeType{buffer_[0]}, Bytes(buffer_.begin(), end)};
  buffer_.erase(buffer_.begin(), end);
  return out;
}

}  // namespace shakedown::reference
