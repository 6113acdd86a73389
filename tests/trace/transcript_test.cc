#include "harness/trace/transcript.h"

#include <gmock/gmock.h>

#include <sstream>

#include "harness/trace/facts.h"
#include "tests/trace/conversations.h"

namespace shakedown::trace {
namespace {

using protocol::SeenMessage;
using registry::operator""_version;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> out;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) out.push_back(line);
  return out;
}

// A line for each message, in order, with all that was promised.
TEST(Transcript, TellsAFullHandshake) {
  const auto log = full_handshake({.alpn = {"h2", "http/1.1"}});
  const auto lines = lines_of(transcript(log, Role::client));
  ASSERT_EQ(lines.size(), 1 + log.messages.size() + 2);
  EXPECT_EQ(lines[0], "* we are the client, the target is the server");
  EXPECT_EQ(
      lines[1],
      ">    1 ClientHello               210 octets  plaintext     TLSv1.3, 3 suites, share x25519, SNI localhost, "
      "ALPN h2|http/1.1");
  EXPECT_EQ(lines[2],
            "<    2 ServerHello               122 octets  plaintext     TLSv1.3, TLS_AES_128_GCM_SHA256, x25519");
  EXPECT_EQ(lines[3], "<    3 change_cipher_spec          1 octets  plaintext");
  EXPECT_EQ(lines[4], "<    4 EncryptedExtensions        15 octets  handshake     ALPN h2");
  EXPECT_THAT(lines[5], HasSubstr("1 certificate, O=Shakedown, CN=localhost"));
  EXPECT_EQ(lines[lines.size() - 4], ">   13 alert close_notify          2 octets  application   warning");
  EXPECT_EQ(lines[lines.size() - 2], "* completed, 0 steps done");
  EXPECT_EQ(lines[lines.size() - 1], "* the target closed its side");
}

TEST(Transcript, ArrowsFollowOurRole) {
  const auto log = full_handshake();
  const auto lines = lines_of(transcript(log, Role::server));
  EXPECT_EQ(lines[0], "* we are the server, the target is the client");
  EXPECT_THAT(lines[1], testing::StartsWith("<    1 ClientHello"));
  EXPECT_THAT(lines[2], testing::StartsWith(">    2 ServerHello"));
}

TEST(Transcript, CountsKeyUpdates) {
  const auto played = play({.id = "updates", .flow = "tls13.full", .key_updates = true});
  const auto text = transcript(played.client, Role::client);
  EXPECT_THAT(text, HasSubstr("KeyUpdate                   5 octets  application   update_not_requested"));
  EXPECT_THAT(text, HasSubstr("application+1 \"GET /trace HTTP/1.1\\r\\n"));
}

