// When to have reached the end of a script means that the target went on, and when it means nothing.
#include <gtest/gtest.h>

#include "harness/check/verdict.h"

namespace shakedown::check {
namespace {

using script::Outcome;
using script::Pattern;

// A Finished that says too long a length, and whatever the script wants afterwards.
script::Script deviating(std::vector<Outcome> expected, std::optional<script::Expect> then = {}) {
  script::Script s{.id = "test/case"};
  s.expect.any_of = std::move(expected);
  auto& connection = s.connections.emplace_back();
  connection.steps.emplace_back(script::Send{{{.message = "Finished", .deviates = true}}});
  if (then) connection.steps.emplace_back(*then);
  return s;
}
script::Expect expecting(std::string name, Pattern::Often often) {
  return {{{.names = {std::move(name)}, .often = often, .fields = {}}}};
}
// The target said nothing, and every step is done.
peer::Conversation silence(wire::Waits waits = {}) {
  peer::Conversation c;
  auto& log = c.connections.emplace_back();
  log.ended = peer::Ended::completed;
  log.messages.push_back({.sender = registry::Role::client, .raw = {20, 0, 0, 33, 0}});
  log.deviation = 0;
  log.we_closed = 1;
  log.target_waits = waits;
  return c;
}
const Outcome for_message{.kind = Outcome::Kind::waits, .alerts = {}, .rest = "message"};
const Outcome for_nothing{.kind = Outcome::Kind::waits, .alerts = {}, .rest = "nothing"};
const Outcome any_alert{.kind = Outcome::Kind::any_fatal_alert, .alerts = {}, .rest = {}};

TEST(Completion, ToWaitForTheRestIsRightThoughTheScriptIsAtItsEnd) {
  const auto v = judge(deviating({for_message}), silence({wire::Waits::What::rest_of_message, 1}));
  EXPECT_EQ(v.kind, Kind::pass) << v.reason;
  EXPECT_NE(v.seen.find("waits"), std::string::npos) << v.seen;
}

TEST(Completion, SilenceMayBeExpected) {
  const auto v = judge(deviating({for_nothing}), silence());
  EXPECT_EQ(v.kind, Kind::pass) << v.reason;
  EXPECT_EQ(v.expected, "keeps silent");
  const auto waiting = judge(deviating({for_nothing}), silence({wire::Waits::What::rest_of_message, 1}));
  EXPECT_EQ(waiting.kind, Kind::fail);
  const auto sent = judge(deviating({for_nothing}, expecting("ServerHello", Pattern::Often::once)), silence());
  EXPECT_EQ(sent.kind, Kind::fail) << "it went on";
}

TEST(Completion, SilenceWhereNothingWasExpectedIsNoCompletion) {
  for (const auto& outcome : {for_message, any_alert}) {
    const auto v = judge(deviating({outcome}), silence());
    EXPECT_EQ(v.kind, Kind::fail);
    EXPECT_EQ(v.severity, Severity::protocol) << v.reason;
    EXPECT_EQ(v.seen, "silence");
  }
}

TEST(Completion, WhatMayBeLeftOutProvesNothing) {
  const auto v = judge(deviating({any_alert}, expecting("NewSessionTicket", Pattern::Often::any)), silence());
  EXPECT_EQ(v.severity, Severity::protocol) << v.reason;
}

TEST(Completion, ToGetWhatWasExpectedAfterwardsIsTheRealFailure) {
  const auto v = judge(deviating({any_alert}, expecting("application_data", Pattern::Often::once)), silence());
  EXPECT_EQ(v.severity, Severity::security) << v.reason;
}

TEST(Completion, AScriptThatMayCompleteDoesSoAtItsEnd) {
  const auto v = judge(deviating({any_alert, {.kind = Outcome::Kind::completes, .alerts = {}, .rest = {}}}), silence());
  EXPECT_EQ(v.kind, Kind::pass) << v.reason;
}

}  // namespace
}  // namespace shakedown::check
