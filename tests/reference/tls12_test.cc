// The reference endpoint with itself, TLS 1.2.
#include "tests/reference/pair.h"

namespace shakedown::reference {
namespace {

using crypto::KeyKind;

KeyKind key_for(const registry::SuiteRow& suite) {
  return suite.authentication == registry::Authentication::rsa ? KeyKind::rsa : KeyKind::ecdsa_p256;
}

TEST(Reference12, SpeaksEverySuiteWithAndWithoutExtendedMasterSecretAndEncryptThenMac) {
  for_each(default_suites(), [](CipherSuite suite) {
    const auto* row = registry::find(suite);
    if (row->tls13) return;
    for (const bool on : {false, true}) {
      SCOPED_TRACE(on ? "extensions on" : "extensions off");
      Pair pair(tls12, key_for(*row));
      pair.client.settings.suites = {suite};
      pair.client.settings.extended_master_secret = on;
      pair.client.settings.encrypt_then_mac = on;
      pair.connect();
      EXPECT_EQ(pair.s->facts().suite, suite);
      EXPECT_EQ(pair.c->facts().extended_master_secret, on);
      pair.expect_useful();
    }
  });
}

TEST(Reference12, SpeaksEveryGroupWithEveryKindOfKey) {
  for (const KeyKind kind : {KeyKind::ecdsa_p256, KeyKind::ecdsa_p384, KeyKind::rsa, KeyKind::ed25519}) {
    SCOPED_TRACE(name_of(kind));
    for_each(default_groups(), [&](NamedGroup group) {
      Pair pair(tls12, kind);
      pair.server.settings.groups = {group};
      pair.server.settings.client_auth = ClientAuth::require;
      give_client_certificate(pair.client.settings, kind);
      pair.connect();
      EXPECT_EQ(pair.c->facts().group, group);
      EXPECT_EQ(pair.c->facts().scheme, pair.s->facts().scheme);
      pair.expect_useful();
    });
  }
}

TEST(Reference12, RequestsClientsToAuthenticate) {
  Pair optional(tls12);
  optional.server.settings.client_auth = ClientAuth::request;
  optional.connect();
  optional.expect_useful();

  Pair required(tls12);
  required.server.settings.client_auth = ClientAuth::require;
  required.connect();
  EXPECT_EQ(required.s->alert_sent(), "handshake_failure"_alert);
}

TEST(Reference12, ResumesByTicketAndBySessionId) {
  for (const bool tickets : {false, true}) {
    for (const bool extended : {false, true}) {
      SCOPED_TRACE(std::string(tickets ? "ticket" : "session id") + (extended ? ", extended" : ""));
      Pair pair(tls12);
      for (Settings* settings : {&pair.server.settings, &pair.client.settings}) {
        settings->tickets = tickets;
        settings->extended_master_secret = extended;
      }
      pair.connect();
      pair.expect_useful();
      for (int i = 0; i < 2; ++i) {
        pair.seed += 2;
        pair.connect(true);
        EXPECT_EQ(pair.s->facts().resumed, true);
        EXPECT_EQ(pair.c->facts().resumed, true);
        pair.expect_useful();
      }
    }
  }
}

// RFC 7627 §5.3.
TEST(Reference12, ExtendedMasterSecretDecidesAboutResumption) {
  Pair lost(tls12);
  lost.connect();
  lost.client.settings.extended_master_secret = false;
  lost.connect(true);
  EXPECT_EQ(lost.s->alert_sent(), "handshake_failure"_alert);

  Pair gained(tls12);
  gained.client.settings.extended_master_secret = false;
  gained.connect();
  gained.client.settings.extended_master_secret = true;
  gained.connect(true);
  EXPECT_EQ(gained.s->facts().resumed, false);
  gained.expect_useful();
}

// RFC 8446 §4.1.3.
TEST(Reference12, MarksADowngradeAndLooksForTheMark) {
  Pair honest(tls13);
  for (Settings* settings : {&honest.server.settings, &honest.client.settings}) settings->version_min = tls12;
  honest.client.settings.version_max = tls12;
  honest.connect();
  EXPECT_EQ(honest.c->facts().version, tls12);
  honest.expect_useful();

  // The same ServerHello, given to a client that offered TLS 1.3 (its session id is empty then as now).
  const Bytes server_flight = honest.sent_by_server;
  Context both{settings_of(Role::client, tls13), {}};
  both.settings.version_min = tls12;
  both.settings.complete();
  auto client = Connection::create(both, {.seed = 1, .now = test_time, .resume = false, .early_data = {}});
  ASSERT_TRUE(client);
  (*client)->feed(server_flight);
  EXPECT_EQ((*client)->violation(), Violation::downgrade_marked);
  EXPECT_EQ((*client)->alert_sent(), "illegal_parameter"_alert);
}

TEST(Reference12, TheSameSeedGivesTheSameBytes) {
  Pair one(tls12), two(tls12);
  one.connect();
  two.connect();
  EXPECT_EQ(one.sent_by_server, two.sent_by_server);
  EXPECT_EQ(one.sent_by_client, two.sent_by_client);
}

}  // namespace
}  // namespace shakedown::reference
