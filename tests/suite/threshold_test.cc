// What counts, and the exit code that follows.
#include <gtest/gtest.h>

#include "harness/suite/suite.h"

namespace shakedown::suite {
namespace {

// From least to worst, each with the verdict that it names.
struct Row {
  const char* name;
  Kind kind;
  Severity severity;
};
constexpr Row rows[] = {
    {"warn", Kind::warn, Severity::none},         {"alert", Kind::fail, Severity::alert},
    {"protocol", Kind::fail, Severity::protocol}, {"security", Kind::fail, Severity::security},
    {"hang", Kind::hang, Severity::none},         {"crash", Kind::crash, Severity::none},
    {"error", Kind::error, Severity::none},
};

Results results_of(Verdict verdict, std::optional<std::string> excuse = {}) {
  Results out;
  out.records.push_back({.item = {}, .verdict = std::move(verdict), .excuse = std::move(excuse)});
  return out;
}

TEST(Threshold, CountsWhatIsAtLeastAsBad) {
  for (std::size_t t = 0; t < std::size(rows); ++t) {
    const auto threshold = parse_threshold(rows[t].name);
    ASSERT_TRUE(threshold) << rows[t].name;
    for (std::size_t v = 0; v < std::size(rows); ++v)
      EXPECT_EQ(exit_code(results_of({.kind = rows[v].kind, .severity = rows[v].severity}), *threshold), v >= t ? 1 : 0)
          << rows[t].name << ", " << rows[v].name;
  }
}

TEST(Threshold, NeverCountsWhatIsGreenOrNotApplicable) {
  for (const auto& row : rows) {
    EXPECT_EQ(exit_code(results_of({.kind = Kind::pass}), *parse_threshold(row.name)), 0) << row.name;
    EXPECT_EQ(exit_code(results_of({.kind = Kind::not_applicable}), *parse_threshold(row.name)), 0) << row.name;
  }
}

TEST(Threshold, BlockedRanksWithProtocol) {
  EXPECT_EQ(exit_code(results_of({.kind = Kind::blocked}), *parse_threshold("protocol")), 1);
  EXPECT_EQ(exit_code(results_of({.kind = Kind::blocked}), *parse_threshold("security")), 0);
}

TEST(Threshold, DoesNotCountWhatIsExcused) {
  EXPECT_EQ(exit_code(results_of({.kind = Kind::crash}, "it is known"), *parse_threshold("warn")), 0);
}

TEST(Threshold, AStaleExpectationCountsWhateverItIs) {
  auto results = results_of({.kind = Kind::pass});
  results.stale.push_back({.cases = "*", .kind = Kind::warn});
  EXPECT_EQ(exit_code(results, *parse_threshold("error")), 1);
}

TEST(Threshold, UnknownIsToldWithANearMiss) {
  const auto unknown = parse_threshold("securty");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().cause, Cause::usage);
  EXPECT_EQ(unknown.error().expected, "'security'");
}

TEST(ExitCode, OfAnErrorTellsWhoseFaultItIs) {
  EXPECT_EQ(exit_code(Error{.cause = Cause::target}), 3);
  for (const auto cause : {Cause::usage, Cause::input, Cause::unsupported, Cause::system, Cause::internal})
    EXPECT_EQ(exit_code(Error{.cause = cause}), 2);
}

TEST(Totals, HaveOneNumberForEachVerdict) {
  std::vector<Record> records;
  for (std::size_t kind = 0; kind < check::kind_count; ++kind)
    for (std::size_t i = 0; i <= kind; ++i)
      records.push_back({.item = {}, .verdict = {.kind = static_cast<Kind>(kind)}, .excuse = {}});
  const auto numbers = totals(records);
  for (std::size_t kind = 0; kind < check::kind_count; ++kind) EXPECT_EQ(numbers[kind], kind + 1);
}

}  // namespace
}  // namespace shakedown::suite
