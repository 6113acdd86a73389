// The one source of random choices: everything follows from a printed 64-bit seed.
#pragma once
#include <cstdint>
#include <string_view>

#include "harness/base/bytes.h"

namespace shakedown {

// xoshiro256** seeded through splitmix64. Not for secrets that must resist an attacker: tests want repeatable bytes.
class Rng {
 public:
  explicit Rng(std::uint64_t seed);

  std::uint64_t next();
  // Uniform in [0, bound); bound 0 gives 0.
  std::uint64_t below(std::uint64_t bound);
  void fill(std::span<std::uint8_t> out);
  Bytes bytes(std::size_t count);

  // A generator for one purpose, independent of how much was drawn for any other.
  static Rng derive(std::uint64_t seed, std::string_view purpose);

 private:
  std::uint64_t state_[4];
};

// 64-bit FNV-1a, for seeds and cache keys; not collision resistant against an attacker.
std::uint64_t hash64(std::string_view text, std::uint64_t start = 0xcbf29ce484222325U);

}  // namespace shakedown
