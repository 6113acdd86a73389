// The reference endpoint with wolfSSL, both as plugins, in both roles: only an unrelated library proves it right.
#include <gtest/gtest.h>

#include "harness/crypto/credentials.h"
#include "harness/registry/suites.h"
#include "harness/target/loader.h"

namespace shakedown::target {
namespace {

using crypto::KeyKind;

constexpr std::uint16_t tls12 = 0x0303, tls13 = 0x0304;
constexpr std::uint16_t suites13[] = {0x1301, 0x1302, 0x1303};
constexpr std::uint16_t groups[] = {0x001d, 0x0017, 0x0018};
constexpr std::uint64_t now = 1'750'000'000'000;

std::string plugin_file(const std::string& name) {
  return std::string(SHAKEDOWN_BINARY_DIR) + "/plugins/" + name + ".so";
}

std::unique_ptr<Target> load(const std::string& name) {
  auto loaded = load_plugin(plugin_file(name));
  EXPECT_TRUE(loaded) << to_string(loaded.error());
  return loaded ? std::move(*loaded) : nullptr;
}

Credential credential(KeyKind kind, registry::Role role) {
  const auto& made = crypto::test_credentials(kind, role);
  return {made.chain, made.key.pkcs8()};
}

std::uint16_t scheme_of(KeyKind kind) {
  switch (kind) {
    case KeyKind::ecdsa_p384:
      return 0x0503;
    case KeyKind::rsa:
      return 0x0804;
    case KeyKind::ed25519:
      return 0x0807;
    default:
      return 0x0403;
  }
}

// RFC 8446 §4.1.2: a second ClientHello is the first one but for what it lists. That of wolfSSL has other extensions of
// GREASE ECH, and the others in another order.
constexpr std::string_view refusal = "a second ClientHello with another content";

// The parameter says who is the reference endpoint: the server or the client.
class WithWolfssl : public testing::TestWithParam<bool> {
 protected:
  void SetUp() override {
#ifndef SHAKEDOWN_WOLFSSL_HOOKED
    GTEST_SKIP() << "SKIPPED: the system's wolfSSL lacks much of what this needs; ./dev setup makes a copy that has it";
#endif
    server_target_ = load(GetParam() ? "reference" : "wolfssl");
    client_target_ = load(GetParam() ? "wolfssl" : "reference");
    server_.role = Role::server;
    client_.role = Role::client;
    client_.server_name = server_.server_name = "localhost";
    client_.trust = server_.trust = crypto::test_roots();
    client_.now = server_.now = now;
    // What wolfSSL offers by itself has a share of a group that the reference endpoint lacks.
    client_.groups = server_.groups = {std::begin(groups), std::end(groups)};
    certify(KeyKind::ecdsa_p256);
    version(tls13);
  }

  void version(std::uint16_t v) {
    client_.version_min = client_.version_max = server_.version_min = server_.version_max = v;
  }
  void certify(KeyKind kind) { server_.credential = credential(kind, registry::Role::server); }

  // No connection may outlive what it was made with.
  void prepare() {
    s.reset();
    c.reset();
    const Status server = server_target_->prepare(server_, 1);
    const Status client = client_target_->prepare(client_, 2);
    ASSERT_TRUE(server) << to_string(server.error());
    ASSERT_TRUE(client) << to_string(client.error());
  }

  void connect(bool resume = false, std::optional<Bytes> early_data = std::nullopt) {
    s.reset();
    c.reset();
    ConnectionConfig config{.seed = ++seed_, .now = now, .resume = resume, .keep_session = true, .early_data = {}};
    auto server = server_target_->connect(config);
    config.seed = ++seed_;
    config.early_data = std::move(early_data);
    auto client = client_target_->connect(config);
    ASSERT_TRUE(server) << to_string(server.error());
    ASSERT_TRUE(client) << to_string(client.error());
    s = std::move(*server);
    c = std::move(*client);
    pump();
  }

  void pump() {
    for (bool moved = true; moved;) {
      const Bytes up = c->take();
      if (!up.empty()) s->feed(up);
      const Bytes down = s->take();
      if (!down.empty()) c->feed(down);
      moved = !up.empty() || !down.empty();
    }
  }

