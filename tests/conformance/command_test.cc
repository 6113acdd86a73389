// A command target that misbehaves in the middle of a run costs one conversation, whose verdict says how; the rest goes
// on with a new process.
#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

#include "tests/conformance/suite_run.h"

namespace shakedown::conformance {
namespace {

// A server that does something to itself when it reads its third ClientHello, once. s_server tells each message; a loop
// in its process group reads that. The harness sees the loop work and waits for it.
std::string server_that(const std::string& what, const std::string& marker) {
  return fmt::format(
      "openssl s_server -accept {{port}} -cert {{cert}} -key {{key}} -msg | while read -r line; do case $line in "
      "*ClientHello*) n=$((n + 1)); if [ $n -ge 3 ] && ! [ -e '{0}' ]; then : > '{0}'; {1}; fi;; esac; done",
      marker, what);
}

// A client whose third process does something with descriptor 3, its connection, in place of a handshake.
std::string client_that(const std::string& what, const std::string& marker) {
  return fmt::format(
      "echo >> '{0}'; if [ $(wc -l < '{0}') -eq 3 ]; then exec bash -c 'exec 3<>/dev/tcp/'{{host}}'/'{{port}}'; {1}'; "
      "fi; exec openssl s_client -connect {{host}}:{{port}} -CAfile {{ca}} -servername {{name}}",
      marker, what);
}

struct Mishap {
  const char* name;
  std::string (*program)(const std::string& what, const std::string& marker);
  const char* what;  // shell
  check::Kind verdict;
  const char* reason;
};
void PrintTo(const Mishap& mishap, std::ostream* out) { *out << mishap.name; }

class Command : public testing::TestWithParam<Mishap> {};

TEST_P(Command, ThatMisbehavesOnceCostsOneConversation) {
  if (const auto openssl = target::open_target(target_spec("openssl")); !openssl) {
    ASSERT_EQ(std::getenv("CI"), nullptr) << to_string(openssl.error());
    GTEST_SKIP() << "NOT TESTED: " << to_string(openssl.error());
  }
  const auto& mishap = GetParam();
  const auto marker = testing::TempDir() + "/shakedown_mishap_" + mishap.name + std::to_string(::getpid());
  auto wanted = Wanted{.workers = 1, .filters = {"tls13/close/unknown_alert"}};
  (mishap.program == server_that ? wanted.server_cmd : wanted.client_cmd) = mishap.program(mishap.what, marker);
  const auto results = run(wanted);
  std::remove(marker.c_str());
  ASSERT_TRUE(results) << to_string(results.error());
  ASSERT_EQ(results->records.size(), 7U) << "a control and the cases of one file";
  for (std::size_t i = 0; i < results->records.size(); ++i) {
    const auto& verdict = results->records[i].verdict;
    const bool third = i == 2;
    EXPECT_EQ(check::name_of(verdict.kind), check::name_of(third ? mishap.verdict : check::Kind::pass))
        << i << ": " << verdict.reason;
    EXPECT_EQ(verdict.reason.find(mishap.reason) != std::string::npos, third) << verdict.reason;
  }
}

constexpr const char* silent = "it neither answers nor comes to rest";
INSTANTIATE_TEST_SUITE_P(
    Target, Command,
    testing::Values(Mishap{"server_is_killed", server_that, "kill -9 -$$", check::Kind::crash, "died of signal 9"},
                    Mishap{"server_stops", server_that, "kill -STOP -$$", check::Kind::hang, silent},
                    Mishap{"client_is_killed", client_that, "kill -9 $$", check::Kind::crash, "died of signal 9"},
                    Mishap{"client_loops", client_that, "while :; do :; done", check::Kind::hang, silent},
                    Mishap{"client_floods", client_that, "exec yes >&3", check::Kind::hang, "it sent more than"}),
    [](const auto& i) { return std::string(i.param.name); });

TEST(Command, ThatDiesAtStartIsNotReached) {
  auto wanted = Wanted{.filters = {"tls13/close/unknown_alert"}};
  wanted.server_cmd = "echo cannot read the configuration; exit 3; # {port}";
  const auto results = run(wanted);
  ASSERT_FALSE(results);
  EXPECT_EQ(results.error().cause, Cause::target);
  EXPECT_NE(results.error().what.find("exited with status 3"), std::string::npos) << results.error().what;
  EXPECT_NE(results.error().what.find("cannot read the configuration"), std::string::npos) << results.error().what;
  EXPECT_EQ(suite::exit_code(results.error()), 3);
}

}  // namespace
}  // namespace shakedown::conformance
