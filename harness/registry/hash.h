// Hash functions that TLS names.
#pragma once
#include <cstddef>
#include <cstdint>

namespace shakedown::registry {

enum class Hash : std::uint8_t { none, sha1, sha256, sha384, sha512 };

// Output in bytes.
constexpr std::size_t hash_size(Hash h) {
  switch (h) {
    case Hash::none:
      return 0;
    case Hash::sha1:
      return 20;
    case Hash::sha256:
      return 32;
    case Hash::sha384:
      return 48;
    case Hash::sha512:
      return 64;
  }
  return 0;
}

}  // namespace shakedown::registry
