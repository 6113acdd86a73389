// The whole suite against the reference endpoint, which has no excuse, and against real libraries, whose excuses are
// written down, each for one version.
#include <filesystem>

#include "tests/conformance/suite_run.h"

namespace shakedown::conformance {
namespace {

constexpr const char* expectations = SHAKEDOWN_SOURCE_DIR "/corpus/expectations";

std::size_t count(const suite::Results& results, check::Kind kind) {
  return suite::totals(results.records)[static_cast<std::size_t>(kind)];
}

// Why the suite says nothing about this target here; empty: it does.
std::string obstacle(const std::string& target) {
  const auto opened = target::open_target(target_spec(target));
  if (!opened) return to_string(opened.error());
  const auto path = suite::expectations_path(expectations, target, (*opened)->info().version);
  if (std::filesystem::exists(path)) return {};
  return "nobody has looked into this version of " + target + " yet: there is no " + path;
}

TEST(Suite, EveryCasePassesOnTheReferenceEndpointExactAlertsIncluded) {
  const auto results = run({.target = "reference"});
  ASSERT_TRUE(results) << to_string(results.error());
  EXPECT_EQ(unexpected(*results), "");
  EXPECT_EQ(count(*results, check::Kind::not_applicable), 0U);
  EXPECT_EQ(count(*results, check::Kind::pass), results->records.size());
}

class Known : public testing::TestWithParam<const char*> {};

TEST_P(Known, NothingElseIsWrongAndNothingIsStale) {
  if (const auto reason = obstacle(GetParam()); !reason.empty()) {
    ASSERT_EQ(std::getenv("CI"), nullptr) << reason;
    GTEST_SKIP() << "NOT TESTED: " << reason;
  }
  const auto results = run({.target = GetParam(), .expectations = expectations});
  ASSERT_TRUE(results) << to_string(results.error());
  EXPECT_EQ(unexpected(*results), "");
  for (const auto& line : results->stale) ADD_FAILURE() << to_string(line.place) << ": stale: " << line.cases;
  EXPECT_EQ(count(*results, check::Kind::error), 0U);
  EXPECT_EQ(count(*results, check::Kind::blocked), 0U);
  EXPECT_GT(count(*results, check::Kind::pass), results->records.size() / 2);
}
INSTANTIATE_TEST_SUITE_P(Suite, Known, testing::Values("wolfssl", "openssl", "gnutls"),
                         [](const auto& i) { return std::string(i.param); });

}  // namespace
}  // namespace shakedown::conformance
