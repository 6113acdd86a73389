// What our side makes of messages that a script sends out of place, or does not commit.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/peer/pair.h"

namespace shakedown::peer {
namespace {

using script::Commit;

const protocol::Flow& full() { return *protocol::find_flow("tls13.full"); }

// How many of the messages that this side saw of the other one could be read.
std::size_t seen_of(const Peer& peer, Role sender) {
  return static_cast<std::size_t>(
      std::ranges::count_if(peer.log().messages, [&](const auto& m) { return m.sender == sender; }));
}

TEST(Commit, WithoutItKeysDoNotFollow) {
  const Params params;
  Pair pair(params);
  pair.play(full(), 0, params, "application_data");
  ASSERT_TRUE(pair.send(Role::client, {.message = "KeyUpdate", .commit = Commit::nothing}));
  ASSERT_TRUE(pair.send_plain(Role::client, "application_data"));
  EXPECT_EQ(pair.client.log().messages.back().generation, 0U);
  ASSERT_TRUE(pair.client.log().messages.rbegin()[1].committed);
  EXPECT_TRUE(pair.client.log().messages.rbegin()[1].committed->empty());
  EXPECT_EQ(pair.server.log().messages.back().name(), "KeyUpdate");  // the data are under keys that are gone
  EXPECT_EQ(pair.server.log().undecryptable, 1U);
}

TEST(Commit, OfTheUneditedMessageIsToldInTheLog) {
  const Params params;
  Pair pair(params);
  pair.play(full(), 0, params, "EncryptedExtensions");
  const edit::Edit edit{.address = wire::parse_path("EncryptedExtensions.extensions").value(),
                        .op = "append",
                        .bytes = {0x12, 0x34, 0, 0}};
  ASSERT_TRUE(pair.send(Role::server, {.message = "EncryptedExtensions", .edits = {edit}, .commit = Commit::unedited}));
  const auto& m = pair.server.log().messages.back();
  ASSERT_TRUE(m.committed);
  EXPECT_EQ(m.raw.size(), m.committed->size() + 4);
}

TEST(Commit, ASecondServerHelloAgreesOnNoOtherKeys) {
  const Params params;
  Pair pair(params);
  pair.play(full(), 0, params, "EncryptedExtensions");
  const auto secrets = pair.server.log().secrets;
  ASSERT_TRUE(pair.send_plain(Role::server, "ServerHello"));
  ASSERT_TRUE(pair.send_plain(Role::client, "ServerHello"));
  EXPECT_EQ(pair.server.log().secrets.size(), secrets.size());
  ASSERT_TRUE(pair.send_plain(Role::client, "Finished"));  // under the keys that both have
  EXPECT_EQ(pair.server.log().undecryptable, 0U);
  EXPECT_EQ(seen_of(pair.server, Role::client), 3U);  // ClientHello, ServerHello, Finished
}

TEST(Commit, ASecondFinishedKeysNothingAnew) {
  const Params params;
  Pair pair(params);
  pair.play(full(), 0, params, "application_data");
  const auto secrets = pair.server.log().secrets.size();
  ASSERT_TRUE(pair.send(Role::server, {.message = "Finished", .records = {.keys = Epoch::application}}));
  EXPECT_EQ(pair.server.log().secrets.size(), secrets);
  ASSERT_TRUE(pair.send_plain(Role::client, "application_data"));
  EXPECT_EQ(pair.server.log().undecryptable, 0U);
}

TEST(Commit, WithoutKeysNoRecordCountsAsUnreadable) {
  const Params params;
  Pair pair(params);
  pair.play(full(), 0, params, "ServerHello");
  ASSERT_TRUE(pair.send(Role::server, {.source = script::MessageSpec::Source::bytes,
                                       .bytes = Bytes(40),
                                       .content_type = registry::ContentType{23},
                                       .records = {.keys = Epoch::plaintext}}));
  EXPECT_EQ(pair.client.log().undecryptable, 0U);
  EXPECT_FALSE(pair.client.log().records.back().opened);
}

// Messages that the transcript did not take do not shift the others: what is left out is what the script names.
TEST(Commit, WhatIsLeftOutIsFoundByItsName) {
  const auto verify_data = [](bool with_another) {
    const Params params;
    Pair pair(params);
    pair.play(full(), 0, params, "EncryptedExtensions");
    if (with_another) {
      EXPECT_TRUE(pair.server.send({.message = "EncryptedExtensions", .commit = Commit::nothing}));
    }
    for (const char* message : {"EncryptedExtensions", "Certificate", "CertificateVerify"})
      EXPECT_TRUE(pair.server.send({.message = message}));
    EXPECT_TRUE(pair.server.send({.message = "Finished", .compute = {.without = {"server.CertificateVerify"}}}));
    return std::get<wire::Finished>(pair.server.log().messages.back().parsed()->value).verify_data;
  };
  EXPECT_EQ(verify_data(true).size(), 32U);
  EXPECT_EQ(verify_data(true), verify_data(false));
}

}  // namespace
}  // namespace shakedown::peer
