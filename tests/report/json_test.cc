#include "harness/report/json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/report/results.h"

namespace shakedown::report {
namespace {

using Json = nlohmann::ordered_json;
using testing::HasSubstr;

Json json_of(const suite::Results& results, suite::Threshold threshold = {}) {
  return Json::parse(to_json(results, threshold));
}

TEST(Json, HasOneNumberForEachVerdictEvenIfItIsZero) {
  const auto none = json_of({});
  const auto every = json_of(results_of_every_verdict());
  for (std::size_t kind = 0; kind < check::kind_count; ++kind) {
    const std::string name(check::name_of(static_cast<suite::Kind>(kind)));
    EXPECT_EQ(none["totals"][name], 0) << name;
    EXPECT_EQ(every["totals"][name], name == "fail" ? 3 : 1) << name;
  }
  EXPECT_EQ(every["totals"].size(), check::kind_count);
}

TEST(Json, HasEachConversationInOrder) {
  const auto results = results_of_every_verdict();
  const auto json = json_of(results);
  ASSERT_EQ(json["conversations"].size(), results.records.size());
  for (std::size_t i = 0; i < results.records.size(); ++i) {
    const auto& c = json["conversations"][i];
    EXPECT_EQ(c["id"], results.records[i].item.id);
    EXPECT_EQ(c["verdict"], check::name_of(results.records[i].verdict.kind));
    EXPECT_EQ(c["severity"], check::name_of(results.records[i].verdict.severity));
    EXPECT_EQ(c["matrix"], (Json{{"suite", "A"}, {"bit", "0"}}));
    EXPECT_EQ(c["target_role"], "server");
    EXPECT_EQ(c["clauses"], (Json{"8446 §4.4.4 (why)", "8446 §6.2"}));
  }
}

TEST(Json, CountsByTheThreshold) {
  const auto results = results_of_every_verdict();
  const auto counted = [&](suite::Threshold threshold) {
    std::size_t out = 0;
    const auto json = json_of(results, threshold);
    for (const auto& c : json["conversations"]) out += c["counts"] == true;
    EXPECT_EQ(json["exit_code"], out > 0 ? 1 : 0);
    return out;
  };
  EXPECT_EQ(counted({suite::Kind::warn, suite::Severity::none}), 8U);
  EXPECT_EQ(counted({}), 6U);
  EXPECT_EQ(counted({suite::Kind::error, suite::Severity::none}), 1U);
}

TEST(Json, HasExcusesInvariantsAndStaleLines) {
  suite::Results results;
  results.records = {record_of(suite::Kind::fail, suite::Severity::alert), record_of(suite::Kind::pass)};
  results.records[0].excuse = "it is known";
  results.records[0].verdict.invariants = {
      {.name = "finished", .detail = "other", .clause = {.rfc = "8446", .section = "4.4.4"}}};
  results.stale = {{.cases = "a/*", .cell = "*x*", .kind = suite::Kind::warn, .reason = "r", .place = {"f", 4, 3}}};
  const auto json = json_of(results);
  EXPECT_EQ(json["conversations"][0]["excuse"], "it is known");
  EXPECT_EQ(json["conversations"][1]["excuse"], nullptr);
  EXPECT_EQ(json["conversations"][0]["invariants"],
            (Json::array(
                {{{"name", "finished"}, {"detail", "other"}, {"clause", "8446 §4.4.4"}, {"severity", "protocol"}}})));
  EXPECT_EQ(json["stale_expectations"],
            (Json::array({{{"line", 4}, {"case", "a/*"}, {"cell", "*x*"}, {"verdict", "warn"}, {"reason", "r"}}})));
}

TEST(Json, KeepsWhatDiffersFromRunToRunInOneMember) {
  auto results = results_of_every_verdict();
  auto slower = results;
  for (auto& r : slower.records) r.elapsed_us *= 3;
  slower.elapsed_us *= 3;
  auto a = json_of(results), b = json_of(slower);
  EXPECT_NE(a, b);
  EXPECT_EQ(a.erase("times"), 1U);
  EXPECT_EQ(b.erase("times"), 1U);
  EXPECT_EQ(a, b);
}

TEST(Json, IsWellFormedWhateverALibrarySays) {
  suite::Results results;
  results.target.version = awkward;
  results.records = {record_of(suite::Kind::fail, suite::Severity::alert)};
  results.records[0].verdict.reason = awkward;
  const auto json = json_of(results);
  EXPECT_THAT(json["conversations"][0]["reason"].get<std::string>(), HasSubstr("<a href='x'>&\"]]>\x01\x1b[31m"));
  EXPECT_THAT(json["conversations"][0]["reason"].get<std::string>(), HasSubstr(" §\n"));
}

}  // namespace
}  // namespace shakedown::report
