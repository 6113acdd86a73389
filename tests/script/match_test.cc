#include "harness/script/match.h"

#include <gtest/gtest.h>

namespace shakedown::script {
namespace {

using protocol::SeenMessage;
using State = Matcher::State;
using Often = Pattern::Often;

SeenMessage data(Epoch epoch) {
  return {.sender = Role::client, .epoch = epoch, .content_type = ContentType{23}, .raw = {1, 2}};
}
SeenMessage alert(std::uint8_t description) {
  return {.sender = Role::server, .content_type = ContentType{21}, .raw = {2, description}};
}
SeenMessage change() { return {.sender = Role::server, .content_type = ContentType{20}, .raw = {1}}; }

TEST(Matcher, DataUnderEarlyKeysAreEarlyData) {
  EXPECT_EQ(Matcher({{.names = {"early_data"}}}).offer(data(Epoch::early)), State::satisfied);
  EXPECT_EQ(Matcher({{.names = {"application_data"}}}).offer(data(Epoch::early)), State::mismatch);
  EXPECT_EQ(Matcher({{.names = {"application_data"}}}).offer(data(Epoch::application)), State::satisfied);
}

TEST(Matcher, OptionalPatternsAreSkippedAndStayForTheNextStep) {
  Matcher m({{.names = {"alert"}, .often = Often::at_most_once},
             {.names = {"change_cipher_spec"}},
             {.names = {"application_data"}, .often = Often::any}});
  EXPECT_EQ(m.offer(change()), State::satisfied);
  ASSERT_EQ(m.tail().size(), 1U);
  EXPECT_EQ(m.offer(data(Epoch::application)), State::satisfied);
  EXPECT_EQ(m.offer(data(Epoch::application)), State::satisfied);
}

TEST(Matcher, AMismatchSaysGotExpectedAndSeen) {
  Matcher m({{.names = {"change_cipher_spec"}}, {.names = {"ServerHello", "HelloRetryRequest"}}});
  m.offer(change());
  EXPECT_EQ(m.offer(alert(40)), State::mismatch);
  EXPECT_EQ(m.mismatch(),
            "got alert handshake_failure, expected ServerHello|HelloRetryRequest, seen change_cipher_spec");
}

TEST(Matcher, WhatMayComeSeveralTimesIsNamedOnce) {
  Matcher m({{.names = {"NewSessionTicket"}, .often = Often::at_most_once}, {.names = {"NewSessionTicket"}}});
  EXPECT_EQ(m.expected(), "NewSessionTicket");
}

TEST(Matcher, CloseNotifyIsAnAlertWithANameOfItsOwn) {
  EXPECT_EQ(Matcher({{.names = {"close_notify"}}}).offer(alert(0)), State::satisfied);
  EXPECT_EQ(Matcher({{.names = {"close_notify"}}}).offer(alert(10)), State::mismatch);
}

}  // namespace
}  // namespace shakedown::script
