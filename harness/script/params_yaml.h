// The YAML form of Params: the keys of `with`, of a connection, and those keys of a matrix that are parameters.
#pragma once
#include <set>

#include "harness/protocol/params.h"
#include "harness/script/problems.h"

namespace shakedown::script {

bool is_param(std::string_view key);
std::vector<std::string_view> param_names();
// `cipher_suite`, `group` and `signature_scheme` stand for lists of one.
void read_param(const YamlNode& key, const YamlNode& value, protocol::Params& out, Problems& problems);
// Only what differs from Params{}.
YamlNode write_params(const protocol::Params& params);

}  // namespace shakedown::script
