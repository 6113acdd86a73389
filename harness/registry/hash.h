// Hash functions that TLS names.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>

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

constexpr std::string_view hash_name(Hash h) {
  switch (h) {
    case Hash::none:
      return "none";
    case Hash::sha1:
      return "sha1";
    case Hash::sha256:
      return "sha256";
    case Hash::sha384:
      return "sha384";
    case Hash::sha512:
      return "sha512";
  }
  return "none";
}

}  // namespace shakedown::registry
