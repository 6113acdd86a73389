// Stock programs as targets, with wolfSSL as their peer.
#include "harness/target/command.h"

#include <algorithm>

#include "harness/registry/capabilities.h"
#include "tests/target/support.h"

namespace shakedown::target::test {
namespace {

struct Course {
  const char* target;
  std::uint16_t version;
};
std::string name_of(const testing::TestParamInfo<Course>& row) {
  return std::string(row.param.target) + (row.param.version == tls13 ? "Tls13" : "Tls12");
}
constexpr Course courses[] = {{"openssl", tls12}, {"openssl", tls13}, {"gnutls", tls12}, {"gnutls", tls13}};

bool declares(const Target& target, const std::string& name) {
  const auto& all = target.info().capabilities;
  return std::find(all.begin(), all.end(), name) != all.end();
}

class Stock : public testing::TestWithParam<Course> {
 protected:
  void SetUp() override {
    const char* program = std::string(GetParam().target) == "openssl" ? "openssl" : "gnutls-serv";
    if (!installed(program)) SKIP_OR_FAIL(program);
    auto made = make_command_target(GetParam().target);
    ASSERT_TRUE(made) << to_string(made.error());
    command_ = std::move(*made);
    client_ = with_version(client_, GetParam().version);
    server_ = with_version(server_, GetParam().version);
  }
  Target& serving(Target& other) { return role_ == Role::server ? *command_ : other; }

  // The command in one role, wolfSSL in the other.
  void prepare(Role role) {
    role_ = role;
    Target& client = role == Role::client ? *command_ : *wolfssl_;
    Target& server = role == Role::server ? *command_ : *wolfssl_;
    const Status client_status = client.prepare(client_, 1);
    const Status server_status = server.prepare(server_, 2);
    ASSERT_TRUE(client_status) << to_string(client_status.error());
    ASSERT_TRUE(server_status) << to_string(server_status.error());
  }
  Pair meet(const ConnectionConfig& config = {}) {
    Target& client = role_ == Role::client ? *command_ : *wolfssl_;
    Target& server = role_ == Role::server ? *command_ : *wolfssl_;
    return connect(client, server, config);
  }
  // What wolfSSL says; the command's own word is asked for as well.
  TargetReport done(Pair& pair) {
    TargetReport ours = (role_ == Role::server ? pair.client : pair.server)->report();
    TargetReport theirs = (role_ == Role::server ? pair.server : pair.client)->report();
    EXPECT_EQ(ours.handshake_done, true) << ours.error << "\n" << theirs.output;
    EXPECT_EQ(theirs.handshake_done, true) << theirs.output;
    EXPECT_EQ(theirs.ending, Ending::open) << theirs.error;
    return ours;
  }

