// The report for machines; docs/json-report.md says what stands in it.
#pragma once
#include <string>

#include "harness/suite/suite.h"

namespace shakedown::report {

// Grows when a reader of an older one would be wrong.
inline constexpr int json_format = 1;

// Against a deterministic target the same seed gives the same text, but for the member `times`.
std::string to_json(const suite::Results& results, const suite::Threshold& threshold);

}  // namespace shakedown::report
