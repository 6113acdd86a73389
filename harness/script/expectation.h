// The YAML forms of Expectation and of what a step expects. Internal to script/.
#pragma once
#include "harness/script/scope.h"

namespace shakedown::script {

// { alert: X }, any_fatal_alert, close, completes, { waits: record } (message, nothing), or a list of these; `level` is
// should or may.
Expectation read_expectation(const YamlNode& node, const YamlNode* level, Problems& problems);
YamlNode write_expectation(const Expectation& expectation);

// [ServerHello, HelloRetryRequest?, NewSessionTicket*, alert|close_notify, { ServerHello: { cipher_suite: X } }]
Expect read_expect(const Scope& scope, const YamlNode& node);
YamlNode write_expect(const Expect& expect);

inline constexpr std::string_view level_names[] = {"must", "should", "may"};

}  // namespace shakedown::script
