#include "harness/report/summary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/report/text.h"
#include "tests/report/results.h"

namespace shakedown::report {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;

TEST(Summary, CountsEveryVerdictAlways) {
  EXPECT_EQ(counts_line({}),
            "pass 0, warn 0, fail 0 (security 0, protocol 0, alert 0), crash 0, hang 0, not_applicable 0, blocked 0, "
            "error 0");
  EXPECT_EQ(counts_line(results_of_every_verdict().records),
            "pass 1, warn 1, fail 3 (security 1, protocol 1, alert 1), crash 1, hang 1, not_applicable 1, blocked 1, "
            "error 1");
}

TEST(Summary, HasARowForEachArea) {
  const auto text = summary(results_of_every_verdict(), {.threshold = {}, .target = "toy"});
  EXPECT_THAT(text, ContainsRegex("pass +warn +fail +crash +hang +n/a +blocked +error\n"));
  EXPECT_THAT(text, ContainsRegex("tls13/area_fail +0 +0 +3 +0 +0 +0 +0 +0\n"));
  EXPECT_THAT(text, ContainsRegex("tls13/area_error +0 +0 +0 +0 +0 +0 +0 +1\n"));
  EXPECT_THAT(text, ContainsRegex("total +1 +1 +3 +1 +1 +1 +1 +1\n"));
}

TEST(Summary, TellsTheWorstFirst) {
  const auto text = summary(results_of_every_verdict(), {.threshold = {}, .target = "toy"});
  std::size_t last = 0;
  for (const std::string verdict :
       {"error", "crash", "hang", "fail/security", "fail/protocol", "blocked", "fail/alert", "warn"}) {
    const auto at = text.find("[suite=A,bit=0]: " + verdict);
    ASSERT_NE(at, std::string::npos) << verdict;
    EXPECT_GT(at, last) << verdict;
    last = at;
  }
  EXPECT_EQ(text.find("]: pass"), std::string::npos);
}

TEST(Summary, HasClauseAndCommandForEachFailure) {
  auto record = record_of(suite::Kind::fail, suite::Severity::security);
  record.verdict.invariants = {{.name = "finished", .detail = "other", .clause = {.rfc = "8446", .section = "4.4.4"}}};
  EXPECT_EQ(describe(record, "toy", 1),
            "  tls13/area_fail/case[suite=A,bit=0]: fail/security: it did so (expected alert decrypt_error, seen the "
            "end) [RFC 8446 §4.4.4, 8446 §6.2]\n"
            "      broken: finished: other [RFC 8446 §4.4.4]\n"
            "      $ shakedown check toy 'tls13/area_fail/case[suite=A,bit=0]'\n");
}

TEST(Summary, TellsWhatIsKnownAndWhatIsStale) {
  suite::Results results;
  results.records = {record_of(suite::Kind::crash), record_of(suite::Kind::crash)};
  for (auto& r : results.records) r.excuse = "it is known";
  results.expectations = "toy@1.yaml";
  results.stale = {{.cases = "a/*", .kind = suite::Kind::warn, .place = {"f", 4, 3}}};
  const auto text = summary(results, {.threshold = {}, .target = "toy"});
  EXPECT_THAT(text, HasSubstr("2 × crash: it is known")) << "each reason once";
  EXPECT_THAT(text, HasSubstr("stale expectation toy@1.yaml:4: no conversation of a/* ends with warn any more"));
  EXPECT_THAT(text, HasSubstr("known deviations 2, unexpected from fail/protocol on 0, below that 0, stale "
                              "expectations 1"));
  EXPECT_EQ(text.find("not expected"), std::string::npos);
}

TEST(Reproduce, IsSafeForAShell) {
  auto record = record_of(suite::Kind::fail);
  EXPECT_EQ(shell_word("tls13/x"), "tls13/x");
  EXPECT_EQ(shell_word(""), "''");
  EXPECT_EQ(shell_word("it's $HOME"), "'it'\\''s $HOME'");
  record.item.full_id = "x[a=`y`]";
  EXPECT_EQ(reproduce(record, "toy", 1), "shakedown check toy 'x[a=`y`]'");
  EXPECT_EQ(reproduce(record, "toy", 5), "shakedown check toy 'x[a=`y`]' --seed 5");
}

TEST(Area, IsTheFolder) {
  EXPECT_EQ(area_of(record_of(suite::Kind::pass)), "tls13/area_pass");
  suite::Record control;
  control.item.id = "control/tls13.full";
  EXPECT_EQ(area_of(control), "control");
}

}  // namespace
}  // namespace shakedown::report
