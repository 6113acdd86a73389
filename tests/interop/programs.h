// Targets of the tests. A missing program fails in CI (environment CI=true) and is told loudly elsewhere.
#pragma once
#include <memory>
#include <string>

#include "harness/target/targets.h"

namespace shakedown::interop {

// Opened once; the Error of a target that cannot be.
Result<target::Target*> open_once(const std::string& name);

bool in_ci();

}  // namespace shakedown::interop

// In a test: skips or fails when `result` is an Error.
#define SHAKEDOWN_NEEDS(result)                                                              \
  do {                                                                                       \
    if (!(result)) {                                                                         \
      if (::shakedown::interop::in_ci()) FAIL() << ::shakedown::to_string((result).error()); \
      GTEST_SKIP() << "NOT TESTED: " << ::shakedown::to_string((result).error());            \
    }                                                                                        \
  } while (false)
