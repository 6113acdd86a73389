// The YAML forms of Expectation and of what a step expects. Internal to script/.
#pragma once
#include <array>

#include "harness/script/scope.h"

namespace shakedown::script {

// { alert: X }, any_fatal_alert, close, completes, { waits: record } (message, nothing), or a list of these; `level` is
// should or may.
Expectation read_expectation(const YamlNode& node, const YamlNode* level, Problems& problems);
YamlNode write_expectation(const Expectation& expectation);

// [ServerHello, HelloRetryRequest?, NewSessionTicket*, alert|close_notify, { ServerHello: { cipher_suite: X } }]
Expect read_expect(const Scope& scope, const YamlNode& node);
YamlNode write_expect(const Expect& expect);

std::vector<std::string_view> outcome_names();
inline constexpr auto level_names = std::to_array<std::string_view>({"must", "should", "may"});

}  // namespace shakedown::script
