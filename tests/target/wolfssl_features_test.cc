// wolfSSL with itself through the plugin, in memory: what is beyond a full handshake.
#include "tests/target/support.h"

namespace shakedown::target::test {
namespace {

class Features : public testing::Test {
 protected:
  void prepare() {
    const Status client = client_target_->prepare(client_, 1);
    const Status server = server_target_->prepare(server_, 2);
    ASSERT_TRUE(client) << to_string(client.error());
    ASSERT_TRUE(server) << to_string(server.error());
  }
  void both(std::uint16_t version) {
    client_ = with_version(client_, version);
    server_ = with_version(server_, version);
  }
  Pair resume(std::optional<Bytes> early_data = {}) {
    ConnectionConfig config;
    config.resume = true;
    config.early_data = std::move(early_data);
    return connect(*client_target_, *server_target_, config, {3, 4});
  }

  std::unique_ptr<Target> client_target_ = wolfssl();
  std::unique_ptr<Target> server_target_ = wolfssl();
  TargetConfig client_ = client_config();
  TargetConfig server_ = server_config();
};

TEST_F(Features, DefaultsNegotiateTls13) {
  prepare();
  Pair pair = connect(*client_target_, *server_target_);
  expect_done(pair);
  EXPECT_EQ(pair.server->report().negotiated.version, tls13);
}

TEST_F(Features, Tls13TicketResumes) {
  both(tls13);
  prepare();
  {
    Pair first = connect(*client_target_, *server_target_);
    expect_done(first);
    EXPECT_EQ(first.client->report().negotiated.resumed, false);
  }
  Pair second = resume();
  expect_done(second);
  EXPECT_EQ(second.client->report().negotiated.resumed, true);
  EXPECT_EQ(second.server->report().negotiated.resumed, true);
}

TEST_F(Features, ASessionIsThereWhileItsConnectionLives) {
  both(tls13);
  prepare();
  Pair first = connect(*client_target_, *server_target_);
  Pair second = resume();
  EXPECT_EQ(second.client->report().negotiated.resumed, true);
}

TEST_F(Features, ResetForgetsSessions) {
  both(tls13);
  prepare();
  { Pair first = connect(*client_target_, *server_target_); }
  prepare();
  ConnectionConfig config;
  config.resume = true;
  const auto second = client_target_->connect(config);
  ASSERT_FALSE(second);
  EXPECT_NE(second.error().what.find("no session"), std::string::npos) << to_string(second.error());
}

TEST_F(Features, ServerForgetsSessionsOnReset) {
  NEEDS_WOLFSSL_FROM_SOURCE();
  for (const std::uint16_t version : {tls12, tls13}) {
    both(version);
    client_.tickets = server_.tickets = version == tls13;
    prepare();
    { Pair first = connect(*client_target_, *server_target_); }
    ASSERT_TRUE(server_target_->prepare(server_, 99));
    Pair second = resume();
    expect_done(second);
    EXPECT_EQ(second.server->report().negotiated.resumed, false) << version;
  }
}

TEST_F(Features, Tls12SessionIdResumes) {
  both(tls12);
  client_.tickets = server_.tickets = false;
  prepare();
  { Pair first = connect(*client_target_, *server_target_); }
  Pair second = resume();
  expect_done(second);
  EXPECT_EQ(second.server->report().negotiated.resumed, true);
  EXPECT_EQ(second.client->report().key_log, second.server->report().key_log);
  EXPECT_EQ(second.client->report().key_log.size(), 1U);
}

TEST_F(Features, Tls12TicketResumes) {
  both(tls12);
  client_.session_ids = server_.session_ids = false;
  prepare();
  { Pair first = connect(*client_target_, *server_target_); }
  Pair second = resume();
  expect_done(second);
  EXPECT_EQ(second.server->report().negotiated.resumed, true);
}

TEST_F(Features, WithoutTicketsNothingResumesInTls13) {
  both(tls13);
  server_.tickets = false;
  prepare();
  { Pair first = connect(*client_target_, *server_target_); }
  ConnectionConfig config;
  config.resume = true;
  EXPECT_FALSE(client_target_->connect(config));
}

TEST_F(Features, HelloRetryWithAndWithoutCookie) {
  both(tls13);
  client_.groups = {0x001d, 0x0017};
  server_.groups = {0x0017};
  for (const bool cookie : {false, true}) {
    server_.hello_retry_cookie = cookie;
    prepare();
    Pair pair = connect(*client_target_, *server_target_);
    expect_done(pair);
    EXPECT_EQ(pair.client->report().negotiated.group, 0x0017);
  }
}

TEST_F(Features, ClientAuthenticationIsRequired) {
  NEEDS_WOLFSSL_FROM_SOURCE();
  for (const std::uint16_t version : {tls12, tls13}) {
    both(version);
    server_.client_auth = ClientAuth::require;
    client_.credential = {};
    prepare();
    Pair refused = connect(*client_target_, *server_target_);
    EXPECT_EQ(refused.server->report().ending, Ending::error);
    EXPECT_TRUE(refused.server->report().alert_sent.has_value());
    EXPECT_FALSE(refused.server->alive());
    client_.credential = credential("client");
    prepare();
    Pair accepted = connect(*client_target_, *server_target_);
    expect_done(accepted);
    EXPECT_EQ(accepted.server->report().negotiated.signature_scheme, 0x0403);
  }
}

TEST_F(Features, ClientAuthenticationIsRequested) {
  for (const std::uint16_t version : {tls12, tls13}) {
    both(version);
    server_.client_auth = ClientAuth::request;
    prepare();
    Pair pair = connect(*client_target_, *server_target_);
    expect_done(pair);
  }
}

TEST_F(Features, ExternalPsk) {
  both(tls13);
  server_.credential = {};
  for (const Hash hash : {Hash::sha256, Hash::sha384}) {
    client_.psk = server_.psk = Psk{to_bytes("someone"), Bytes(32, 7), hash};
    prepare();
    Pair pair = connect(*client_target_, *server_target_);
    expect_done(pair);
    expect_data_both_ways(pair);
    EXPECT_EQ(pair.client->report().negotiated.cipher_suite, hash == Hash::sha256 ? 0x1301 : 0x1302);
  }
}

TEST_F(Features, WrongPskIsRefused) {
  both(tls13);
  server_.credential = {};
  client_.psk = Psk{to_bytes("someone"), Bytes(32, 7), Hash::sha256};
  server_.psk = Psk{to_bytes("someone"), Bytes(32, 8), Hash::sha256};
  prepare();
  Pair pair = connect(*client_target_, *server_target_);
  EXPECT_EQ(pair.server->report().handshake_done, false);
  EXPECT_EQ(pair.server->report().ending, Ending::error);
}

TEST_F(Features, EarlyDataArrives) {
  NEEDS_WOLFSSL_FROM_SOURCE();
  both(tls13);
  server_.early_data_max = 4096;
  prepare();
  { Pair first = connect(*client_target_, *server_target_); }
  Pair second = resume(to_bytes("early bird"));
  expect_done(second);
  EXPECT_EQ(as_text(second.server->read()), "early bird");
  EXPECT_EQ(second.client->report().negotiated.early_data_accepted, true);
  expect_data_both_ways(second);
}

TEST_F(Features, EarlyDataServerTakesOrdinaryClients) {
  NEEDS_WOLFSSL_FROM_SOURCE();
  server_.early_data_max = 4096;
  for (const std::uint16_t version : {tls12, tls13}) {
    client_ = with_version(client_, version);
    prepare();
    Pair pair = connect(*client_target_, *server_target_);
    expect_done(pair);
    expect_data_both_ways(pair);
  }
}

TEST_F(Features, KeyUpdateGoesBothWays) {
  both(tls13);
  prepare();
  Pair pair = connect(*client_target_, *server_target_);
  ASSERT_TRUE(pair.client->key_update(true));
  pump(*pair.client, *pair.server);
  expect_data_both_ways(pair);
  ASSERT_TRUE(pair.server->key_update(true));
  pump(*pair.client, *pair.server);
  expect_data_both_ways(pair);
}

TEST_F(Features, CloseNotifyClosesBoth) {
  for (const std::uint16_t version : {tls12, tls13}) {
    both(version);
    prepare();
    Pair pair = connect(*client_target_, *server_target_);
    ASSERT_TRUE(pair.client->close());
    pump(*pair.client, *pair.server);
    EXPECT_EQ(pair.server->report().ending, Ending::closed);
    EXPECT_TRUE(pair.server->report().peer_closed);
    EXPECT_TRUE(pair.client->report().peer_closed) << "the answer to close_notify";
    EXPECT_EQ(pair.client->report().alert_sent, 0);
  }
}

TEST_F(Features, AnEndWithoutCloseNotifyIsAnError) {
  prepare();
  Pair pair = connect(*client_target_, *server_target_);
  pair.server->feed_end();
  EXPECT_EQ(pair.server->report().ending, Ending::error);
  EXPECT_FALSE(pair.server->report().peer_closed);
}

TEST_F(Features, ExtendedMasterSecretAndEncryptThenMacCanBeOff) {
  both(tls12);
  client_.cipher_suites = {0xc023};
  for (const bool on : {false, true}) {
    client_.extended_master_secret = on;
    client_.encrypt_then_mac = on;
    prepare();
    Transcript transcript;
    Pair pair = connect(*client_target_, *server_target_, {}, {}, &transcript);
    expect_done(pair);
    expect_data_both_ways(pair);
    // The empty extensions 23 and 22 (RFC 7627, RFC 7366) in the ClientHello.
    const View client(transcript.client);
    const std::string hello(as_text(client.first(5 + read_uint(client.subspan(3, 2)))));
    EXPECT_EQ(hello.find(std::string("\0\x17\0\0", 4)) != std::string::npos, on);
    EXPECT_EQ(hello.find(std::string("\0\x16\0\0", 4)) != std::string::npos, on);
  }
}

TEST_F(Features, RenegotiationByTheClient) {
  NEEDS_WOLFSSL_FROM_SOURCE();
  both(tls12);
  client_.renegotiation = server_.renegotiation = true;
  prepare();
  Pair pair = connect(*client_target_, *server_target_);
  expect_done(pair);
  const auto before = pair.client->report().key_log;
  ASSERT_TRUE(pair.client->renegotiate());
  pump(*pair.client, *pair.server);
  expect_done(pair);
  expect_data_both_ways(pair);
  EXPECT_NE(pair.client->report().key_log, before);
}

TEST_F(Features, RenegotiationByTheServer) {
  NEEDS_WOLFSSL_FROM_SOURCE();
  both(tls12);
  client_.renegotiation = server_.renegotiation = true;
  prepare();
  Pair pair = connect(*client_target_, *server_target_);
  const auto before = pair.client->report().key_log;
  ASSERT_TRUE(pair.server->renegotiate());
  pump(*pair.client, *pair.server);
  expect_done(pair);
  expect_data_both_ways(pair);
  EXPECT_NE(pair.client->report().key_log, before);
}

TEST_F(Features, ExportersAgree) {
  for (const std::uint16_t version : {tls12, tls13}) {
    both(version);
    prepare();
    Pair pair = connect(*client_target_, *server_target_);
    for (const std::optional<Bytes>& context : {std::optional<Bytes>(), std::optional<Bytes>(to_bytes("here"))}) {
      const auto client = pair.client->exporter("EXPORTER-test", context, 40);
      const auto server = pair.server->exporter("EXPORTER-test", context, 40);
      ASSERT_TRUE(client) << to_string(client.error());
      ASSERT_TRUE(server) << to_string(server.error());
      EXPECT_EQ(client->output, server->output);
      EXPECT_NE(client->output, Bytes(40));
    }
    EXPECT_EQ(pair.client->report().exported.size(), 2U);
  }
}

TEST_F(Features, AlpnIsAgreedOrRefused) {
  client_.alpn = {to_bytes("h2"), to_bytes("http/1.1")};
  server_.alpn = {to_bytes("http/1.1")};
  prepare();
  Pair agreed = connect(*client_target_, *server_target_);
  expect_done(agreed);
  EXPECT_EQ(as_text(agreed.client->report().negotiated.alpn), "http/1.1");
  server_.alpn = {to_bytes("imap")};
  prepare();
  Pair refused = connect(*client_target_, *server_target_);
  EXPECT_EQ(refused.server->report().alert_sent, 120);  // no_application_protocol, RFC 7301 §3.2
}

TEST_F(Features, UnknownRootIsRefused) {
  client_.trust = credential("client").chain;
  prepare();
  Pair pair = connect(*client_target_, *server_target_);
  EXPECT_EQ(pair.client->report().ending, Ending::error);
  EXPECT_EQ(pair.client->report().handshake_done, false);
  EXPECT_FALSE(pair.client->report().error.empty());
  client_.verify_peer = false;
  prepare();
  Pair unverified = connect(*client_target_, *server_target_);
  expect_done(unverified);
}

TEST_F(Features, WrongNameIsRefused) {
  client_.server_name = "elsewhere.test";
  prepare();
  Pair pair = connect(*client_target_, *server_target_);
  EXPECT_EQ(pair.client->report().ending, Ending::error);
}

TEST_F(Features, GarbageIsAnsweredWithAnAlertAndAnEnd) {
  prepare();
  auto connection = server_target_->connect({});
  ASSERT_TRUE(connection);
  (*connection)->feed(as_view("GET / HTTP/1.1\r\n\r\n"));
  EXPECT_EQ((*connection)->report().ending, Ending::error);
  EXPECT_FALSE((*connection)->alive());
}

TEST_F(Features, TheClockDecidesOverCertificates) {
  NEEDS_WOLFSSL_FROM_SOURCE();
  client_.now = 1;  // 1970
  prepare();
  ConnectionConfig config;
  config.now = 1;
  Pair pair = connect(*client_target_, *server_target_, config);
  EXPECT_EQ(pair.client->report().ending, Ending::error) << "a certificate that is not valid yet";
}

TEST_F(Features, WishesThatCannotBeFulfilledAreSaid) {
  TargetConfig strange = server_;
  strange.options = {{"no_such_option", "1"}};
  Status status = server_target_->prepare(strange, 1);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().cause, Cause::unsupported);
  EXPECT_NE(status.error().what.find("no_such_option"), std::string::npos) << status.error().what;
  strange = server_;
  strange.groups = {0x1234};
  status = server_target_->prepare(strange, 1);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().cause, Cause::unsupported);
  strange = server_;
  strange.credential.key = to_bytes("no key");
  status = server_target_->prepare(strange, 1);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().cause, Cause::target);
}

}  // namespace
}  // namespace shakedown::target::test
