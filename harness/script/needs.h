// What a target must be able to do for a script to apply. Internal to script/.
#pragma once
#include "harness/protocol/flow.h"
#include "harness/script/scope.h"

namespace shakedown::script {

// `needs` as the case says, then what follows from role, version, flow and parameters.
std::vector<std::string> needs_of(const YamlNode* stated, Role peer, const protocol::Flow* flow,
                                  const std::vector<Connection>& connections, Problems& problems);

}  // namespace shakedown::script
