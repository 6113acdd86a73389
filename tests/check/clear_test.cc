// What a target sends without protection once its keys are due.
#include <gtest/gtest.h>

#include <algorithm>

#include "harness/check/verdict.h"
#include "harness/peer/content.h"
#include "harness/protocol/record_protection.h"
#include "tests/peer/pair.h"

namespace shakedown::check {
namespace {

using registry::ContentType;
using registry::ProtocolVersion;
using registry::Role;
using registry::operator""_content;

constexpr ProtocolVersion tls12{0x0303}, tls13{0x0304};

// The handshake as far as `until`; then the server says that, as it stands.
std::vector<std::string> broken_by(ProtocolVersion version, const char* until, ContentType type, const Bytes& content) {
  const protocol::Params params{.version = version, .session_tickets = false};
  peer::Pair pair(params);
  pair.play(*protocol::find_flow(version == tls13 ? "tls13.full" : "tls12.full"), 0, params, until);
  if (version == tls12) {
    for (const auto* message : {"change_cipher_spec", "Finished"}) EXPECT_TRUE(pair.send_plain(Role::client, message));
    EXPECT_TRUE(pair.send_plain(Role::server, "change_cipher_spec"));
  }
  pair.client.receive(protocol::frame_record({type}, content));
  pair.client.log().ended = peer::Ended::completed;
  std::vector<std::string> out;
  for (const auto& i : check_invariants({.id = "test/case"}, {.connections = {pair.client.log()}, .error = {}}))
    if (i.severity == Severity::security) out.push_back(i.name);
  return out;
}
const std::vector<std::string> found{"nothing_in_the_clear"};

TEST(InTheClear, AnAlertOfAServerAfterItsServerHello) {
  EXPECT_EQ(broken_by(tls13, "EncryptedExtensions", "alert"_content, {2, 40}), found);
  EXPECT_EQ(broken_by(tls13, "ServerHello", "alert"_content, {2, 40}), std::vector<std::string>{});
}

TEST(InTheClear, ChangeCipherSpecStaysSo) {
  EXPECT_EQ(broken_by(tls13, "EncryptedExtensions", "change_cipher_spec"_content, {1}), std::vector<std::string>{});
}

TEST(InTheClear, HandshakeMessagesAndDataOfTls13) {
  EXPECT_EQ(broken_by(tls13, "EncryptedExtensions", "handshake"_content, {8, 0, 0, 2, 0, 0}), found);
  const auto text = peer::application_text(Role::server, protocol::Params{}.application_data);
  EXPECT_EQ(broken_by(tls13, "EncryptedExtensions", "application_data"_content, text), found);
}

TEST(InTheClear, AnythingOfTls12AfterChangeCipherSpec) {
  const auto text = peer::application_text(Role::server, protocol::Params{}.application_data);
  Bytes finished{20, 0, 0, 12};
  finished.resize(16, 7);
  EXPECT_EQ(broken_by(tls12, "change_cipher_spec", "handshake"_content, finished), found);
  EXPECT_EQ(broken_by(tls12, "change_cipher_spec", "alert"_content, {2, 40}), found);
  EXPECT_EQ(broken_by(tls12, "change_cipher_spec", "application_data"_content, text), found);
}

TEST(InTheClear, ABrokenRecordIsAnotherMatter) {
  EXPECT_EQ(broken_by(tls12, "change_cipher_spec", "alert"_content, Bytes(26, 7)), std::vector<std::string>{});
}

}  // namespace
}  // namespace shakedown::check
