// The hardest promise: an edited message still has right signatures, binders and lengths, so a target refuses it for
// the reason that the case is about.
#include <gtest/gtest.h>

#include "harness/crypto/credentials.h"
#include "harness/crypto/kx.h"
#include "harness/crypto/sign.h"
#include "harness/protocol/schedule13.h"
#include "harness/protocol/signed_content.h"
#include "tests/peer/pair.h"

namespace shakedown::peer {
namespace {

using registry::ProtocolVersion;
using registry::operator""_group;

edit::Edit edited(const char* address, const char* op, Bytes bytes = {}, std::int64_t number = 0) {
  return {.address = wire::parse_path(address).value(), .op = op, .bytes = std::move(bytes), .number = number};
}
Params tls12() { return {.version = ProtocolVersion{0x0303}}; }

// P-256, since any 32 octets are a key of X25519: with the last bit of its y changed a point leaves the curve.
TEST(OrderOfSend, InvalidCurvePointUnderAValidSignature) {
  auto params = tls12();
  params.groups = {"secp256r1"_group};
  Pair pair(params);
  pair.play(*protocol::find_flow("tls12.full"), 0, params, "ServerKeyExchange");
  ASSERT_TRUE(pair.send(Role::server, {.message = "ServerKeyExchange",
                                       .edits = {edited("ServerKeyExchange.params.public", "flip", {}, -1)}}));
  const auto& seen = pair.client.log().messages.back();
  ASSERT_EQ(seen.name(), "ServerKeyExchange");
  const auto message = std::get<wire::ServerKeyExchangeEcdhe>(seen.parsed()->value);
  ASSERT_EQ(message.params.named_curve, "secp256r1"_group);
  const auto honest = pair.shares.get(message.params.named_curve, Role::server).value();
  const auto ours = pair.shares.get(message.params.named_curve, Role::client).value();
  EXPECT_TRUE(crypto::shared_secret(ours, honest.public_key));
  EXPECT_EQ(message.params.point.size(), honest.public_key.size());
  const auto refused = crypto::shared_secret(ours, message.params.point);
  ASSERT_FALSE(refused) << "the point is on the curve: " << to_hex(message.params.point);
  EXPECT_EQ(refused.error().cause, Cause::crypto);
  const auto& agreed = pair.client.log().agreed;
  const auto& key = crypto::test_credentials(crypto::KeyKind::ecdsa_p256, Role::server).key.public_key();
  const auto content =
      protocol::server_key_exchange_content(agreed.client_random, agreed.server_random, wire::encode(message.params));
  EXPECT_TRUE(crypto::verify(key, message.algorithm, content, message.signature));
}

TEST(OrderOfSend, MutatedExtensionUnderAValidBinder) {
  const Params params{.external_psk = true};
  Pair pair(params);
  ASSERT_TRUE(
      pair.send(Role::client,
                {.message = "ClientHello",
                 .edits = {edited("ClientHello.extensions[supported_groups].named_group_list[0]", "set", {0x12, 0x34}),
                           edited("ClientHello.extensions[server_name].extension_data", "extend", {7, 7})}}));
  const auto& raw = pair.client.log().messages.back().raw;
  const auto hello = std::get<wire::ClientHello>(pair.client.log().messages.back().parsed()->value);
  EXPECT_EQ(wire::view<wire::SupportedGroups>(hello.extensions)->named_group_list.front(),
            registry::NamedGroup{0x1234});
  const auto offered = wire::view<wire::OfferedPsks>(hello.extensions).value();
  ASSERT_EQ(offered.binders.size(), 1U);
  // RFC 8446 §4.2.11.2 by hand: the ClientHello without the binders list and its two octets of length.
  const auto binders = offered.binders.front().binder.size() + 1 + 2;
  const auto& psk = protocol::test_psk(registry::Hash::sha256);
  const auto digest = crypto::hash(registry::Hash::sha256, View(raw).first(raw.size() - binders));
  EXPECT_EQ(offered.binders.front().binder,
            protocol::tls13::binder(registry::Hash::sha256, psk.key, protocol::tls13::label::external_binder, digest));
  EXPECT_EQ(read_uint(View(raw).subspan(1, 3)), raw.size() - 4);
}

TEST(OrderOfSend, StackedEditsOneOfThemInAnEmptyField) {
  const Params params{.compatibility_mode = false};
  Pair pair(params);
  ASSERT_TRUE(pair.send(Role::client, {.message = "ClientHello",
                                       .edits = {edited("ClientHello.legacy_session_id", "set", Bytes(32, 0xaa)),
                                                 edited("ClientHello.cipher_suites[0]", "duplicate"),
                                                 edited("ClientHello.legacy_session_id", "truncate", {}, 31)}}));
  const auto parsed = pair.client.log().messages.back().parsed();
  ASSERT_FALSE(parsed->first_error);
  const auto& hello = std::get<wire::ClientHello>(parsed->value);
  EXPECT_EQ(hello.legacy_session_id, Bytes(1, 0xaa));
  ASSERT_GE(hello.cipher_suites.size(), 2U);
  EXPECT_EQ(hello.cipher_suites[0], hello.cipher_suites[1]);
}

TEST(OrderOfSend, AfterAnOverLongLengthTheReceiverWaitsForTheRest) {
  Pair pair(Params{});
  ASSERT_TRUE(
      pair.send(Role::client, {.message = "ClientHello", .edits = {edited("ClientHello.length", "add", {}, 5)}}));
  EXPECT_EQ(pair.client.target_waits(), (wire::Waits{wire::Waits::What::rest_of_message, 5}));
  EXPECT_TRUE(pair.server.log().messages.empty());

  Pair record(Params{});
  script::MessageSpec spec{.message = "ClientHello"};
  spec.records.ciphertext = {edited("record.length", "add", {}, 9)};
  ASSERT_TRUE(record.send(Role::client, spec));
  EXPECT_EQ(record.client.target_waits(), (wire::Waits{wire::Waits::What::rest_of_record, 9}));
}

TEST(OrderOfSend, AnEditThatDoesNotApplyNamesItsAddress) {
  Pair pair(Params{});
  const auto bad = pair.send(
      Role::client, {.message = "ClientHello", .edits = {edited("ClientHello.extensions[cookie].cookie", "empty")}});
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().path, "ClientHello.extensions[cookie].cookie");
}

TEST(OrderOfSend, AnOverriddenComputedFieldStaysAsWritten) {
  Pair pair(Params{});
  pair.play(*protocol::find_flow("tls13.full"), 0, Params{}, "Finished");
  ASSERT_TRUE(
      pair.send(Role::server, {.message = "Finished", .edits = {edited("Finished.verify_data", "set", Bytes(32, 1))}}));
  EXPECT_EQ(std::get<wire::Finished>(pair.client.log().messages.back().parsed()->value).verify_data, Bytes(32, 1));
}

TEST(OrderOfSend, ComputedInputsChangeTheValueAndNothingElse) {
  const auto finished = [](const script::Compute& compute) {
    Pair pair(Params{});
    pair.play(*protocol::find_flow("tls13.full"), 0, Params{}, "Finished");
    EXPECT_TRUE(pair.send(Role::server, {.message = "Finished", .compute = compute}));
    return std::get<wire::Finished>(pair.client.log().messages.back().parsed()->value).verify_data;
  };
  const auto honest = finished({});
  EXPECT_NE(finished({.label = "finisher"}), honest);
  EXPECT_NE(finished({.side = Role::client}), honest);
  EXPECT_NE(finished({.without = {"server.Certificate"}}), honest);
  EXPECT_EQ(finished({.hash = registry::Hash::sha384}).size(), 48U);
  EXPECT_EQ(finished({}), honest);
}

}  // namespace
}  // namespace shakedown::peer
