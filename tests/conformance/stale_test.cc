// Lines of an expectations file that name nothing: a corpus of one case tells, which a run of it all looks at whole.
#include "tests/conformance/suite_run.h"
#include "tests/trace/temporary.h"

namespace shakedown::conformance {
namespace {

constexpr const char* id = "tls13/finished/verify_data-bit_flipped";

class OneCase : public testing::Test {
 protected:
  OneCase() {
    const auto folder = std::filesystem::path(directory_.path()) / "conformance" / "tls13" / "finished";
    std::filesystem::create_directories(folder);
    const std::string file = std::string(id) + ".yaml";
    std::filesystem::copy_file(std::string(SHAKEDOWN_SOURCE_DIR "/corpus/conformance/") + file,
                               directory_.file("conformance/" + file));
  }
  // What is stale after a run against the reference endpoint, of which these cases are known to fail.
  std::vector<std::string> stale(const std::vector<std::string>& cases, std::vector<std::string> filters = {}) const {
    std::ofstream lines(directory_.file("reference@1.yaml"));
    for (const auto& c : cases)
      lines << "- { case: " << c << ", verdict: fail/security, reason: a fault, clause: 8446 §4.4.4 }\n";
    lines.close();
    const auto results = run({.target = "reference",
                              .filters = std::move(filters),
                              .options = {{"fault", "skips_finished_check"}},
                              .expectations = directory_.path(),
                              .corpus = directory_.path()});
    EXPECT_TRUE(results) << to_string(results.error());
    std::vector<std::string> out;
    if (results)
      for (const auto& line : results->stale) out.push_back(line.cases);
    return out;
  }
  const trace::TemporaryDirectory directory_;
};

TEST_F(OneCase, ALineThatNamesNoConversationIsStaleInAWholeRun) {
  EXPECT_EQ(stale({id}), std::vector<std::string>{});
  EXPECT_EQ(stale({id, "tls13/finished/verify_data-bit_fliped", "tls12/*"}),
            (std::vector<std::string>{"tls13/finished/verify_data-bit_fliped", "tls12/*"}));
}

TEST_F(OneCase, InAChosenPartItMayNameTheRest) { EXPECT_EQ(stale({id, "tls12/*"}, {id}), std::vector<std::string>{}); }

}  // namespace
}  // namespace shakedown::conformance
