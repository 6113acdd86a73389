// Whole runs against the reference endpoint: what is excused, what is stale, what is blocked, in which order it is
// told.
#include <gmock/gmock.h>

#include "tests/conformance/suite_run.h"
#include "tests/trace/temporary.h"

namespace shakedown::suite {
namespace {

using conformance::run;
using testing::HasSubstr;

constexpr const char* flipped = "tls13/finished/verify_data-bit_flipped";

// Expectations of the reference endpoint.
class Known : public testing::Test {
 protected:
  // Runs two cases with a fault and these lines; the fault makes one of the cases fail/security.
  Result<Results> known(const std::string& lines) const {
    std::ofstream(directory_.file("reference@1.yaml")) << lines;
    return run({.target = "reference",
                .filters = {flipped, "tls13/finished/verify_data-empty"},
                .options = {{"fault", "skips_finished_check"}},
                .expectations = directory_.path()});
  }
  static std::size_t excused(const Results& results) {
    return static_cast<std::size_t>(
        std::ranges::count_if(results.records, [](const Record& r) { return r.excuse.has_value(); }));
  }
  static std::size_t failed(const Results& results) {
    return totals(results.records)[static_cast<std::size_t>(Kind::fail)];
  }
  static std::string line(const std::string& cases, const std::string& verdict, const std::string& more = "") {
    return "- { case: " + cases + ", verdict: " + verdict + ", reason: because, clause: 8446 §4.4.4" + more + " }\n";
  }
  const trace::TemporaryDirectory directory_;
  const Threshold least_{Kind::warn, Severity::none};
};

TEST_F(Known, NothingIsExcusedWithoutALine) {
  const auto results = known("");
  ASSERT_TRUE(results) << to_string(results.error());
  EXPECT_GT(failed(*results), 0U);
  EXPECT_EQ(excused(*results), 0U);
  EXPECT_EQ(exit_code(*results, least_), 1);
}

TEST_F(Known, ALineExcusesItsVerdict) {
  const auto results = known(line(flipped, "fail/security"));
  ASSERT_TRUE(results) << to_string(results.error());
  EXPECT_EQ(excused(*results), failed(*results));
  EXPECT_TRUE(results->stale.empty());
  EXPECT_EQ(exit_code(*results, least_), 0);
  EXPECT_EQ(results->expectations, directory_.file("reference@1.yaml"));
}

TEST_F(Known, ALineWithAnotherVerdictExcusesNothingAndIsStale) {
  const auto results = known(line(flipped, "fail/alert"));
  ASSERT_TRUE(results) << to_string(results.error());
  EXPECT_EQ(excused(*results), 0U);
  ASSERT_EQ(results->stale.size(), 1U);
  EXPECT_EQ(results->stale.front().place.line, 1U);
}

TEST_F(Known, ALineOfACaseThatPassesIsStaleAndFailsTheRun) {
  const auto results = known(line(flipped, "fail/security") + line("tls13/finished/verify_data-empty", "warn"));
  ASSERT_TRUE(results) << to_string(results.error());
  ASSERT_EQ(results->stale.size(), 1U);
  EXPECT_EQ(results->stale.front().cases, "tls13/finished/verify_data-empty");
  EXPECT_EQ(exit_code(*results, {Kind::error, Severity::none}), 1);
}

TEST_F(Known, ALineOfACaseThatDidNotRunIsNotStale) {
  const auto results = known(line(flipped, "fail/security") + line("tls12/*", "warn"));
  ASSERT_TRUE(results) << to_string(results.error());
  EXPECT_TRUE(results->stale.empty());
}

TEST_F(Known, ACellChoosesAmongConversations) {
  const auto results = known(line(flipped, "fail/security", ", cell: \"*AES_128*\""));
  ASSERT_TRUE(results) << to_string(results.error());
  EXPECT_GT(excused(*results), 0U);
  EXPECT_LT(excused(*results), failed(*results));
  for (const auto& r : results->records) EXPECT_TRUE(!r.excuse || r.item.full_id.find("AES_128") != std::string::npos);
}

TEST_F(Known, ABrokenFileIsToldWithItsPlace) {
  const auto results = known(line(flipped, "fail/securty"));
  ASSERT_FALSE(results);
  EXPECT_EQ(results.error().cause, Cause::input);
  EXPECT_THAT(to_string(results.error()), HasSubstr("reference@1.yaml:1:"));
}

TEST(Blocked, AreTheCasesWhoseControlFails) {
  const auto results =
      run({.target = "reference", .filters = {flipped}, .options = {{"fault", "sends_wrong_finished"}}});
  ASSERT_TRUE(results) << to_string(results.error());
  for (const auto& r : results->records) {
    EXPECT_EQ(check::name_of(r.verdict.kind), r.is_control() ? "fail" : "blocked") << r.item.full_id;
    EXPECT_THAT(r.verdict.reason, HasSubstr(r.is_control() ? "declared, but it does not work" : "control/tls13.full"));
  }
}

// A run that gives conversations on.
Result<Results> told(SuiteOptions options, const Watcher& watcher) {
  const std::string corpus = SHAKEDOWN_SOURCE_DIR "/corpus";
  const auto plan = make_plan({.corpus = corpus, .filters = {"tls13/finished/verify_data"}, .role = {}});
  if (!plan) return fail(plan.error());
  options.pool.program = {SHAKEDOWN_BINARY_DIR "/shakedown", "worker"};
  options.pool.workers = 2;
  options.pool.set_up.target.name = "reference";
  options.pool.set_up.target.plugin_directories = {SHAKEDOWN_BINARY_DIR "/plugins"};
  options.pool.set_up.conversations = true;
  return run_suite(*plan, options, watcher);
}

TEST(Conversations, ComeInTheOrderOfThePlanHoweverTheyAreRun) {
  std::vector<std::string> begun, given;
  std::size_t announced = 0;
  const auto results = told({.shuffle = true}, {.on_begin = [&](const auto&, std::size_t n) { announced = n; },
                                                .on_record = [&](const Record& r) { begun.push_back(r.item.full_id); },
                                                .on_conversation =
                                                    [&](const Record& r, const peer::Conversation& c) {
                                                      given.push_back(r.item.full_id);
                                                      EXPECT_FALSE(c.connections.empty());
                                                    }});
  ASSERT_TRUE(results) << to_string(results.error());
  std::vector<std::string> planned;
  for (const auto& r : results->records) planned.push_back(r.item.full_id);
  EXPECT_EQ(announced, planned.size());
  EXPECT_EQ(given, planned);
  EXPECT_NE(begun, planned) << "they were shuffled";
  EXPECT_THAT(begun, testing::UnorderedElementsAreArray(planned));
}

}  // namespace
}  // namespace shakedown::suite
