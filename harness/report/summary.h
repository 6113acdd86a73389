// The report for people: what came out, by area, and what to look at.
#pragma once
#include <string>

#include "harness/suite/suite.h"

namespace shakedown::report {

struct SummaryOptions {
  suite::Threshold threshold;
  std::string target;  // how the user named it, as words for a shell
};

// A table with a column for each verdict; what is not applicable and what is known, each reason once; then every
// unexpected conversation with its clauses and the command that runs it again; then the counts.
std::string summary(const suite::Results& results, const SummaryOptions& options);

// "pass 120, warn 0, fail 3 (security 0, protocol 1, alert 2), crash 0, …": every verdict, always.
std::string counts_line(const std::vector<suite::Record>& records);

// One conversation that did not pass, in two lines.
std::string describe(const suite::Record& record, std::string_view target, std::uint64_t seed);

}  // namespace shakedown::report
