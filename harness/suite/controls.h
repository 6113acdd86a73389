// The unedited handshake under a case: only where it succeeds does a refusal mean anything.
#pragma once
#include <string>
#include <vector>

#include "harness/script/script.h"
#include "harness/target/target.h"

namespace shakedown::suite {

// The flow that `script.control` names with the parameters of the script's connections. Its id is control/<flow>, its
// cell our role and every parameter that is not the default, so equal controls have equal full ids.
// Cause `input`: there is no such flow.
Result<script::Script> control_of(const script::Script& script);

// The first need that the target has not got. Where nothing was declared only the role is known; the control tells the
// rest.
std::optional<std::string> missing_capability(const std::vector<std::string>& needs, const target::TargetInfo& info);

}  // namespace shakedown::suite
