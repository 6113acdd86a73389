// A server that chooses a cipher suite which nobody can derive keys for, and goes on. Our side judges it, and survives.
#include <gtest/gtest.h>

#include "harness/check/verdict.h"
#include "harness/protocol/record_protection.h"
#include "tests/peer/pair.h"

namespace shakedown::check {
namespace {

using registry::CipherSuite;
using registry::Role;
using registry::operator""_content;
using registry::operator""_version;

enum class Hello { tls12, tls13, retry };

wire::Message answer(Hello kind, CipherSuite suite) {
  wire::HelloExtensions extensions;
  if (kind != Hello::tls12) extensions.push_back(wire::to_extension(wire::SelectedVersion{"TLSv1.3"_version}));
  if (kind == Hello::retry) {
    wire::HelloRetryRequest m;
    m.cipher_suite = suite;
    m.extensions = extensions;
    return m;
  }
  wire::ServerHello m;
  m.random.fill(7);
  m.cipher_suite = suite;
  const wire::KeyShareServerHello share{{registry::value_of<registry::NamedGroup>("x25519").value(), Bytes(32, 9)}};
  if (kind == Hello::tls13) extensions.push_back(wire::to_extension(share));
  m.extensions = extensions;
  return m;
}

void feed(peer::Peer& client, const wire::Message& message) {
  client.receive(protocol::frame_record({"handshake"_content}, wire::encode_message(message)));
}

Verdict verdict_of(Hello kind, CipherSuite suite) {
  const protocol::Params params{.version = kind == Hello::tls12 ? "TLSv1.2"_version : "TLSv1.3"_version};
  peer::Pair pair(params);
  EXPECT_TRUE(pair.client.send({.message = "ClientHello"}));
  feed(pair.client, answer(kind, suite));
  if (kind == Hello::retry) {
    EXPECT_TRUE(pair.client.send({.message = "ClientHello"}));
    feed(pair.client, answer(Hello::tls13, suite));
  }
  feed(pair.client, wire::Finished{Bytes(kind == Hello::tls12 ? 12 : 32, 5)});
  auto& log = pair.client.log();
  log.ended = peer::Ended::completed;
  log.we_closed = log.messages.size();
  return judge({.id = "test/case"}, {.connections = {log}, .error = {}});
}

class Answer : public testing::TestWithParam<Hello> {};

TEST_P(Answer, WithAnySuiteOfTheRegistryIsJudged) {
  for (const auto& row : registry::Table<CipherSuite>::rows) {
    const auto v = verdict_of(GetParam(), row.code);
    EXPECT_EQ(v.kind, Kind::fail) << row.name;
    EXPECT_FALSE(v.invariants.empty()) << row.name;
  }
}

TEST_P(Answer, WithoutKeysIsNoCrash) {
  for (const auto code : {0x0000, 0x00ff, 0x5600, 0xfefe}) {
    const auto v = verdict_of(GetParam(), CipherSuite{static_cast<std::uint16_t>(code)});
    EXPECT_EQ(v.kind, Kind::fail) << code;
    EXPECT_EQ(v.severity, Severity::security) << code << ": the suite was not offered";
  }
}
INSTANTIATE_TEST_SUITE_P(Hello, Answer, testing::Values(Hello::tls12, Hello::tls13, Hello::retry));

}  // namespace
}  // namespace shakedown::check