  void expect_open() {
    const TargetReport server = s->report(), client = c->report();
    EXPECT_EQ(server.handshake_done, true) << server.error << " / " << client.error;
    EXPECT_EQ(client.handshake_done, true) << client.error << " / " << server.error;
    EXPECT_EQ(server.ending, Ending::open) << server.error;
    EXPECT_EQ(client.ending, Ending::open) << client.error;
    EXPECT_EQ(server.negotiated.cipher_suite, client.negotiated.cipher_suite);
    const auto ours = s->exporter("EXPORTER-reference", Bytes{1, 2}, 40);
    const auto theirs = c->exporter("EXPORTER-reference", Bytes{1, 2}, 40);
    ASSERT_TRUE(ours && theirs);
    EXPECT_EQ(ours->output, theirs->output);
  }

  // Data in both directions, then an end in good order.
  void expect_useful() {
    expect_open();
    if (s->report().handshake_done != true || c->report().handshake_done != true) return;
    const Bytes question(20000, 7), answer = to_bytes("answer");
    EXPECT_TRUE(c->write(question));
    pump();
    EXPECT_EQ(s->read(), question);
    EXPECT_TRUE(s->write(answer));
    pump();
    EXPECT_EQ(c->read(), answer);
    EXPECT_TRUE(c->close());
    pump();
    EXPECT_TRUE(s->report().peer_closed);
    EXPECT_TRUE(c->report().peer_closed);
  }