TEST(Transcript, TimesStandWhereTheRunWasTimed) {
  auto log = full_handshake();
  EXPECT_THAT(transcript(log, Role::client), Not(HasSubstr(" ms")));
  for (std::size_t i = 0; i < log.messages.size(); ++i) log.times_ns.push_back(1'500 * i);
  EXPECT_THAT(lines_of(transcript(log, Role::client))[2], HasSubstr("plaintext         0.002 ms  TLSv1.3, TLS_AES"));
}

TEST(Transcript, SaysHowItEnded) {
  auto log = full_handshake();
  log.messages.resize(1);
  log.deviation = 0;
  log.ended = peer::Ended::mismatch;
  log.steps_done = 1;
  log.mismatch = "got alert decode_error, expected ServerHello";
  log.target_waits = {wire::Waits::What::rest_of_message, 5};
  log.undecryptable = 2;
  log.target.error = "bad hello";
  log.notes = {"no keys"};
  EXPECT_THAT(lines_of(transcript(log, Role::client)),
              ElementsAre(HasSubstr("we are the client"), testing::StartsWith(">!   1 ClientHello"),
                          "* ended at a message that the script did not expect, 1 step done: got alert decode_error, "
                          "expected ServerHello",
                          "* the target is waiting for 5 octets of a message",
                          "* 2 records of the target that no key of ours opens", "* the target closed its side",
                          "* the target says: bad hello", "* note: no keys"));
  log.deviation = 1;
  EXPECT_THAT(transcript(log, Role::client), HasSubstr("* the script deviates after the last message\n"));
}

TEST(Transcript, SeveralConnectionsAreNumberedAndAnErrorIsLast) {
  auto conversation = play({.id = "resumed", .flow = "tls13.resumed"}).client;
  conversation.error = Error{.cause = Cause::target, .what = "cannot connect"};
  const auto text = transcript(conversation, Role::client);
  EXPECT_THAT(text, testing::StartsWith("* connection 1 of 2\n* we are the client"));
  EXPECT_THAT(text, HasSubstr("\n* connection 2 of 2\n"));
  EXPECT_THAT(text, testing::EndsWith("* error: cannot connect\n"));
}

TEST(Transcript, FieldsStandBelowTheirMessage) {
  const auto lines = lines_of(transcript(full_handshake(), Role::client, {.fields = true}));
  EXPECT_EQ(lines[2], "       ClientHello.msg_type = ClientHello");
  EXPECT_THAT(lines, testing::Contains("       alert.description = close_notify"));
}

std::string facts_of(const peer::ConnectionLog& log, std::string_view name) {
  for (const auto& m : log.messages)
    if (m.name() == name) return facts(m);
  ADD_FAILURE() << "no " << name;
  return {};
}

struct Fact {
  std::string flow;
  std::size_t connection;
  std::string message;
  std::string facts;
};

TEST(Facts, OfEachFlow) {
  const Fact expected[] = {
      {"tls13.hrr", 0, "HelloRetryRequest", "TLS_AES_128_GCM_SHA256, share secp256r1 wanted, cookie of 32 octets"},
      {"tls13.hrr", 0, "CertificateVerify", "ecdsa_secp256r1_sha256"},
      {"tls13.psk", 0, "ServerHello", "TLSv1.3, TLS_AES_128_GCM_SHA256, x25519, PSK 0 selected"},
      {"tls13.early_data", 0, "NewSessionTicket",
       "lifetime 7200 s, ticket of 64 octets, early data up to 16384 octets"},
      {"tls13.early_data", 1, "ClientHello", "TLSv1.3, 3 suites, share x25519, SNI localhost, 1 PSK, early_data"},
      {"tls13.early_data", 1, "EncryptedExtensions", "early_data"},
      {"tls13.full", 0, "CertificateRequest", "9 schemes"},
      {"tls12.full", 0, "ServerKeyExchange", "x25519, ecdsa_secp256r1_sha256"},
      {"tls12.full", 0, "ServerHello",
       "TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, session_ticket, extended_master_secret"},
      {"tls12.resumed_ticket", 1, "ClientHello",
       "TLSv1.2, 3 suites, SNI localhost, session id of 32 octets, ticket of 64 octets"},
      {"tls12.resumed_ticket", 0, "NewSessionTicket", "lifetime 7200 s, ticket of 64 octets"},
  };
  for (const auto& e : expected) {
    Params params{.cookie = true};
    if (e.message == "CertificateRequest") params.client_auth = protocol::ClientAuth::required;
    const auto played = play({.id = "facts", .flow = e.flow, .params = params});
    EXPECT_EQ(facts_of(played.client.connections.at(e.connection), e.message), e.facts) << e.flow;
  }
}

TEST(Facts, OfWhatDoesNotDecode) {
  EXPECT_THAT(facts({.raw = {1, 0, 0, 1, 3}}), HasSubstr("does not decode: "));
  EXPECT_EQ(facts({.raw = {1, 0}}), "0100") << "not even a header";
  EXPECT_THAT(facts({.sender = Role::server,
                     .raw = Bytes{11, 0, 0, 13, 0, 0, 0, 9, 0, 0, 4, 1, 2, 3, 4, 0, 0},
                     .context = {.sender = Role::server}}),
              HasSubstr("1 certificate, not a certificate: "));
}

}  // namespace
}  // namespace shakedown::trace
