// The user's own options, names, credentials and PSK in place of those of the cases.
#pragma once
#include <memory>

#include "harness/suite/job.h"
#include "harness/target/target.h"

namespace shakedown::suite {

// Options, roots and credentials, which only the target has; the same target if there are none. Cause `usage`: a PEM
// text that is none.
Result<std::unique_ptr<target::Target>> adjust(std::unique_ptr<target::Target> target,
                                               const std::vector<target::Option>& options, const Overrides& overrides);

// Name, protocols and PSK, which the target gets with the rest of the parameters.
void adjust(script::Script& script, const Overrides& overrides);

}  // namespace shakedown::suite
