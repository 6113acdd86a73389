// Points in real time, for what runs outside of this process.
#pragma once
#include <algorithm>
#include <chrono>

namespace shakedown::target {

using std::chrono::milliseconds;

class Deadline {
 public:
  explicit Deadline(milliseconds from_now) : at_(std::chrono::steady_clock::now() + from_now) {}
  bool passed() const { return left().count() == 0; }
  milliseconds left() const {
    const auto rest = std::chrono::ceil<milliseconds>(at_ - std::chrono::steady_clock::now());
    return std::max(rest, milliseconds(0));
  }
  // For poll(2): what is left, but no longer than `slice`.
  int slice(milliseconds slice) const { return static_cast<int>(std::min(left(), slice).count()); }

 private:
  std::chrono::steady_clock::time_point at_;
};

}  // namespace shakedown::target
