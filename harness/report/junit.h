// JUnit XML, which CI systems read: a suite for each area, a case for each conversation.
#pragma once
#include <string>

#include "harness/suite/suite.h"

namespace shakedown::report {

// fail: <failure>; crash, hang, blocked, error: <error>; not_applicable and whatever the expectations file excuses:
// <skipped>; a warning passes, and says so in <system-out>. A stale expectation is a case that fails.
std::string to_junit(const suite::Results& results, std::string_view target_words);

}  // namespace shakedown::report
