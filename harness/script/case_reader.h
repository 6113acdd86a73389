// Reading with all problems kept. Internal to script/.
#pragma once
#include "harness/script/scope.h"

namespace shakedown::script {

Case read_case(const YamlNode& root, const ReadOptions& options, Problems& problems);
std::vector<Script> expand(const Case& c, const ReadOptions& options, Problems& problems);

// Keys of a case's file in the order in which they are written.
const std::vector<std::string_view>& case_keys();

}  // namespace shakedown::script
