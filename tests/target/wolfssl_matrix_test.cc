// wolfSSL with itself through the plugin, in memory: every suite, group and key; and the same seed gives the same
// bytes.
#include <gmock/gmock.h>

#include "tests/target/support.h"

namespace shakedown::target::test {
namespace {

struct Combination {
  const char* name;
  std::uint16_t version;
  std::uint16_t suite;
  std::uint16_t group;  // 0: no ECDHE
  const char* credential;
  std::uint16_t scheme;  // that the server's key must sign with; 0: it signs nothing
};

class Matrix : public testing::TestWithParam<Combination> {
 protected:
  void SetUp() override { NEEDS_WOLFSSL_FROM_SOURCE(); }
};
class Handshake : public Matrix {};

std::string name_of(const testing::TestParamInfo<Combination>& row) { return row.param.name; }

TEST_P(Handshake, CompletesWithWhatWasAskedFor) {
  const Combination& c = GetParam();
  TargetConfig server = with_version(server_config(c.credential), c.version);
  TargetConfig client = with_version(client_config(), c.version);
  server.cipher_suites = client.cipher_suites = {c.suite};
  if (c.group != 0) server.groups = client.groups = {c.group};
  if (c.scheme != 0) client.signature_schemes = {c.scheme, 0x0403};  // the root signs with ECDSA P-256
  auto client_target = wolfssl();
  auto server_target = wolfssl();
  ASSERT_TRUE(client_target->prepare(client, 1));
  ASSERT_TRUE(server_target->prepare(server, 2));
  Pair pair = connect(*client_target, *server_target);
  expect_done(pair);
  const TargetReport report = pair.client->report();
  EXPECT_EQ(report.negotiated.version, c.version);
  EXPECT_EQ(report.negotiated.cipher_suite, c.suite);
  EXPECT_EQ(c.group == 0 ? 0 : report.negotiated.group, c.group) << report.negotiated.group_name;
  EXPECT_EQ(report.negotiated.signature_scheme, c.scheme);
  EXPECT_THAT(report.key_log, testing::UnorderedElementsAreArray(pair.server->report().key_log));
  EXPECT_EQ(report.key_log.size(), c.version == tls13 ? 5U : 1U);
  expect_data_both_ways(pair);
}

constexpr Combination combinations[] = {
    {"Aes128", tls13, 0x1301, 0x001d, "p256", 0x0403},
    {"Aes256", tls13, 0x1302, 0x001d, "p256", 0x0403},
    {"Chacha", tls13, 0x1303, 0x001d, "p256", 0x0403},
    {"P256", tls13, 0x1301, 0x0017, "p256", 0x0403},
    {"P384", tls13, 0x1302, 0x0018, "p384", 0x0503},
    {"RsaPss", tls13, 0x1301, 0x001d, "rsa", 0x0804},
    {"RsaPss384", tls13, 0x1301, 0x001d, "rsa", 0x0805},
    {"Ed25519", tls13, 0x1301, 0x001d, "ed25519", 0x0807},
    {"Tls12EcdsaGcm128P256", tls12, 0xc02b, 0x0017, "p256", 0x0403},
    {"Tls12EcdsaGcm128X25519", tls12, 0xc02b, 0x001d, "p256", 0x0403},
    {"Tls12EcdsaGcm256P384", tls12, 0xc02c, 0x0018, "p384", 0x0403},
    {"Tls12RsaGcm128", tls12, 0xc02f, 0x0017, "rsa", 0x0401},
    {"Tls12RsaGcm256X25519", tls12, 0xc030, 0x001d, "rsa", 0x0804},
    {"Tls12EcdsaCbcSha1", tls12, 0xc009, 0x0017, "p256", 0x0403},
    {"Tls12EcdsaCbcSha256", tls12, 0xc023, 0x0017, "p256", 0x0403},
    {"Tls12EcdsaCbcSha384", tls12, 0xc024, 0x0017, "p256", 0x0403},
    {"Tls12RsaCbcSha1", tls12, 0xc014, 0x0017, "rsa", 0x0401},
    {"Tls12RsaCbcSha384", tls12, 0xc028, 0x0017, "rsa", 0x0401},
    {"Tls12EcdsaChacha", tls12, 0xcca9, 0x0017, "p256", 0x0403},
    {"Tls12RsaChacha", tls12, 0xcca8, 0x0017, "rsa", 0x0401},
    {"Tls12Ed25519", tls12, 0xc02b, 0x0017, "ed25519", 0x0807},
    {"Tls12StaticRsaGcm", tls12, 0x009c, 0, "rsa", 0},
    {"Tls12StaticRsaCbcSha1", tls12, 0x002f, 0, "rsa", 0},
    {"Tls12StaticRsaCbcSha256", tls12, 0x003c, 0, "rsa", 0},
};

INSTANTIATE_TEST_SUITE_P(Wolfssl, Handshake, testing::ValuesIn(combinations), name_of);

// --- Determinism -----------------------------------------------------------------------------------------------------

class Determinism : public Matrix {};

Transcript whole_conversation(Target& client, Target& server, const Combination& c, std::uint64_t seed) {
  TargetConfig server_side = with_version(server_config(c.credential), c.version);
  TargetConfig client_side = with_version(client_config(), c.version);
  server_side.cipher_suites = client_side.cipher_suites = {c.suite};
  if (c.group != 0) server_side.groups = client_side.groups = {c.group};
  server_side.now = client_side.now = 1800000000000;
  EXPECT_TRUE(client.prepare(client_side, seed));
  EXPECT_TRUE(server.prepare(server_side, seed + 1));
  Transcript transcript;
  for (const bool again : {false, true}) {
    ConnectionConfig config;
    config.now = 1800000000000;
    config.resume = again;
    Pair pair = connect(client, server, config, {seed + 2, seed + 3}, &transcript);
    expect_done(pair);
    EXPECT_EQ(pair.client->report().negotiated.resumed, again);
    EXPECT_TRUE(pair.client->write(as_view("ping")));
    EXPECT_TRUE(pair.client->close());
    pump(*pair.client, *pair.server, &transcript);
  }
  return transcript;
}

TEST_P(Determinism, TheSameSeedGivesTheSameBytes) {
  auto client = wolfssl();
  auto server = wolfssl();
  ASSERT_TRUE(client->info().deterministic);
  const Transcript first = whole_conversation(*client, *server, GetParam(), 10);
  const Transcript other = whole_conversation(*client, *server, GetParam(), 20);
  const Transcript again = whole_conversation(*client, *server, GetParam(), 10);
  auto fresh_client = wolfssl();
  auto fresh_server = wolfssl();
  const Transcript fresh = whole_conversation(*fresh_client, *fresh_server, GetParam(), 10);
  EXPECT_EQ(first.client, again.client);
  EXPECT_EQ(first.server, again.server);
  EXPECT_EQ(first.client, fresh.client);
  EXPECT_EQ(first.server, fresh.server);
  EXPECT_NE(first.client, other.client);
  EXPECT_NE(first.server, other.server);
}

INSTANTIATE_TEST_SUITE_P(Wolfssl, Determinism, testing::ValuesIn(combinations), name_of);

}  // namespace
}  // namespace shakedown::target::test
