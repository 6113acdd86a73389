// The reference endpoint with itself, TLS 1.3.
#include "tests/reference/pair.h"

namespace shakedown::reference {
namespace {

using crypto::KeyKind;

const std::vector<CipherSuite> suites13 = {"TLS_AES_128_GCM_SHA256"_suite, "TLS_AES_256_GCM_SHA384"_suite,
                                           "TLS_CHACHA20_POLY1305_SHA256"_suite};

TEST(Reference13, SpeaksEverySuiteInEveryGroup) {
  for_each(suites13, [](CipherSuite suite) {
    for_each(default_groups(), [&](NamedGroup group) {
      Pair pair(tls13);
      pair.server.settings.suites = {suite};
      pair.client.settings.groups = {group};
      pair.connect();
      EXPECT_EQ(pair.s->facts().group, group);
      EXPECT_EQ(pair.s->facts().suite, suite);
      pair.expect_useful();
    });
  });
}

TEST(Reference13, SignsWithEveryKindOfKeyThatTheCredentialsHave) {
  for (const KeyKind kind : crypto::credential_kinds()) {
    if (kind == KeyKind::ed448 || kind == KeyKind::ecdsa_p521) continue;  // not in the endpoint's default schemes
    SCOPED_TRACE(name_of(kind));
    Pair pair(tls13, kind);
    pair.server.settings.client_auth = ClientAuth::require;
    give_client_certificate(pair.client.settings, kind);
    pair.connect();
    EXPECT_NE(pair.c->facts().scheme, SignatureScheme{});
    EXPECT_EQ(pair.c->facts().scheme, pair.s->facts().scheme);
    pair.expect_useful();
  }
}

TEST(Reference13, RetriesForAnotherGroupWithAndWithoutACookie) {
  for (const bool cookie : {false, true}) {
    SCOPED_TRACE(cookie ? "with a cookie" : "without");
    Pair pair(tls13);
    pair.server.settings.groups = {"secp384r1"_group};
    pair.server.settings.hello_retry_cookie = cookie;
    pair.connect();
    EXPECT_EQ(pair.c->facts().group, "secp384r1"_group);
    pair.expect_useful();
  }
}

TEST(Reference13, RequestsClientsToAuthenticate) {
  Pair optional(tls13);
  optional.server.settings.client_auth = ClientAuth::request;
  optional.connect();
  optional.expect_useful();

  Pair required(tls13);
  required.server.settings.client_auth = ClientAuth::require;
  required.connect();
  EXPECT_FALSE(required.s->facts().done);
  EXPECT_EQ(required.s->alert_sent(), "certificate_required"_alert);
  EXPECT_EQ(required.c->alert_received(), "certificate_required"_alert);
}

TEST(Reference13, ResumesWithATicket) {
  for_each(suites13, [](CipherSuite suite) {
    Pair pair(tls13);
    pair.client.settings.suites = {suite};
    pair.connect();
    pair.expect_useful();
    ASSERT_TRUE(pair.client.sessions.last);
    pair.now += 60'000;
    pair.seed += 2;
    pair.connect(true);
    EXPECT_EQ(pair.s->facts().resumed, true);
    EXPECT_EQ(pair.c->facts().resumed, true);
    pair.expect_useful();
  });
}

TEST(Reference13, ResumesAfterAHelloRetryRequest) {
  Pair pair(tls13);
  pair.server.settings.groups = {"secp256r1"_group};
  pair.connect();
  pair.connect(true);
  EXPECT_EQ(pair.c->facts().resumed, true);
  EXPECT_EQ(pair.c->facts().group, "secp256r1"_group);
  pair.expect_useful();
}

TEST(Reference13, DoesNotResumeWithAnExpiredTicket) {
  Pair pair(tls13);
  pair.connect();
  ASSERT_TRUE(pair.client.sessions.last);
  std::get<Session13>(*pair.client.sessions.last).lifetime = 604800;
  pair.now += 100'000'000;
  pair.connect(true);
  EXPECT_EQ(pair.s->facts().resumed, false);
  pair.expect_useful();
}

TEST(Reference13, TakesAnExternalPskWithoutACertificate) {
  for (const auto hash : {Hash::sha256, Hash::sha384}) {
    SCOPED_TRACE(static_cast<int>(hash));
    Pair pair(tls13);
    pair.server.settings.chain.clear();
    pair.server.settings.psk = ExternalPsk{to_bytes("somebody"), Bytes(32, 9), hash};
    pair.client.settings.psk = pair.server.settings.psk;
    pair.connect();
    EXPECT_EQ(pair.c->facts().resumed, false);
    pair.expect_useful();
  }
}

TEST(Reference13, TakesEarlyDataOnceForATicket) {
  Pair pair(tls13);
  pair.server.settings.early_data_max = 1000;
  pair.connect();
  const Bytes early = to_bytes("early");
  pair.connect(true, early);
  EXPECT_EQ(pair.s->read(), early);
  EXPECT_EQ(pair.s->facts().early_data_accepted, true);
  EXPECT_EQ(pair.c->facts().early_data_accepted, true);
  pair.expect_open();
  const Bytes first_flight = pair.sent_by_client;

  // The same bytes again: 0-RTT is refused, nothing is delivered (RFC 8446 §8.1).
  auto replayed = Connection::create(pair.server, {.seed = 9, .now = pair.now, .resume = false, .early_data = {}});
  ASSERT_TRUE(replayed);
  (*replayed)->feed(first_flight);
  EXPECT_EQ((*replayed)->facts().early_data_accepted, false) << (*replayed)->error();
  EXPECT_TRUE((*replayed)->read().empty());
}

TEST(Reference13, SkipsEarlyDataThatItDoesNotTake) {
  for (const bool retry : {false, true}) {
    SCOPED_TRACE(retry ? "after a HelloRetryRequest" : "without");
    Pair pair(tls13);
    pair.server.settings.early_data_max = 1000;
    pair.connect();
    if (retry) pair.server.settings.groups = {"secp256r1"_group};
    if (!retry) pair.server.settings.early_data_max = 0;
    pair.connect(true, Bytes(900, 1));
    EXPECT_EQ(pair.c->facts().early_data_accepted, false);
    EXPECT_TRUE(pair.s->read().empty());
    EXPECT_EQ(pair.c->facts().resumed, true);
    pair.expect_useful();
  }
}

TEST(Reference13, UpdatesKeysInBothDirections) {
  Pair pair(tls13);
  pair.connect();
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(pair.c->key_update(true));
    pair.pump();
    EXPECT_TRUE(pair.s->key_update(false));
    pair.pump();
  }
  pair.expect_useful();
}

TEST(Reference13, AgreesOnAProtocol) {
  Pair pair(tls13);
  pair.server.settings.alpn = {to_bytes("h2"), to_bytes("http/1.1")};
  pair.client.settings.alpn = {to_bytes("http/1.1"), to_bytes("h3")};
  pair.connect();
  EXPECT_EQ(as_text(pair.c->facts().alpn), "http/1.1");
  EXPECT_EQ(pair.c->facts().alpn, pair.s->facts().alpn);
  pair.expect_useful();

  pair.client.settings.alpn = {to_bytes("h3")};
  pair.connect();
  EXPECT_EQ(pair.s->alert_sent(), "no_application_protocol"_alert);
}

TEST(Reference13, JudgesCertificates) {
  Pair untrusted(tls13);
  untrusted.client.settings.trust.clear();
  untrusted.connect();
  EXPECT_EQ(untrusted.c->alert_sent(), "unknown_ca"_alert);

  Pair other_name(tls13);
  other_name.client.settings.server_name = "elsewhere.test";
  other_name.connect();
  EXPECT_EQ(other_name.c->alert_sent(), "bad_certificate"_alert);

  Pair too_late(tls13);
  too_late.now = 3'000'000'000'000;
  too_late.connect();
  EXPECT_EQ(too_late.c->alert_sent(), "certificate_expired"_alert);
}

TEST(Reference13, FindsNothingInCommon) {
  Pair suites(tls13);
  suites.server.settings.suites = {suites13[0]};
  suites.client.settings.suites = {suites13[1]};
  suites.connect();
  EXPECT_EQ(suites.s->alert_sent(), "handshake_failure"_alert);

  Pair groups(tls13);
  groups.server.settings.groups = {"x25519"_group};
  groups.client.settings.groups = {"secp256r1"_group};
  groups.connect();
  EXPECT_EQ(groups.s->alert_sent(), "handshake_failure"_alert);

  Pair versions(tls13);
  versions.client.settings.version_min = versions.client.settings.version_max = tls12;
  versions.connect();
  EXPECT_EQ(versions.s->alert_sent(), "protocol_version"_alert);
}

TEST(Reference13, TheSameSeedGivesTheSameBytes) {
  Pair one(tls13), two(tls13), other(tls13);
  other.seed = 77;
  one.connect();
  two.connect();
  other.connect();
  EXPECT_EQ(one.sent_by_server, two.sent_by_server);
  EXPECT_EQ(one.sent_by_client, two.sent_by_client);
  EXPECT_NE(one.sent_by_client, other.sent_by_client);
}

}  // namespace
}  // namespace shakedown::reference
