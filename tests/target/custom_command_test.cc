// The user's own commands as targets, misbehaving ones above all; and naming a target.
#include "harness/target/command.h"

#include <csignal>

#include <algorithm>

#include "harness/target/targets.h"
#include "tests/target/support.h"

namespace shakedown::target::test {
namespace {

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
