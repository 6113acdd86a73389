// The whole suite against the reference endpoint, which has no excuse, and against wolfSSL, whose excuses are written
// down.
#include "tests/conformance/suite_run.h"

namespace shakedown::conformance {
namespace {

std::size_t count(const suite::Results& results, check::Kind kind) {
  return suite::totals(results.records)[static_cast<std::size_t>(kind)];
}

TEST(Suite, EveryCasePassesOnTheReferenceEndpointExactAlertsIncluded) {
  const auto results = run({.target = "reference"});
  ASSERT_TRUE(results) << to_string(results.error());
  EXPECT_EQ(unexpected(*results), "");
  EXPECT_EQ(count(*results, check::Kind::not_applicable), 0U);
  EXPECT_EQ(count(*results, check::Kind::pass), results->records.size());
}

TEST(Suite, WhatWolfsslDoesWrongIsKnownAndNothingIsStale) {
  const auto results = run({.target = "wolfssl", .expectations = SHAKEDOWN_SOURCE_DIR "/corpus/expectations"});
  ASSERT_TRUE(results) << to_string(results.error());
  EXPECT_EQ(unexpected(*results), "");
  EXPECT_TRUE(results->stale.empty()) << results->stale.front().cases;
  EXPECT_EQ(count(*results, check::Kind::error), 0U);
  EXPECT_EQ(count(*results, check::Kind::blocked), 0U);
}

}  // namespace
}  // namespace shakedown::conformance
