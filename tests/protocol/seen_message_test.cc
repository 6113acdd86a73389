#include "harness/protocol/seen_message.h"

#include <gtest/gtest.h>

namespace shakedown::protocol {
namespace {

SeenMessage seen(std::uint8_t type, Bytes raw) {
  SeenMessage m;
  m.content_type = ContentType{type};
  m.raw = std::move(raw);
  return m;
}

TEST(SeenMessage, IsNamedLikeInScripts) {
  EXPECT_EQ(seen(22, wire::encode_message(wire::Finished{Bytes(3)})).name(), "Finished");
  EXPECT_EQ(seen(22, wire::encode_message(wire::HelloRetryRequest{})).name(), "HelloRetryRequest");
  EXPECT_EQ(seen(22, wire::encode_message(wire::ServerHello{})).name(), "ServerHello");
  EXPECT_EQ(seen(20, {1}).name(), "change_cipher_spec");
  EXPECT_EQ(seen(23, {}).name(), "application_data");
  EXPECT_EQ(seen(99, {}).name(), "0x63");
  EXPECT_EQ(seen(22, {1, 0}).name(), "handshake");
}

TEST(SeenMessage, ParsesHandshakeMessagesOnly) {
  const auto m = seen(22, wire::encode_message(wire::Finished{Bytes(3)}));
  ASSERT_TRUE(m.parsed());
  EXPECT_EQ(std::get<wire::Finished>(m.parsed()->value).verify_data.size(), 3U);
  EXPECT_FALSE(seen(20, {1, 2, 3, 4}).parsed());
}

TEST(SeenMessage, AlertsHaveTwoOctets) {
  const auto alert = seen(21, {2, 10}).alert();
  ASSERT_TRUE(alert);
  EXPECT_EQ(registry::name_of(alert->second), "unexpected_message");
  EXPECT_FALSE(seen(21, {2}).alert());
  EXPECT_FALSE(seen(22, {2, 10}).alert());
}

}  // namespace
}  // namespace shakedown::protocol
