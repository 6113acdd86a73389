// The YAML form of steps. Internal to script/.
#pragma once
#include "harness/script/scope.h"

namespace shakedown::script {

// { send: … }, { expect: … } or { ask: … }.
std::optional<Step> read_step(const Scope& scope, const YamlNode& node);
std::vector<Step> read_steps(const Scope& scope, const YamlNode& node);
std::optional<Ask> read_ask(const YamlNode& node, Problems& problems);
// send, expect, ask; and what can be asked.
std::vector<std::string_view> step_names();
std::vector<std::string_view> ask_names();
YamlNode write_step(const Step& step);

}  // namespace shakedown::script