  std::unique_ptr<Target> server_target_, client_target_;
  TargetConfig server_, client_;
  std::unique_ptr<Connection> s, c;
  std::uint64_t seed_ = 10;
};

TEST_P(WithWolfssl, SpeaksEverySuiteInEveryGroupOfTls13) {
  for (const std::uint16_t suite : suites13) {
    for (const std::uint16_t group : groups) {
      SCOPED_TRACE(testing::Message() << std::hex << suite << " " << group);
      client_.cipher_suites = server_.cipher_suites = {suite};
      client_.groups = server_.groups = {group};
      ASSERT_NO_FATAL_FAILURE(prepare());
      ASSERT_NO_FATAL_FAILURE(connect());
      expect_useful();
    }
  }
}

TEST_P(WithWolfssl, SignsWithEveryKindOfKeyInBothVersions) {
  for (const std::uint16_t v : {tls12, tls13}) {
    for (const KeyKind kind : {KeyKind::ecdsa_p256, KeyKind::ecdsa_p384, KeyKind::rsa, KeyKind::ed25519}) {
      SCOPED_TRACE(testing::Message() << std::hex << v << " " << name_of(kind));
      version(v);
      certify(kind);
      server_.client_auth = ClientAuth::require;
      client_.credential = credential(kind, registry::Role::client);
      ASSERT_NO_FATAL_FAILURE(prepare());
      ASSERT_NO_FATAL_FAILURE(connect());
      if (v == tls13) {
        EXPECT_EQ(c->report().negotiated.signature_scheme, scheme_of(kind));
      }
      expect_useful();
    }
  }
}

TEST_P(WithWolfssl, RetriesForAnotherGroupWithAndWithoutACookie) {
  for (const bool cookie : {false, true}) {
    SCOPED_TRACE(cookie ? "with a cookie" : "without");
    client_.groups = {0x001d, 0x0018};
    server_.groups = {0x0018};
    server_.hello_retry_cookie = cookie;
    ASSERT_NO_FATAL_FAILURE(prepare());
    ASSERT_NO_FATAL_FAILURE(connect());
    if (GetParam()) {
      EXPECT_TRUE(s->report().error.starts_with(refusal)) << s->report().error;
    } else {
      EXPECT_EQ(c->report().negotiated.group, 0x0018);
      expect_useful();
    }
  }
}

TEST_P(WithWolfssl, RequestsClientsToAuthenticate) {
  for (const std::uint16_t v : {tls12, tls13}) {
    version(v);
    server_.client_auth = ClientAuth::request;
    ASSERT_NO_FATAL_FAILURE(prepare());
    ASSERT_NO_FATAL_FAILURE(connect());
    expect_useful();
    server_.client_auth = ClientAuth::require;
    ASSERT_NO_FATAL_FAILURE(prepare());
    ASSERT_NO_FATAL_FAILURE(connect());
    EXPECT_EQ(s->report().handshake_done, false);
  }
}

TEST_P(WithWolfssl, ResumesInTls13) {
  ASSERT_NO_FATAL_FAILURE(prepare());
  ASSERT_NO_FATAL_FAILURE(connect());
  expect_useful();
  ASSERT_NO_FATAL_FAILURE(connect(true));
  EXPECT_EQ(s->report().negotiated.resumed, true);
  EXPECT_EQ(c->report().negotiated.resumed, true);
  expect_useful();
}

TEST_P(WithWolfssl, TakesAnExternalPsk) {
  server_.credential = {};
  for (const Hash hash : {Hash::sha256, Hash::sha384}) {
    server_.psk = client_.psk = Psk{to_bytes("somebody"), Bytes(32, 9), hash};
    ASSERT_NO_FATAL_FAILURE(prepare());
    ASSERT_NO_FATAL_FAILURE(connect());
    expect_useful();
  }
}

TEST_P(WithWolfssl, TakesEarlyData) {
  server_.early_data_max = client_.early_data_max = 1000;
  ASSERT_NO_FATAL_FAILURE(prepare());
  ASSERT_NO_FATAL_FAILURE(connect());
  expect_useful();
  ASSERT_NO_FATAL_FAILURE(connect(true, to_bytes("early")));
  EXPECT_EQ(as_text(s->read()), "early");
  EXPECT_EQ(c->report().negotiated.early_data_accepted, true);
  expect_useful();
}

TEST_P(WithWolfssl, UpdatesKeys) {
  ASSERT_NO_FATAL_FAILURE(prepare());
  ASSERT_NO_FATAL_FAILURE(connect());
  EXPECT_TRUE(c->key_update(true));
  pump();
  EXPECT_TRUE(s->key_update(true));
  pump();
  expect_useful();
}

TEST_P(WithWolfssl, AgreesOnAProtocol) {
  for (const std::uint16_t v : {tls12, tls13}) {
    version(v);
    server_.alpn = {to_bytes("h2"), to_bytes("http/1.1")};
    client_.alpn = {to_bytes("http/1.1")};
    ASSERT_NO_FATAL_FAILURE(prepare());
    ASSERT_NO_FATAL_FAILURE(connect());
    EXPECT_EQ(as_text(c->report().negotiated.alpn), "http/1.1");
    expect_useful();
  }
}

TEST_P(WithWolfssl, SpeaksEverySuiteOfTls12) {
  version(tls12);
  for (const auto& row : registry::Table<registry::CipherSuite>::rows) {
    const bool rsa = row.authentication == registry::Authentication::rsa;
    const bool ours = !row.tls13 && (row.key_exchange == registry::KeyExchange::ecdhe ||
                                     row.key_exchange == registry::KeyExchange::rsa);
    if (!ours) continue;
    for (const bool on : {false, true}) {
      SCOPED_TRACE(std::string(row.name) + (on ? ", extensions on" : ", extensions off"));
      certify(rsa ? KeyKind::rsa : KeyKind::ecdsa_p256);
      client_.cipher_suites = server_.cipher_suites = {registry::number(row.code)};
      for (TargetConfig* config : {&client_, &server_}) config->extended_master_secret = config->encrypt_then_mac = on;
      ASSERT_NO_FATAL_FAILURE(prepare());
      ASSERT_NO_FATAL_FAILURE(connect());
      expect_useful();
    }
  }
}

TEST_P(WithWolfssl, SpeaksEveryGroupOfTls12) {
  version(tls12);
  for (const std::uint16_t group : groups) {
    SCOPED_TRACE(testing::Message() << std::hex << group);
    // The certificate's own curve has to be there, too (RFC 8422 §5.1).
    certify(KeyKind::rsa);
    client_.groups = server_.groups = {group};
    ASSERT_NO_FATAL_FAILURE(prepare());
    ASSERT_NO_FATAL_FAILURE(connect());
    EXPECT_EQ(c->report().negotiated.group, group);
    expect_useful();
  }
}

TEST_P(WithWolfssl, ResumesInTls12) {
  version(tls12);
  for (const bool tickets : {false, true}) {
    SCOPED_TRACE(tickets ? "ticket" : "session id");
    client_.tickets = server_.tickets = tickets;
    ASSERT_NO_FATAL_FAILURE(prepare());
    ASSERT_NO_FATAL_FAILURE(connect());
    expect_useful();
    ASSERT_NO_FATAL_FAILURE(connect(true));
    EXPECT_EQ(s->report().negotiated.resumed, true);
    EXPECT_EQ(c->report().negotiated.resumed, true);
    expect_useful();
  }
}

TEST_P(WithWolfssl, FallsBackToTls12WhereOneSideHasNoMore) {
  server_.version_min = client_.version_min = tls12;
  server_.version_max = tls12;
  ASSERT_NO_FATAL_FAILURE(prepare());
  ASSERT_NO_FATAL_FAILURE(connect());
  expect_useful();
}

INSTANTIATE_TEST_SUITE_P(Reference, WithWolfssl, testing::Values(true, false),
                         [](const auto& row) { return row.param ? "AsServer" : "AsClient"; });

}  // namespace
}  // namespace shakedown::target
