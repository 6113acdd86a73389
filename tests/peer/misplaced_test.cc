// What a message does to our side when it comes from the wrong one, a second time, or with another say than built.
#include <gtest/gtest.h>

#include "harness/crypto/credentials.h"
#include "harness/crypto/rsa.h"
#include "harness/registry/alerts.h"
#include "tests/peer/pair.h"

namespace shakedown::peer {
namespace {

using registry::operator""_alert;
using registry::operator""_suite;

Params tls12() { return {.version = registry::ProtocolVersion{0x0303}}; }
edit::Edit set(const char* address, Bytes bytes) {
  return {.address = wire::parse_path(address).value(), .op = "set", .bytes = std::move(bytes)};
}

TEST(Misplaced, AMessageFromTheWrongSideAgreesOnNothing) {
  Pair pair(tls12());
  pair.play(*protocol::find_flow("tls12.full"), 0, tls12(), "close_notify");
  const auto agreed = pair.client.log().agreed;
  for (const auto* message : {"ServerHello", "ServerKeyExchange", "NewSessionTicket"})
    ASSERT_TRUE(pair.send_plain(Role::client, message));
  for (const auto* message : {"ClientHello", "ClientKeyExchange"}) ASSERT_TRUE(pair.send_plain(Role::server, message));
  EXPECT_EQ(pair.client.log().agreed, agreed);
  EXPECT_EQ(pair.client_sessions.sessions.size(), 1U);
  EXPECT_EQ(pair.client.log().secrets, pair.server.log().secrets);
  ASSERT_TRUE(pair.send_plain(Role::client, "application_data"));
  EXPECT_EQ(pair.server.log().undecryptable, 0U);
}

TEST(Misplaced, ASecondClientKeyExchangeChangesNoKeys) {
  Pair pair(tls12());
  pair.play(*protocol::find_flow("tls12.full"), 0, tls12(), "close_notify");
  const auto secrets = pair.client.log().secrets;
  ASSERT_TRUE(pair.send_plain(Role::client, "ClientKeyExchange"));
  ASSERT_TRUE(pair.send_plain(Role::server, "application_data"));
  EXPECT_EQ(pair.client.log().secrets, secrets);
  EXPECT_EQ(pair.client.log().undecryptable, 0U);
}

TEST(Misplaced, AServerThatDoesNotEchoTheSessionIdHasDeclined) {
  const auto& flow = *protocol::find_flow("tls12.resumed_id");
  const auto first = protocol::flow_params(flow, 0, {});
  const auto second = protocol::flow_params(flow, 1, {});
  Pair pair(first);
  pair.play(flow, 0, first);
  pair.client = Peer(Role::client, second, 7, pair.client_sessions, pair.shares);
  pair.server = Peer(Role::server, second, 8, pair.server_sessions, pair.shares);
  ASSERT_TRUE(pair.send_plain(Role::client, "ClientHello"));
  ASSERT_TRUE(pair.send(Role::server,
                        {.message = "ServerHello", .edits = {set("ServerHello.legacy_session_id_echo", Bytes(32))}}));
  for (const auto* message : {"Certificate", "ServerKeyExchange", "ServerHelloDone"})
    ASSERT_TRUE(pair.send_plain(Role::server, message));
  ASSERT_TRUE(pair.send_plain(Role::client, "ClientKeyExchange"));
  for (const auto role : {Role::client, Role::server})
    for (const auto* message : {"change_cipher_spec", "Finished"}) ASSERT_TRUE(pair.send_plain(role, message));
  for (const auto* peer : {&pair.client, &pair.server}) {
    EXPECT_FALSE(peer->log().agreed.resumed);
    EXPECT_EQ(peer->log().undecryptable, 0U);
  }
  EXPECT_EQ(pair.client.log().secrets, pair.server.log().secrets);
}

// RFC 5246 §7.4.7.1: the version that the ClientHello offered, not the one that was agreed on.
TEST(Misplaced, ThePremasterSecretNamesTheOfferedVersion) {
  auto params = tls12();
  params.certificate = crypto::KeyKind::rsa;
  params.cipher_suites = {"TLS_RSA_WITH_AES_128_GCM_SHA256"_suite};
  Pair pair(params);
  ASSERT_TRUE(
      pair.send(Role::client, {.message = "ClientHello", .edits = {set("ClientHello.legacy_version", {3, 4})}}));
  for (const auto* message : {"ServerHello", "Certificate", "ServerHelloDone"})
    ASSERT_TRUE(pair.send_plain(Role::server, message));
  ASSERT_TRUE(pair.send_plain(Role::client, "ClientKeyExchange"));
  const auto seen = pair.server.log().messages.back().parsed();
  ASSERT_TRUE(seen);
  const auto& sent = std::get<wire::ClientKeyExchangeRsa>(seen->value);
  const auto& key = crypto::test_credentials(crypto::KeyKind::rsa, Role::server).key;
  const auto premaster = crypto::rsa_decrypt(key, sent.encrypted_pre_master_secret);
  ASSERT_TRUE(premaster) << to_string(premaster.error());
  ASSERT_EQ(premaster->size(), 48U);
  EXPECT_EQ(read_uint(View(*premaster).first(2)), 0x0304U);
}

TEST(Misplaced, AnAlertBetweenFragmentsIsAWarning) {
  Pair pair(tls12());
  script::MessageSpec hello{.message = "ClientHello"};
  hello.records.fragment = 40;
  hello.records.interleave = "alert";
  ASSERT_TRUE(pair.send(Role::client, hello));
  const auto& messages = pair.server.log().messages;
  ASSERT_EQ(messages.size(), 2U);
  const auto alert = messages.front().alert();
  ASSERT_TRUE(alert);
  EXPECT_EQ(registry::number(alert->first), 1);
  EXPECT_EQ(alert->second, "user_canceled"_alert);
  EXPECT_EQ(messages.back().name(), "ClientHello");
}

}  // namespace
}  // namespace shakedown::peer
