// What a fuzzer is: one function over octets, fuzzers/<name>.cc, that aborts when something that must hold does not.
// The driver beside this file makes it a program: libFuzzer's (also AFL++'s, whose compilers know -fsanitize=fuzzer),
// or one that replays files and folders.
#pragma once
#include <string_view>

#include "harness/base/bytes.h"

namespace shakedown::fuzz {

// Any octets, each call on its own: what happens must not depend on what was fuzzed before.
void fuzz(View input);

// Prints the sentence about what must hold, with the place, and aborts.
[[noreturn]] void broken(std::string_view what, std::string_view detail = {});
inline void require(bool holds, std::string_view what) {
  if (!holds) broken(what);
}
// For audits, which say what is wrong: nothing must be.
inline void require_empty(std::string_view flaw, std::string_view what) {
  if (!flaw.empty()) broken(what, flaw);
}

// Decodes an input from its front. Total: when nothing is left, numbers are 0 and octets are none.
class Input {
 public:
  explicit Input(View octets) : left_(octets) {}

  bool empty() const { return left_.empty(); }
  View rest() { return octets(left_.size()); }
  View octets(std::size_t count);
  std::uint64_t number(std::size_t width) { return read_uint(octets(width)); }
  // In [0, bound), from one octet; `bound` is not 0.
  std::size_t below(std::size_t bound) { return static_cast<std::size_t>(number(1)) % bound; }

 private:
  View left_;
};

}  // namespace shakedown::fuzz
