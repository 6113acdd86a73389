// What is known to be wrong with one version of one target: corpus/expectations/<target>@<version>.yaml. Nothing else
// is excused, and a line that is not true any more fails the run.
#pragma once
#include <string>
#include <vector>

#include "harness/base/yaml.h"
#include "harness/check/verdict.h"

namespace shakedown::suite {

// One line of the file.
struct Deviation {
  std::string cases;  // glob over ids
  std::string cell;   // glob over what stands between the brackets of a full id; empty: every cell
  check::Kind kind = check::Kind::fail;
  check::Severity severity = check::Severity::none;
  std::string reason;
  std::string clause;
  Place place;

  bool names(std::string_view id, std::string_view full_id) const;
  bool excuses(const check::Verdict& verdict) const;
};

// "fail/alert", "warn", …: as the file and the reports write a verdict. Nothing for anything else.
std::string verdict_name(check::Kind kind, check::Severity severity);
std::optional<std::pair<check::Kind, check::Severity>> parse_verdict(std::string_view name);

// A list of { case: …, cell: …, verdict: …, reason: …, clause: … }, `cell` optional. Refused, with the place: a pattern
// that names every case, a clause without RFC and section, whatever is missing, empty or unknown.
Result<std::vector<Deviation>> parse_expectations(std::string_view text, std::string_view file);

// <directory>/<target>@<version>.yaml, with every character of the two that does not fit into a file's name as '_'.
std::string expectations_path(const std::string& directory, const std::string& target, const std::string& version);

}  // namespace shakedown::suite
