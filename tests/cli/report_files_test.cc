// The files that a check writes: JSON, JUnit, key log, capture.
#include <gmock/gmock.h>

#include <optional>

#include "tests/cli/program.h"

namespace shakedown::cli {
namespace {

using testing::ElementsAre;
using testing::StartsWith;

std::vector<std::string> keys(const Json& object) {
  std::vector<std::string> out;
  for (const auto& [key, value] : object.items()) out.push_back(key);
  return out;
}

std::size_t count(const std::string& text, std::string_view part) {
  std::size_t out = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++out;
  return out;
}

// One run for all: every report of it tells the same.
class ReportFiles : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    shell.emplace();
    ran = shell->run(
        "shakedown check reference tls13/finished -j2 --seed 7 --json x.json --junit x.xml --keylog x.keys --pcap "
        "x.pcapng");
  }
  static void TearDownTestSuite() { shell.reset(); }
  void SetUp() override { ASSERT_THAT(ran, ExitsWith(0)); }

  static inline std::optional<Shell> shell;
  static inline Ran ran;
};

TEST_F(ReportFiles, JsonSaysWhatRan) {
  const auto json = shell->json("x.json");
  EXPECT_EQ(json["format"], 1);
  EXPECT_EQ(json["target"], (Json{{"name", "reference"}, {"version", "1"}}));
  EXPECT_EQ(json["seed"], 7);
  EXPECT_EQ(json["exit_code"], 0);
  EXPECT_EQ(json["fail_on"], "fail/protocol");
}

TEST_F(ReportFiles, JsonHasOneNumberForEachVerdict) {
  const auto json = shell->json("x.json");
  EXPECT_THAT(keys(json["totals"]),
              ElementsAre("pass", "warn", "fail", "crash", "hang", "not_applicable", "blocked", "error"));
  EXPECT_EQ(json["totals"]["pass"], json["conversations"].size());
  EXPECT_EQ(json["totals"]["fail"], 0);
}

TEST_F(ReportFiles, JsonHasEveryConversation) {
  const auto json = shell->json("x.json");
  ASSERT_GT(json["conversations"].size(), 200U);
  for (const auto& c : json["conversations"]) {
    EXPECT_THAT(keys(c), ElementsAre("id", "matrix", "target_role", "verdict", "severity", "expected", "seen", "reason",
                                     "clauses", "invariants", "excuse", "counts"));
    EXPECT_EQ(c["verdict"], "pass");
    EXPECT_EQ(c["severity"], "none");
    EXPECT_NE(c["expected"], "");
  }
  const auto& flipped = *std::ranges::find_if(
      json["conversations"], [](const Json& c) { return c["id"] == "tls13/finished/verify_data-bit_flipped"; });
  EXPECT_EQ(flipped["matrix"]["cipher_suite"], "TLS_AES_128_GCM_SHA256");
  EXPECT_EQ(flipped["matrix"]["bit"], "0");
  EXPECT_EQ(flipped["target_role"], "server");
  EXPECT_EQ(flipped["expected"], "alert decrypt_error");
  EXPECT_THAT(flipped["clauses"].at(0).get<std::string>(), StartsWith("8446 §4.4.4"));
}

TEST_F(ReportFiles, JunitHasACaseForEachConversation) {
  const auto conversations = shell->json("x.json")["conversations"].size();
  const auto xml = shell->read("x.xml");
  EXPECT_EQ(count(xml, "<testcase "), conversations);
  EXPECT_THAT(xml, HasSubstr("<testsuite name=\"tls13/finished\""));
  EXPECT_THAT(xml, HasSubstr("tests=\"" + std::to_string(conversations) + "\" failures=\"0\" errors=\"0\""));
}

TEST_F(ReportFiles, KeylogHasSecretsOfEveryConversation) {
  const auto keys = shell->read("x.keys");
  EXPECT_GE(count(keys, "CLIENT_HANDSHAKE_TRAFFIC_SECRET "), shell->json("x.json")["conversations"].size());
}

TEST_F(ReportFiles, CaptureHasTheSecretsAndTheIds) {
  const auto capture = shell->read("x.pcapng");
  EXPECT_THAT(capture, StartsWith("\x0a\x0d\x0d\x0a"));  // section header block
  EXPECT_EQ(count(capture, "CLIENT_HANDSHAKE_TRAFFIC_SECRET "),
            count(shell->read("x.keys"), "CLIENT_HANDSHAKE_TRAFFIC_SECRET "));
  EXPECT_THAT(capture, HasSubstr("tls13/finished/verify_data-bit_flipped["));
}

TEST_F(ReportFiles, SummaryHasTheSameNumbers) {
  const auto n = std::to_string(shell->json("x.json")["conversations"].size());
  EXPECT_THAT(ran.out, HasSubstr("reference 1, seed 7: " + n + " conversations"));
  EXPECT_THAT(ran.out, HasSubstr("pass " + n +
                                 ", warn 0, fail 0 (security 0, protocol 0, alert 0), crash 0, hang 0, "
                                 "not_applicable 0, blocked 0, error 0"));
}

TEST(JsonReport, OfAFindingHasItsInvariantsAndCounts) {
  const Shell shell;
  const auto ran = shell.run(
      "shakedown check reference --option fault=echoes_wrong_session_id "
      "'tls13/finished/verify_data-bit_flipped[*,bit=0]' --json x.json");
  EXPECT_THAT(ran, ExitsWith(1));
  const auto json = shell.json("x.json");
  EXPECT_EQ(json["exit_code"], 1);
  std::size_t broken = 0;
  for (const auto& c : json["conversations"]) {
    for (const auto& invariant : c["invariants"]) {
      EXPECT_THAT(keys(invariant), ElementsAre("name", "detail", "clause", "severity"));
      broken += invariant["name"] == "session_id_echo";
    }
    if (!c["invariants"].empty()) {
      EXPECT_EQ(c["verdict"], "fail");
      EXPECT_EQ(c["counts"], true);
    }
  }
  EXPECT_GT(broken, 0U);
}

TEST(Keylog, IsAppendedTo) {
  const Shell shell;
  const auto check = "shakedown check reference tls13/finished/verify_data-empty --keylog x.keys";
  EXPECT_THAT(shell.run(check), ExitsWith(0));
  const auto once = shell.read("x.keys");
  EXPECT_THAT(shell.run(check), ExitsWith(0));
  EXPECT_EQ(shell.read("x.keys"), once + once);
}

}  // namespace
}  // namespace shakedown::cli
