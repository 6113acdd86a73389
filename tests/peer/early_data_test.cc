// 0-RTT data under an external PSK, which names a hash and no cipher suite (RFC 8446 §4.2.10, §4.2.11).
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/peer/pair.h"

namespace shakedown::peer {
namespace {

using registry::CipherSuite;

const SeenMessage* early_message(const Peer& peer) {
  const auto& messages = peer.log().messages;
  const auto found = std::ranges::find(messages, Epoch::early, &SeenMessage::epoch);
  return found == messages.end() ? nullptr : &*found;
}

class ExternalPsk : public testing::TestWithParam<std::uint16_t> {};

TEST_P(ExternalPsk, KeysEarlyData) {
  const Params params{.cipher_suites = {CipherSuite{GetParam()}}, .early_data = true, .external_psk = true};
  Pair pair(params);
  pair.play(*protocol::find_flow("tls13.early_data"), 1, params);
  for (const auto* peer : {&pair.client, &pair.server}) {
    const auto* early = early_message(*peer);
    ASSERT_NE(early, nullptr);
    EXPECT_EQ(early->name(), "application_data");
    EXPECT_FALSE(early->raw.empty());
    EXPECT_EQ(peer->log().undecryptable, 0U);
    EXPECT_TRUE(peer->log().notes.empty()) << peer->log().notes.front();
  }
  // The octets themselves: nothing of the data is readable on the wire.
  const auto& data = early_message(pair.client)->raw;
  for (const auto& record : pair.client.log().records)
    EXPECT_TRUE(std::ranges::search(record.bytes, data).empty()) << protocol::epoch_name(record.epoch);
}
INSTANTIATE_TEST_SUITE_P(Suites, ExternalPsk, testing::Values(0x1301, 0x1302, 0x1303));

// The first offered suite is of another hash than the PSK.
TEST(EarlyData, TakesTheFirstOfferedSuiteThatFitsThePsk) {
  const Params params{.early_data = true, .external_psk = true};
  Pair pair(params);
  const auto suites = edit::Edit{
      .address = wire::parse_path("ClientHello.cipher_suites[0]").value(), .op = "set", .bytes = {0x13, 0x02}};
  ASSERT_TRUE(pair.client.send({.message = "ClientHello", .edits = {suites}}));
  ASSERT_TRUE(pair.client.send({.message = "early_data"}));
  EXPECT_NE(early_message(pair.client), nullptr);
  EXPECT_EQ(registry::find(pair.client.log().agreed.cipher_suite)->hash, registry::Hash::sha256);
}

TEST(EarlyData, WithoutAPskIsAnErrorOfTheCase) {
  Pair pair({.early_data = true});
  ASSERT_TRUE(pair.client.send({.message = "ClientHello"}));
  const auto sent = pair.client.send({.message = "early_data"});
  ASSERT_FALSE(sent);
  EXPECT_NE(to_string(sent.error()).find("no keys for early_data"), std::string::npos) << to_string(sent.error());
}

TEST(EarlyData, InTheClearIsLoggedAsSuch) {
  Pair pair({.early_data = true});
  ASSERT_TRUE(pair.client.send({.message = "ClientHello"}));
  ASSERT_TRUE(pair.client.send({.message = "early_data", .deviates = true}));
  EXPECT_EQ(pair.client.log().messages.back().epoch, Epoch::plaintext);
  EXPECT_EQ(pair.client.log().notes.size(), 1U);
}

}  // namespace
}  // namespace shakedown::peer
