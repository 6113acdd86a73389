// Every failure has its clause and the command that runs it again; taken literally, that command says the same.
#include <gmock/gmock.h>

#include <sstream>

#include "tests/cli/program.h"

namespace shakedown::cli {
namespace {

using testing::ElementsAre;
using testing::MatchesRegex;

struct Failure {
  std::string told;     // "tls13/…[…]: fail/security: … [RFC …]"
  std::string command;  // after "$ "
};

// What stands below "not expected:".
std::vector<Failure> failures(const std::string& summary) {
  std::vector<Failure> out;
  std::istringstream lines(summary.substr(std::min(summary.find("\nnot expected:\n"), summary.size())));
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("      $ "))
      out.back().command = line.substr(8);
    else if (line.starts_with("  ") && !line.starts_with("   "))
      out.push_back({line.substr(2), {}});
  }
  return out;
}

struct Finding {
  std::string name;
  std::string check;
  std::string verdict;
};
void PrintTo(const Finding& f, std::ostream* to) { *to << f.check; }

class Reproduce : public testing::TestWithParam<Finding> {};

TEST_P(Reproduce, ThePrintedCommandSaysTheSame) {
  const Shell shell;
  const auto ran = shell.run("shakedown check " + GetParam().check);
  EXPECT_THAT(ran, ExitsWith(1));
  const auto found = failures(ran.out);
  ASSERT_FALSE(found.empty()) << ran.out;
  for (const auto& failure : found) {
    EXPECT_THAT(failure.told, MatchesRegex(".* \\[RFC .*§.*\\]")) << "the clause";
    ASSERT_NE(failure.command, "") << failure.told;
  }
  EXPECT_THAT(found.front().told, HasSubstr(": " + GetParam().verdict));
  const auto again = shell.run(found.front().command);
  std::vector<std::string> told;
  for (const auto& failure : failures(again.out)) told.push_back(failure.told);
  EXPECT_THAT(told, ElementsAre(found.front().told)) << found.front().command;
}

INSTANTIATE_TEST_SUITE_P(
    Findings, Reproduce,
    testing::Values(
        Finding{"option", "reference --option fault=skips_finished_check tls13/finished", "fail/security"},
        Finding{"seed", "reference --seed 99 --option fault=skips_finished_check tls12/finished", "fail/security"},
        Finding{"several_options",
                "reference --option fault=none --option fault=skips_finished_check --alpn h2,http/1.1 --sni host.test "
                "tls13/finished/verify_data-bit_flipped",
                "fail/security"},
        Finding{"invariant", "reference --option fault=echoes_wrong_session_id tls13/finished/verify_data-empty",
                "fail/protocol"},
        Finding{"command",
                "--server-cmd 'openssl s_server -quiet -accept {port} -cert {cert} -key {key} -cipher \"ALL\"' "
                "--role server --fail-on warn tls13/finished/verify_data-extended",
                "fail"}),
    [](const auto& i) { return i.param.name; });

}  // namespace
}  // namespace shakedown::cli
