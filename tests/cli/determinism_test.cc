// The same seed gives the same bytes from us, and against a deterministic target the same report, in any order and with
// any number of workers. Times are apart, in one member.
#include <sstream>

#include "tests/cli/program.h"

namespace shakedown::cli {
namespace {

// The report of a run without its times.
std::string report(const Shell& shell, const std::string& target, const std::string& options) {
  const auto ran = shell.run("shakedown check " + target + " " + options + " --json x.json");
  EXPECT_THAT(ran, ExitsWith(0));
  auto json = shell.json("x.json");
  EXPECT_EQ(json.erase("times"), 1U);
  return json.dump(1);
}

class Deterministic : public testing::TestWithParam<std::string> {};

TEST_P(Deterministic, TheWholeSuiteGivesTheSameReport) {
  const Shell shell;
  const auto first = report(shell, GetParam(), "-j 1");
  EXPECT_THAT(first, HasSubstr("tls13/finished/")) << "the whole suite ran";
  EXPECT_TRUE(first == report(shell, GetParam(), "-j 1")) << "a second time it is another";
  EXPECT_TRUE(first == report(shell, GetParam(), "-j 2")) << "two workers make another";
  EXPECT_TRUE(first == report(shell, GetParam(), "-j 2 --shuffle")) << "another order makes another";
}

TEST_P(Deterministic, OneConversationIsTheSameAloneAndAmongOthers) {
  const Shell shell;
  const std::string one = "'tls13/finished/verify_data-bit_flipped[cipher_suite=TLS_AES_128_GCM_SHA256,bit=0]'";
  EXPECT_THAT(shell.run("shakedown check " + GetParam() + " tls13/finished --shuffle --keylog all.keys"), ExitsWith(0));
  EXPECT_THAT(shell.run("shakedown check " + GetParam() + " " + one + " --keylog one.keys"), ExitsWith(0));
  const auto all = shell.read("all.keys");
  std::istringstream lines(shell.read("one.keys"));
  std::size_t count = 0;
  for (std::string line; std::getline(lines, line); ++count) EXPECT_THAT(all, HasSubstr(line));
  EXPECT_GT(count, 0U);
}

// The capture has every octet of both sides.
std::string capture(const Shell& shell, const std::string& target, const std::string& options) {
  const auto ran = shell.run("shakedown check " + target + " tls13/finished tls12/finished --pcap x.pcapng " + options);
  EXPECT_THAT(ran, ExitsWith(0));
  return shell.read("x.pcapng");
}

TEST_P(Deterministic, TheSameSeedGivesTheSameOctets) {
  const Shell shell;
  const auto first = capture(shell, GetParam(), "--seed 42 -j 1");
  EXPECT_FALSE(first.empty());
  EXPECT_TRUE(first == capture(shell, GetParam(), "--seed 42 -j 1"));
  EXPECT_TRUE(first == capture(shell, GetParam(), "--seed 42 -j 2 --shuffle"));
  EXPECT_TRUE(first != capture(shell, GetParam(), "--seed 43 -j 1"));
}

INSTANTIATE_TEST_SUITE_P(Targets, Deterministic, testing::Values("reference", "wolfssl"),
                         [](const auto& i) { return i.param; });

}  // namespace
}  // namespace shakedown::cli
