#include "harness/base/rng.h"

#include <bit>

namespace shakedown {
namespace {
std::uint64_t splitmix(std::uint64_t& x) {
  std::uint64_t z = (x += 0x9e3779b97f4a7c15U);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
  return z ^ (z >> 31);
}
}  // namespace

std::uint64_t hash64(std::string_view text, std::uint64_t start) {
  std::uint64_t h = start;
  for (unsigned char c : text) h = (h ^ c) * 0x100000001b3U;
  return h;
}

Rng::Rng(std::uint64_t seed) {
  for (auto& word : state_) word = splitmix(seed);
}

Rng Rng::derive(std::uint64_t seed, std::string_view purpose) { return Rng(seed ^ hash64(purpose)); }

std::uint64_t Rng::next() {
  const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
  const std::uint64_t t = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= t;
  state_[3] = std::rotl(state_[3], 45);
  return result;
}

std::uint64_t Rng::below(std::uint64_t bound) {
  if (bound == 0) return 0;
  // Rejection keeps it uniform: the values under `threshold` would favour small results.
  const std::uint64_t threshold = (0 - bound) % bound;
  for (;;) {
    const std::uint64_t n = next();
    if (n >= threshold) return n % bound;
  }
}

void Rng::fill(std::span<std::uint8_t> out) {
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (i % 8 == 0) word = next();
    out[i] = static_cast<std::uint8_t>(word >> (8 * (i % 8)));
  }
}

Bytes Rng::bytes(std::size_t count) {
  Bytes out(count);
  fill(out);
  return out;
}

}  // namespace shakedown
