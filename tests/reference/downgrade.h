// The last eight octets of a ServerHello's random (RFC 8446 §4.1.3).
#pragma once
#include <algorithm>
#include <array>

#include "harness/wire/handshake.h"

namespace shakedown::reference {

inline constexpr std::array<std::uint8_t, 8> downgrade_to_tls12{'D', 'O', 'W', 'N', 'G', 'R', 'D', 1};
inline constexpr std::array<std::uint8_t, 8> downgrade_to_tls11{'D', 'O', 'W', 'N', 'G', 'R', 'D', 0};

inline bool has_downgrade_marker(const wire::Random& random) {
  return std::equal(downgrade_to_tls12.begin(), downgrade_to_tls12.end(), random.end() - 8) ||
         std::equal(downgrade_to_tls11.begin(), downgrade_to_tls11.end(), random.end() - 8);
}
inline void set_downgrade_marker(wire::Random& random) {
  std::copy(downgrade_to_tls12.begin(), downgrade_to_tls12.end(), random.end() - 8);
}

}  // namespace shakedown::reference