  Role role_ = Role::server;
  std::unique_ptr<Target> wolfssl_ = wolfssl();
  std::unique_ptr<Target> command_;
  TargetConfig client_ = client_config();
  TargetConfig server_ = server_config();
};

class StockTls13 : public Stock {
 protected:
  void SetUp() override {
    NEEDS_WOLFSSL_FROM_SOURCE();
    Stock::SetUp();
  }
};

TEST_P(Stock, SaysItsVersion) {
  EXPECT_FALSE(command_->info().version.empty());
  EXPECT_TRUE(command_->info().version[0] >= '0' && command_->info().version[0] <= '9') << command_->info().version;
}

TEST_P(Stock, ServesSeveralConnections) {
  prepare(Role::server);
  for (int i = 0; i < 3; ++i) {
    Pair pair = meet();
    done(pair);
    ASSERT_TRUE(pair.client->write(as_view("a line\n")));
    pump(*pair.client, *pair.server);
    const TargetReport server = pair.server->report();
    // s_server prints what it gets, gnutls-serv sends it back.
    const Bytes echo = pair.client->read();
    EXPECT_TRUE(delivered(server, as_view("a line\n")) || as_text(echo) == "a line\n") << server.output;
    ASSERT_TRUE(pair.client->close());
    pump(*pair.client, *pair.server);
    pair.server->feed_end();
    pump(*pair.client, *pair.server);
    EXPECT_NE(pair.server->report().ending, Ending::crashed);
    EXPECT_NE(pair.server->report().ending, Ending::exited);
  }
}

TEST_P(Stock, ConnectsAsAClient) {
  prepare(Role::client);
  Pair pair = meet();
  done(pair);
  ASSERT_TRUE(pair.client->write(as_view("typed line\n")));
  pump(*pair.client, *pair.server);
  EXPECT_EQ(as_text(pair.server->read()), "typed line\n");
  ASSERT_TRUE(pair.server->write(as_view("answer\n")));
  pump(*pair.client, *pair.server);
  EXPECT_TRUE(delivered(pair.client->report(), as_view("answer\n"))) << pair.client->report().output;
}

TEST_P(Stock, ResumesAsAServer) {
  prepare(Role::server);
  { Pair first = meet(); }
  ConnectionConfig config;
  config.resume = true;
  Pair second = meet(config);
  EXPECT_EQ(done(second).negotiated.resumed, true);
}

TEST_P(Stock, ResumesAsAClient) {
  prepare(Role::client);
  ConnectionConfig config;
  config.keep_session = true;
  {
    Pair first = meet(config);
    const TargetReport ours = first.server->report();
    EXPECT_EQ(ours.handshake_done, true) << ours.error << first.client->report().output;
    ASSERT_TRUE(first.client->close());
    pump(*first.client, *first.server);
  }
  config.keep_session = false;
  config.resume = true;
  Pair second = meet(config);
  const TargetReport ours = second.server->report();
  EXPECT_EQ(ours.handshake_done, true) << ours.error << second.client->report().output;
  EXPECT_EQ(ours.negotiated.resumed, true);
}

TEST_P(Stock, SuitesGroupsAndSchemesAreObeyed) {
  const bool newer = GetParam().version == tls13;
  for (const Role role : {Role::server, Role::client}) {
    TargetConfig& config = role == Role::server ? server_ : client_;
    config.cipher_suites = {newer ? std::uint16_t{0x1303} : std::uint16_t{0xcca9}};
    config.groups = {0x0017};
    config.signature_schemes = {0x0403};
    prepare(role);
    Pair pair = meet();
    const Negotiated negotiated = done(pair).negotiated;
    EXPECT_EQ(negotiated.cipher_suite, config.cipher_suites[0]);
    EXPECT_EQ(negotiated.group, 0x0017);
    config = with_version(role == Role::server ? server_config() : client_config(), GetParam().version);
  }
}

TEST_P(Stock, ClientAuthentication) {
  client_.credential = credential("client");
  server_.client_auth = ClientAuth::require;
  for (const Role role : {Role::server, Role::client}) {
    prepare(role);
    Pair pair = meet();
    done(pair);
  }
  client_.credential = {};
  prepare(Role::server);
  Pair refused = meet();
  EXPECT_EQ(refused.client->report().ending, Ending::error) << "a client without a certificate";
}

TEST_P(Stock, AlpnIsAgreed) {
  client_.alpn = {to_bytes("h2"), to_bytes("http/1.1")};
  server_.alpn = {to_bytes("http/1.1")};
  for (const Role role : {Role::server, Role::client}) {
    prepare(role);
    Pair pair = meet();
    EXPECT_EQ(as_text(done(pair).negotiated.alpn), "http/1.1");
  }
}

TEST_P(StockTls13, ExternalPsk) {
  client_.psk = server_.psk = Psk{to_bytes("someone"), Bytes(32, 7), Hash::sha256};
  client_.cipher_suites = server_.cipher_suites = {0x1301};
  for (const Role role : {Role::server, Role::client}) {
    prepare(role);
    Pair pair = meet();
    const TargetReport ours = done(pair);
    EXPECT_EQ(ours.negotiated.signature_scheme, 0) << "no certificate was needed";
  }
}

TEST_P(StockTls13, EarlyData) {
  // A clock that stands still: GnuTLS refuses a ticket that its client thinks older by the rounding of a millisecond.
  constexpr std::uint64_t now = 1800000000000;
  client_.now = now;
  server_.early_data_max = 1024;
  prepare(Role::server);
  ConnectionConfig config;
  config.now = now;
  { Pair first = meet(config); }
  config.resume = true;
  config.early_data = to_bytes("early bird\n");
  Pair second = meet(config);
  EXPECT_EQ(done(second).negotiated.early_data_accepted, true);
}

TEST_P(StockTls13, KeyUpdate) {
  prepare(Role::client);
  Pair pair = meet();
  done(pair);
  ASSERT_TRUE(pair.client->key_update(true));
  pump(*pair.client, *pair.server);
  ASSERT_TRUE(pair.client->write(as_view("under new keys\n")));
  pump(*pair.client, *pair.server);
  EXPECT_EQ(as_text(pair.server->read()), "under new keys\n");
}

TEST_P(Stock, GarbageEndsTheConnectionNotTheServer) {
  prepare(Role::server);
  auto garbage = command_->connect({});
  ASSERT_TRUE(garbage);
  (*garbage)->feed(as_view("GET / HTTP/1.1\r\n\r\n"));
  Bytes answer;
  for (int i = 0; i < 50 && (*garbage)->alive(); ++i) append(answer, (*garbage)->take(Patience::thorough));
  EXPECT_FALSE((*garbage)->alive());
  EXPECT_EQ((*garbage)->report().handshake_done, false);
  EXPECT_NE((*garbage)->report().ending, Ending::exited);
  Pair pair = meet();
  done(pair);
}

TEST_P(Stock, WhatTheProgramCannotIsUnsupported) {
  server_.options = {{"color", "blue"}};
  const Status status = command_->prepare(server_, 1);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().cause, Cause::unsupported);
}

TEST_P(Stock, CapabilitiesAreOfTheVocabulary) {
  for (const Target* target : {command_.get(), wolfssl_.get()}) {
    for (const std::string& name : target->info().capabilities) EXPECT_TRUE(registry::is_capability(name)) << name;
  }
}

TEST_P(Stock, DoesWhatOnlyOpensslCan) {
  if (std::string(GetParam().target) != "openssl") {
    for (const char* name : {"hello_retry_cookie", "renegotiation", "key_update"}) {
      EXPECT_FALSE(declares(*command_, name)) << name << ": gnutls-serv has no way to be asked for it";
    }
    return;
  }
  EXPECT_TRUE(declares(*command_, "renegotiation") && declares(*command_, "key_update"));
  if (GetParam().version == tls13) {
    server_.hello_retry_cookie = true;
    prepare(Role::server);
    Pair pair = meet();
    done(pair);
    return;
  }
  NEEDS_WOLFSSL_FROM_SOURCE();
  client_.renegotiation = server_.renegotiation = true;
  for (const Role role : {Role::server, Role::client}) {
    prepare(role);
    Pair pair = meet();
    const auto before = done(pair).key_log;
    ASSERT_TRUE((role == Role::server ? pair.server : pair.client)->renegotiate());
    pump(*pair.client, *pair.server);
    EXPECT_NE(done(pair).key_log, before);
  }
}

INSTANTIATE_TEST_SUITE_P(Command, Stock, testing::ValuesIn(courses), name_of);
INSTANTIATE_TEST_SUITE_P(Command, StockTls13, testing::Values(Course{"openssl", tls13}, Course{"gnutls", tls13}),
                         name_of);

}  // namespace
}  // namespace shakedown::target::test
