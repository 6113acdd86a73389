// A target with the user's own options, names, credentials and PSK in place of those of the cases.
#pragma once
#include <memory>

#include "harness/suite/job.h"
#include "harness/target/target.h"

namespace shakedown::suite {

// The same target if there is nothing to adjust. Cause `usage`: a PEM text that is none.
Result<std::unique_ptr<target::Target>> adjust(std::unique_ptr<target::Target> target,
                                               const std::vector<target::Option>& options, const Overrides& overrides);

// The same for our own side of a script.
void adjust(script::Script& script, const Overrides& overrides);

}  // namespace shakedown::suite
