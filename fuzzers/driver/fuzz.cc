#include "fuzzers/driver/fuzz.h"

#include <algorithm>
#include <cstdlib>
#include <iostream>

namespace shakedown::fuzz {

void broken(std::string_view what, std::string_view detail) {
  std::cerr << "does not hold: " << what << (detail.empty() ? "" : ": ") << detail << std::endl;
  std::abort();
}

View Input::octets(std::size_t count) {
  const auto taken = left_.first(std::min(count, left_.size()));
  left_ = left_.subspan(taken.size());
  return taken;
}

}  // namespace shakedown::fuzz
