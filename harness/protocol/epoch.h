// Under which keys something travels.
#pragma once
#include <cstdint>
#include <string_view>

namespace shakedown::protocol {

// RFC 9147 §6.1 numbers the epochs of TLS 1.3 like this. TLS 1.2 has two: plaintext, and application after
// ChangeCipherSpec.
enum class Epoch : std::uint8_t { plaintext = 0, early = 1, handshake = 2, application = 3 };

constexpr std::string_view epoch_name(Epoch e) {
  switch (e) {
    case Epoch::plaintext:
      return "plaintext";
    case Epoch::early:
      return "early";
    case Epoch::handshake:
      return "handshake";
    case Epoch::application:
      return "application";
  }
  return "plaintext";
}

}  // namespace shakedown::protocol
