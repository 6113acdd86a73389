// list, show, lint, run, vectors, targets.
#include <gmock/gmock.h>

#include <filesystem>
#include <sstream>

#include "tests/cli/program.h"

namespace shakedown::cli {
namespace {

using testing::ContainsRegex;
using testing::Each;
using testing::StartsWith;

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> out;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) out.push_back(line);
  return out;
}

TEST(List, HasAnIdForEveryCaseFile) {
  const auto ran = Shell().run("shakedown list");
  EXPECT_THAT(ran, ExitsWith(0));
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(SHAKEDOWN_SOURCE_DIR "/corpus/conformance"))
    files += entry.path().extension() == ".yaml" && entry.path().string().find("/uncovered/") == std::string::npos;
  EXPECT_EQ(lines_of(ran.out).size(), files);
  EXPECT_THAT(ran.out, HasSubstr("tls13/finished/verify_data-bit_flipped\n"));
}

TEST(List, ChoosesByFilterAndShowsCells) {
  const auto ran = Shell().run("shakedown list --cells 'tls13/finished/verify_data-*'");
  EXPECT_THAT(ran, ExitsWith(0));
  const auto ids = lines_of(ran.out);
  EXPECT_GT(ids.size(), 20U);
  EXPECT_THAT(ids, Each(StartsWith("tls13/finished/verify_data-")));
  EXPECT_THAT(ran.out, HasSubstr("[cipher_suite=TLS_AES_128_GCM_SHA256,bit=0]"));
}

TEST(Lint, TheWholeCorpusIsClean) {
  const auto ran = Shell().run("shakedown lint");
  EXPECT_THAT(ran, ExitsWith(0));
  EXPECT_EQ(ran.out, "");
  EXPECT_THAT(ran.err, HasSubstr(" 0 problems"));
}

class Shown : public testing::TestWithParam<std::string> {};

TEST_P(Shown, IsAScriptThatLintsCleanAndRunsAlike) {
  const Shell shell;
  const auto show =
      "one=$(shakedown list --cells " + GetParam() + " | head -n 1); shakedown show \"$one\" > shown.yaml";
  EXPECT_THAT(shell.run(show), ExitsWith(0));
  const auto lint = shell.run("shakedown lint shown.yaml");
  EXPECT_THAT(lint, ExitsWith(0)) << shell.read("shown.yaml");
  const auto run = shell.run("shakedown run shown.yaml reference");
  EXPECT_THAT(run, ExitsWith(0));
  EXPECT_THAT(run.out, HasSubstr(": pass"));
}

INSTANTIATE_TEST_SUITE_P(Cases, Shown,
                         testing::Values("tls13/finished/verify_data-bit_flipped", "tls13/finished/in_the_clear",
                                         "tls12/change_cipher_spec/omitted",
                                         "tls12/extended_master_secret/legacy_session_resumed_with"),
                         [](const auto& i) { return "Case" + std::to_string(i.index); });

TEST(Show, TellsEachCell) {
  const auto ran = Shell().run("shakedown show tls13/finished/verify_data-empty");
  EXPECT_THAT(ran, ExitsWith(0));
  EXPECT_THAT(ran.out, ContainsRegex("^# tls13/finished/verify_data-empty"));
}

TEST(Run, TellsTheConversationAndTheVerdict) {
  const auto ran = Shell().run(
      "shakedown run 'tls13/finished/verify_data-bit_flipped[cipher_suite=TLS_AES_128_GCM_SHA256,bit=0]' wolfssl");
  EXPECT_THAT(ran, ExitsWith(0));
  EXPECT_THAT(ran.out, ContainsRegex(">! +[0-9]+ Finished")) << "the deviation is marked";
  EXPECT_THAT(ran.out, ContainsRegex("< +[0-9]+ alert decrypt_error"));
  EXPECT_THAT(ran.out, HasSubstr("bit=0]: pass"));
  EXPECT_THAT(ran.out, HasSubstr("expected alert decrypt_error, seen alert decrypt_error"));
}

TEST(Run, TakesAFileWithEachOfItsCells) {
  const Shell shell;
  const auto ran = shell.run("shakedown run " SHAKEDOWN_SOURCE_DIR
                             "/corpus/conformance/tls13/finished/verify_data-empty.yaml reference --fields");
  EXPECT_THAT(ran, ExitsWith(0));
  EXPECT_THAT(ran.out, HasSubstr("ClientHello.legacy_version"));
}

TEST(Run, WillNotRunAScriptForTheOtherRole) {
  const Shell shell;
  shell.write("x.yaml", "about: x\nrfc: [\"8446 §4\"]\npeer: server\nflow: tls13.full\nexpect: completes\n");
  const auto ran = shell.run("shakedown run x.yaml --server-cmd 'serve {port}'");
  EXPECT_THAT(ran, ExitsWith(2));
  EXPECT_THAT(ran.err, HasSubstr("for a client under test"));
}

TEST(Vectors, AllPassALineEach) {
  const auto ran = Shell().run("shakedown vectors");
  EXPECT_THAT(ran, ExitsWith(0));
  auto lines = lines_of(ran.out);
  ASSERT_GT(lines.size(), 100U);
  EXPECT_EQ(lines.back(), std::to_string(lines.size() - 1) + " passed, 0 failed");
  lines.pop_back();
  EXPECT_THAT(lines, Each(StartsWith("pass ")));
}

TEST(Vectors, ThatAreWrongFail) {
  const Shell shell;
  const auto ran =
      shell.run("cp -r " SHAKEDOWN_SOURCE_DIR
                "/vectors v && chmod -R u+w v && "
                "sed -i '0,/^OKM = ./s/^OKM = ./OKM = f/' $(grep -rl '^OKM = ' v | head -n 1) && shakedown vectors v");
  EXPECT_THAT(ran, ExitsWith(1));
  EXPECT_THAT(ran.out, ContainsRegex("(^|\n)FAIL "));
}

TEST(Targets, AreNamedWithTheirVersions) {
  const auto ran = Shell().run("shakedown targets");
  EXPECT_THAT(ran, ExitsWith(0));
  EXPECT_THAT(ran.out, ContainsRegex("wolfssl +plugin +[0-9]+\\.[0-9]+"));
  EXPECT_THAT(ran.out, ContainsRegex("reference +plugin"));
  EXPECT_THAT(ran.out, ContainsRegex("openssl +command"));
  EXPECT_THAT(ran.out, ContainsRegex("gnutls +command"));
}

TEST(Help, NamesEverySubcommandAndEachHasItsOwn) {
  const auto ran = Shell().run("shakedown --help");
  for (const std::string name : {"check", "run", "handshake", "list", "show", "lint", "vectors", "targets"}) {
    EXPECT_THAT(ran.out, HasSubstr("\n  " + name + " "));
    EXPECT_THAT(Shell().run("shakedown " + name + " --help"), ExitsWith(0));
  }
}

}  // namespace
}  // namespace shakedown::cli
