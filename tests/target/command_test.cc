// Programs as targets: stock ones with wolfSSL as their peer, and misbehaving ones.
#include "harness/target/command.h"

#include <signal.h>

#include <fstream>

#include "harness/target/commands.h"
#include "harness/target/targets.h"
#include "tests/target/support.h"

namespace shakedown::target::test {
namespace {

bool installed(const std::string& program) {
  return std::system(("command -v " + program + " > /dev/null 2>&1").c_str()) == 0;
}

struct Course {
  const char* target;
  std::uint16_t version;
};
std::string name_of(const testing::TestParamInfo<Course>& row) {
  return std::string(row.param.target) + (row.param.version == tls13 ? "Tls13" : "Tls12");
}
constexpr Course courses[] = {{"openssl", tls12}, {"openssl", tls13}, {"gnutls", tls12}, {"gnutls", tls13}};

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
  Pair meet(ConnectionConfig config = {}) {
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

class StockTls13 : public Stock {};

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
  server_.early_data_max = 1024;
  prepare(Role::server);
  { Pair first = meet(); }
  ConnectionConfig config;
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

INSTANTIATE_TEST_SUITE_P(Command, Stock, testing::ValuesIn(courses), name_of);
INSTANTIATE_TEST_SUITE_P(Command, StockTls13, testing::Values(Course{"openssl", tls13}, Course{"gnutls", tls13}),
                         name_of);

// --- The user's own commands -----------------------------------------------------------------------------------------

TEST(FillIn, QuotesForTheShell) {
  EXPECT_EQ(*fill_in("run -p {port} {key}", {{"port", "1"}, {"key", "it's"}}), "run -p '1' 'it'\\''s'");
  EXPECT_EQ(*fill_in("no braces } {", {}), "no braces } {");
  const auto unknown = fill_in("{prot}", {{"port", "1"}});
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().cause, Cause::usage);
  EXPECT_EQ(unknown.error().got, "{prot}");
}

std::unique_ptr<Target> custom(const std::string& server, const std::string& client = "") {
  auto made = make_custom_command_target({server, client}, {.start_ms = 300});
  EXPECT_TRUE(made) << to_string(made.error());
  return std::move(*made);
}

std::string refusal(Target& target) {
  const Status status = target.prepare(server_config(), 1);
  if (status) return "it was started";
  EXPECT_EQ(status.error().cause, Cause::target);
  return status.error().what;
}

TEST(CustomCommand, NeedsAPort) {
  EXPECT_EQ(make_custom_command_target({"serve", ""}).error().cause, Cause::usage);
  EXPECT_EQ(make_custom_command_target({"serve {port} {cret}", ""}).error().got, "{cret}");
  EXPECT_EQ(make_custom_command_target({"", ""}).error().cause, Cause::usage);
}

TEST(CustomCommand, WithoutACommandForARoleItIsUnsupported) {
  EXPECT_EQ(custom("true {port}")->prepare(client_config(), 1).error().cause, Cause::unsupported);
}

TEST(CustomCommand, AMissingProgramIsSaid) {
  const std::string what = refusal(*custom("no-such-program-anywhere {port}"));
  EXPECT_NE(what.find("exited with status 127"), std::string::npos) << what;
  EXPECT_NE(what.find("not found"), std::string::npos) << what;
}

TEST(CustomCommand, AnEarlyExitIsSaid) {
  const std::string what = refusal(*custom("echo sorry; exit 3; # {port}"));
  EXPECT_NE(what.find("exited with status 3 before it listened; it printed: sorry"), std::string::npos) << what;
}

TEST(CustomCommand, ACrashAtStartIsSaid) {
  const std::string what = refusal(*custom("kill -11 $$; # {port}"));
  EXPECT_NE(what.find("signal 11"), std::string::npos) << what;
}

TEST(CustomCommand, OneThatNeverListensIsSaid) {
  const std::string what = refusal(*custom("exec sleep 1000; # {port}"));
  EXPECT_NE(what.find("did not listen"), std::string::npos) << what;
}

TEST(CustomCommand, OneThatOnlyPrintsIsCutOff) {
  const std::string what = refusal(*custom("exec yes {port}"));
  EXPECT_NE(what.find("did not listen"), std::string::npos) << what.substr(0, 200);
  EXPECT_LT(what.size(), 1000U);
}

TEST(CustomCommand, AClientThatNeverConnectsIsSaid) {
  for (const char* command : {"exec sleep 1000; # {port}", "exit 4; # {port}"}) {
    auto target = custom("", command);
    ASSERT_TRUE(target->prepare(client_config(), 1));
    const auto connection = target->connect({});
    ASSERT_FALSE(connection);
    EXPECT_EQ(connection.error().cause, Cause::target);
    EXPECT_NE(connection.error().what.find("connect"), std::string::npos) << connection.error().what;
  }
}

constexpr const char* s_server = "exec openssl s_server -accept {port} -cert {cert} -key {key}";

TEST(CustomCommand, AnyServerCanBeATarget) {
  if (!installed("openssl")) SKIP_OR_FAIL("openssl");
  auto made = make_custom_command_target({s_server, ""});
  ASSERT_TRUE(made);
  auto client = wolfssl();
  ASSERT_TRUE(client->prepare(client_config(), 1));
  const Status status = (*made)->prepare(server_config(), 1);
  ASSERT_TRUE(status) << to_string(status.error());
  Pair pair = connect(*client, **made);
  EXPECT_EQ(pair.client->report().handshake_done, true) << pair.client->report().error;
  EXPECT_FALSE(pair.server->report().handshake_done.has_value()) << "nothing is known about the words of this program";
}

TEST(CustomCommand, AKilledServerCrashesOneConversation) {
  if (!installed("openssl")) SKIP_OR_FAIL("openssl");
  const std::string pid_file = testing::TempDir() + "/shakedown_server_pid";
  auto made = make_custom_command_target({"echo $$ > '" + pid_file + "'; " + s_server, ""});
  ASSERT_TRUE(made);
  auto client = wolfssl();
  ASSERT_TRUE(client->prepare(client_config(), 1));
  const Status status = (*made)->prepare(server_config(), 1);
  ASSERT_TRUE(status) << to_string(status.error());
  {
    Pair pair = connect(*client, **made);
    EXPECT_EQ(pair.client->report().handshake_done, true);
    ASSERT_EQ(::kill(std::stoi(read_text(pid_file)), SIGKILL), 0);
    for (int i = 0; i < 50 && pair.server->alive(); ++i) pair.server->take(Patience::thorough);
    const TargetReport report = pair.server->report();
    EXPECT_EQ(report.ending, Ending::crashed);
    EXPECT_EQ(report.code, SIGKILL);
    EXPECT_NE(report.error.find("signal 9"), std::string::npos) << report.error;
  }
  Pair pair = connect(*client, **made);  // it was started again
  EXPECT_EQ(pair.client->report().handshake_done, true) << pair.client->report().error;
  ASSERT_TRUE(pair.server->write(as_view("Q\n")));  // makes s_server end
  for (int i = 0; i < 50 && pair.server->alive(); ++i) pair.server->take(Patience::thorough);
  EXPECT_EQ(pair.server->report().ending, Ending::exited);
}

TEST(CustomCommand, AStoppedServerHangsOneConversation) {
  if (!installed("openssl")) SKIP_OR_FAIL("openssl");
  const std::string pid_file = testing::TempDir() + "/shakedown_stopped_pid";
  auto made = make_custom_command_target({"echo $$ > '" + pid_file + "'; " + s_server, ""}, {.react_ms = 200});
  ASSERT_TRUE(made);
  auto client = wolfssl();
  ASSERT_TRUE(client->prepare(client_config(), 1));
  ASSERT_TRUE((*made)->prepare(server_config(), 1));
  ASSERT_EQ(::kill(std::stoi(read_text(pid_file)), SIGSTOP), 0);
  {
    Pair pair = connect(*client, **made);
    EXPECT_EQ(pair.client->report().handshake_done, false);
    EXPECT_TRUE(pair.server->report().hung);
    EXPECT_EQ(pair.server->report().ending, Ending::open);
  }
  Pair pair = connect(*client, **made);  // the stopped one was killed
  EXPECT_EQ(pair.client->report().handshake_done, true) << pair.client->report().error;
  EXPECT_FALSE(pair.server->report().hung);
}

// --- What a user writes ----------------------------------------------------------------------------------------------

TEST(OpenTarget, TakesEveryWayOfNamingOne) {
  TargetSpec spec;
  spec.plugin_directories = {SHAKEDOWN_BINARY_DIR "/plugins"};
  EXPECT_EQ(open_target(spec).error().cause, Cause::usage);
  spec.name = "wolfssl";
  auto plugin = open_target(spec);
  ASSERT_TRUE(plugin) << to_string(plugin.error());
  EXPECT_TRUE((*plugin)->info().in_process);
  spec.name = SHAKEDOWN_BINARY_DIR "/tests/plugins/toy.so";
  EXPECT_EQ((*open_target(spec))->info().name, "toy");
  spec.name = "localhost:4433";
  EXPECT_EQ((*open_target(spec))->info().name, "localhost:4433");
  spec.name = "wolfsll";
  const auto unknown = open_target(spec);
  ASSERT_FALSE(unknown);
  EXPECT_NE(unknown.error().expected.find("wolfssl"), std::string::npos) << unknown.error().expected;
  spec.listen = "0";
  EXPECT_EQ(open_target(spec).error().cause, Cause::usage) << "two at once";
  spec.name.clear();
  EXPECT_FALSE((*open_target(spec))->info().serves);
  spec.listen.clear();
  spec.server_cmd = "serve {port}";
  EXPECT_EQ((*open_target(spec))->info().name, "command");
}

TEST(OpenTarget, ListsWhatThereIs) {
  const auto known = known_targets({SHAKEDOWN_BINARY_DIR "/plugins"});
  const auto has = [&](const std::string& name, const std::string& kind) {
    return std::any_of(known.begin(), known.end(),
                       [&](const KnownTarget& k) { return k.name == name && k.kind == kind; });
  };
  EXPECT_TRUE(has("wolfssl", "plugin"));
  EXPECT_TRUE(has("openssl", "command"));
  EXPECT_TRUE(has("gnutls", "command"));
}

}  // namespace
}  // namespace shakedown::target::test
