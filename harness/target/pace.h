// How long to wait for a target that the kernel tells us nothing about: it learns how fast the target answers.
#pragma once
#include <algorithm>
#include <chrono>

#include "harness/target/target.h"

namespace shakedown::target {

class Pace {
 public:
  void answered(std::chrono::microseconds after) { slowest_ = std::max(after, slowest_ * 15 / 16); }

  std::chrono::milliseconds patience(Patience patience) const {
    using std::chrono::milliseconds;
    const auto base = std::chrono::ceil<milliseconds>(slowest_);
    if (patience == Patience::quick) return std::clamp(base * 4, milliseconds(20), milliseconds(500));
    return std::clamp(base * 20, milliseconds(300), milliseconds(3000));
  }

 private:
  std::chrono::microseconds slowest_{25000};  // before anything is known
};

}  // namespace shakedown::target
