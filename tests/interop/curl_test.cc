// curl as a client under test: a program that nobody wrote for us asks our server role for a page.
#include <gtest/gtest.h>

#include "harness/check/verdict.h"
#include "harness/run/run.h"
#include "harness/suite/corpus.h"
#include "harness/target/command.h"
#include "harness/target/process.h"
#include "tests/interop/programs.h"

namespace shakedown::interop {
namespace {

using target::Deadline;
using target::milliseconds;
using target::Process;

constexpr const char* script_file = SHAKEDOWN_SOURCE_DIR "/docs/https_response.yaml";
constexpr const char* page = "You have met a test harness.\n";
constexpr milliseconds long_enough{60000};

// Runs a line of shell in the project's folder, with the program in PATH.
struct Ran {
  int status = -1;
  std::string output;
};
Ran shell(const std::string& line) {
  const std::string set_up = "cd '" SHAKEDOWN_SOURCE_DIR "' && PATH='" SHAKEDOWN_BINARY_DIR "':$PATH && ";
  auto process = Process::start({"/bin/sh", "-c", set_up + line});
  if (!process) return {.output = to_string(process.error())};
  const auto end = (*process)->wait_end(Deadline{long_enough});
  return {end && !end->signalled ? end->code : -1, (*process)->output()};
}

Result<std::unique_ptr<target::Target>> curl() {
  if (const auto version = shell("curl --version"); version.status != 0) return fail(Cause::target, version.output);
  return target::make_custom_command_target(
      {.server = "", .client = "curl -sS --cacert {ca} --connect-to ::{host}:{port} https://{name}/"});
}

class Curl : public testing::TestWithParam<int> {};

TEST_P(Curl, GetsThePageThatWeServe) {
  const auto target = curl();
  SHAKEDOWN_NEEDS(target);
  const auto scripts = suite::expand_file({"https_response", script_file}, {});
  ASSERT_TRUE(scripts) << to_string(scripts.error());
  ASSERT_EQ(scripts->size(), 2U);
  const auto& script = scripts->at(static_cast<std::size_t>(GetParam()));
  const auto conversation = run::Runner(**target, {}).run(script);
  const auto verdict = check::judge(script, conversation);
  EXPECT_EQ(check::name_of(verdict.kind), "pass") << verdict.reason;
  ASSERT_EQ(conversation.connections.size(), 1U);
  const auto& log = conversation.connections.front();
  EXPECT_EQ(log.agreed.version, log.params.version);
  EXPECT_EQ(log.target.output, page);
  EXPECT_EQ(log.target.ending, Ending::closed) << log.target.error;
  EXPECT_EQ(log.target.code, 0);
}
INSTANTIATE_TEST_SUITE_P(Over, Curl, testing::Values(0, 1),
                         [](const auto& i) { return i.param == 0 ? "tls13" : "tls12"; });

// The lines of shell in a page of documentation that speak of `word`, continued lines joined.
std::vector<std::string> lines_about(const std::string& file, const std::string& word) {
  const auto text = suite::read_text_file(file);
  std::vector<std::string> out{""};
  bool in_shell = false;
  std::istringstream in(text.value_or(""));
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("```")) {
      in_shell = line == "```sh";
    } else if (in_shell && line.ends_with("\\")) {
      out.back() += line.substr(0, line.size() - 1);
    } else if (in_shell) {
      out.back() += line;
      out.emplace_back();
    }
  }
  std::erase_if(out, [&](const std::string& line) { return line.find(word) == std::string::npos; });
  return out;
}

TEST(Curl, DoesWhatTheDocumentationSays) {
  SHAKEDOWN_NEEDS(curl());
  const auto commands = lines_about(SHAKEDOWN_SOURCE_DIR "/docs/adding-a-target.md", "curl");
  ASSERT_EQ(commands.size(), 2U);
  for (const auto& command : commands) {
    const auto ran = shell(command);
    EXPECT_EQ(ran.status, 0) << command << "\n" << ran.output;
    EXPECT_NE(ran.output.find("pass"), std::string::npos) << ran.output;
  }
}

}  // namespace
}  // namespace shakedown::interop
