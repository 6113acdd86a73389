// Randomness and time for a library whose hooks carry no connection: whoever enters the library says whose they are.
#pragma once
#include <chrono>
#include <cstdint>

#include "harness/base/rng.h"

namespace shakedown::plugin {

struct Environment {
  Rng rng{0};
  std::uint64_t now = 0;  // milliseconds since 1970; 0: the system's clock

  Environment() = default;
  Environment(std::uint64_t seed, std::uint64_t milliseconds) : rng(seed), now(milliseconds) {}
};

// One per plugin, since a plugin hides its symbols.
inline Environment*& current_environment() {
  thread_local Environment* current = nullptr;
  return current;
}

inline std::uint64_t current_time() {
  const Environment* environment = current_environment();
  if (environment != nullptr && environment->now != 0) return environment->now;
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(since).count());
}

class Entered {
 public:
  explicit Entered(Environment& environment) : before_(current_environment()) { current_environment() = &environment; }
  ~Entered() { current_environment() = before_; }
  Entered(const Entered&) = delete;
  Entered& operator=(const Entered&) = delete;

 private:
  Environment* before_;
};

}  // namespace shakedown::plugin
