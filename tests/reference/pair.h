// Two reference endpoints, joined in memory.
#pragma once
#include <gtest/gtest.h>

#include "harness/crypto/credentials.h"
#include "tests/reference/connection.h"

namespace shakedown::reference {

inline constexpr std::uint64_t test_time = 1'750'000'000'000;  // June 2025, in milliseconds

inline Settings settings_of(Role role, ProtocolVersion version, crypto::KeyKind kind = crypto::KeyKind::ecdsa_p256) {
  Settings out;
  out.role = role;
  out.version_min = out.version_max = version;
  out.server_name = "localhost";
  out.trust = crypto::test_roots();
  if (role == Role::server) {
    const auto& credentials = crypto::test_credentials(kind, Role::server);
    out.chain = credentials.chain;
    out.key = credentials.key;
  }
  return out;
}

inline void give_client_certificate(Settings& client, crypto::KeyKind kind) {
  const auto& credentials = crypto::test_credentials(kind, Role::client);
  client.chain = credentials.chain;
  client.key = credentials.key;
}

// Contexts that live through several connections.
struct Pair {
  Context server, client;
  std::uint64_t now = test_time;
  std::uint64_t seed = 1;
  std::unique_ptr<Connection> s, c;
  Bytes sent_by_server, sent_by_client;

  explicit Pair(ProtocolVersion version, crypto::KeyKind kind = crypto::KeyKind::ecdsa_p256)
      : server{settings_of(Role::server, version, kind), {}}, client{settings_of(Role::client, version), {}} {}

  void connect(bool resume = false, std::optional<Bytes> early_data = std::nullopt) {
    server.settings.complete();
    client.settings.complete();
    sent_by_server.clear();
    sent_by_client.clear();
    auto server_made = Connection::create(server, {.seed = seed, .now = now, .resume = false, .early_data = {}});
    auto client_made = Connection::create(
        client, {.seed = seed + 1, .now = now, .resume = resume, .early_data = std::move(early_data)});
    ASSERT_TRUE(server_made) << to_string(server_made.error());
    ASSERT_TRUE(client_made) << to_string(client_made.error());
    s = std::move(*server_made);
    c = std::move(*client_made);
    pump();
  }

  void pump() {
    for (bool moved = true; moved;) {
      const Bytes up = c->take();
      append(sent_by_client, up);
      if (!up.empty()) s->feed(up);
      const Bytes down = s->take();
      append(sent_by_server, down);
      if (!down.empty()) c->feed(down);
      moved = !up.empty() || !down.empty();
    }
  }

  void expect_open() {
    EXPECT_TRUE(s->facts().done) << "server: " << s->error();
    EXPECT_TRUE(c->facts().done) << "client: " << c->error();
    EXPECT_EQ(s->ending(), Ending::open) << s->error();
    EXPECT_EQ(c->ending(), Ending::open) << c->error();
    // Early secrets are no news to a server that refuses 0-RTT.
    EXPECT_TRUE(c->facts().key_log.ends_with(s->facts().key_log)) << c->facts().key_log << s->facts().key_log;
    EXPECT_FALSE(s->facts().key_log.empty());
    EXPECT_EQ(s->facts().suite, c->facts().suite);
    EXPECT_EQ(s->exported("EXPORTER-test", View(), 32), c->exported("EXPORTER-test", View(), 32));
    EXPECT_TRUE(s->exported("EXPORTER-test", std::nullopt, 32));
  }

  // Data in both directions, then an end in good order.
  void expect_useful() {
    expect_open();
    if (!s->facts().done || !c->facts().done) return;
    const Bytes question = Bytes(20000, 7), answer = to_bytes("answer");
    EXPECT_TRUE(c->write(question));
    pump();
    EXPECT_EQ(s->read(), question);
    EXPECT_TRUE(s->write(answer));
    pump();
    EXPECT_EQ(c->read(), answer);
    c->close();
    pump();
    EXPECT_EQ(s->ending(), Ending::closed) << s->error();
    EXPECT_EQ(c->ending(), Ending::closed) << c->error();
    EXPECT_TRUE(s->peer_closed());
    EXPECT_TRUE(c->peer_closed());
  }
};

// A test runs for each combination that `for_each` names; the trace says which one failed.
template <class T, class Body>
void for_each(const std::vector<T>& list, Body body) {
  for (const T& item : list) {
    SCOPED_TRACE(registry::name_of(item));
    body(item);
  }
}

}  // namespace shakedown::reference
