// What a target did behind a deviation: whether it ended, whether it had completed, and whom its close_notify answers.
#include <gtest/gtest.h>

#include "harness/check/verdict.h"

namespace shakedown::check {
namespace {

using protocol::Epoch;
using registry::ContentType;
using registry::Role;
using registry::operator""_alert;
using registry::operator""_content;
using script::Outcome;

const Bytes bad_record_mac{2, 20}, close_notify{1, 0};

script::Script expecting(Outcome::Kind kind) {
  script::Script s{.id = "test/case"};
  s.expect.any_of = {{.kind = kind, .alerts = {"bad_record_mac"_alert}, .rest = {}}};
  s.connections.emplace_back().steps.emplace_back(script::Send{{{.message = "Finished", .deviates = true}}});
  return s;
}

// A conversation in which our first message deviates.
struct Talk {
  peer::Conversation conversation;
  peer::ConnectionLog& log;
  explicit Talk(ContentType deviating = "change_cipher_spec"_content) : log(conversation.connections.emplace_back()) {
    log.ended = peer::Ended::mismatch;
    log.deviation = 0;
    say(Role::client, deviating, {1});
  }
  void say(Role sender, ContentType type, Bytes raw) {
    log.messages.push_back(
        {.sender = sender, .epoch = Epoch::application, .content_type = type, .raw = std::move(raw)});
    log.we_closed = log.messages.size();
  }
  Verdict judged(Outcome::Kind kind = Outcome::Kind::alert) const { return judge(expecting(kind), conversation); }
};

TEST(Reaction, AnAnswerToOurCloseNotifyIsNoAbort) {
  Talk talk;
  talk.say(Role::client, "alert"_content, close_notify);
  talk.say(Role::server, "alert"_content, close_notify);
  talk.log.target_closed = true;
  for (const auto kind : {Outcome::Kind::alert, Outcome::Kind::close}) {
    const auto v = talk.judged(kind);
    EXPECT_EQ(v.kind, Kind::fail);
    EXPECT_EQ(v.severity, Severity::protocol) << v.reason;
  }
}

TEST(Reaction, ItsOwnCloseNotifyIsAnAbortWithoutAnAlert) {
  Talk talk;
  talk.log.params.version = registry::ProtocolVersion{0x0304};
  talk.say(Role::server, "alert"_content, close_notify);
  talk.log.target_closed = true;
  EXPECT_EQ(talk.judged().kind, Kind::warn) << talk.judged().reason;
  EXPECT_EQ(talk.judged(Outcome::Kind::close).kind, Kind::pass);
}

TEST(Reaction, WhoHasCompletedFailsInSecurityWhateverItSaysThen) {
  Talk silent;
  silent.log.target.data_known = true;
  silent.log.target.handshake_done = true;
  EXPECT_EQ(silent.judged().severity, Severity::security) << silent.judged().reason;
  silent.say(Role::server, "alert"_content, bad_record_mac);
  silent.log.target_closed = true;
  EXPECT_EQ(silent.judged().severity, Severity::security) << silent.judged().reason;
  silent.log.target.handshake_done = false;
  EXPECT_EQ(silent.judged().kind, Kind::pass) << silent.judged().reason;
}

TEST(Reaction, WhatACommandPrintsIsNoExactAccount) {
  Talk talk;
  talk.log.target.handshake_done = true;
  talk.say(Role::server, "alert"_content, bad_record_mac);
  talk.log.target_closed = true;
  EXPECT_EQ(talk.judged().kind, Kind::pass) << talk.judged().reason;
}

TEST(Reaction, ToHaveCompletedBeforeTheDeviationIsNoFault) {
  Talk talk;
  talk.log.messages.insert(talk.log.messages.begin(), {.sender = Role::client, .raw = {20, 0, 0, 1, 0}});
  talk.log.deviation = 1;
  talk.log.target.data_known = true;
  talk.log.target.handshake_done = true;
  talk.say(Role::server, "alert"_content, bad_record_mac);
  talk.log.target_closed = true;
  EXPECT_NE(talk.judged().severity, Severity::security) << talk.judged().reason;
}

TEST(Reaction, DeliveredDataOfTheDeviatingMessageIsSecurity) {
  Talk talk("application_data"_content);
  talk.say(Role::server, "alert"_content, bad_record_mac);
  talk.log.target_closed = true;
  talk.log.target.data_known = true;
  EXPECT_EQ(talk.judged().kind, Kind::pass) << talk.judged().reason;
  talk.log.target.application_data = {1};
  EXPECT_EQ(talk.judged().severity, Severity::security) << talk.judged().reason;
}

}  // namespace
}  // namespace shakedown::check
