// What is known of a target: the file's lines, their places, and what they excuse.
#include "harness/suite/expectations.h"

#include <gtest/gtest.h>

namespace shakedown::suite {
namespace {

using check::Kind;
using check::Severity;

constexpr const char* good =
    "- { case: tls13/finished/*, verdict: fail/alert, reason: another alert, clause: 8446 §6.2 }\n"
    "- case: tls12/finished/twice\n"
    "  cell: \"*SHA384*\"\n"
    "  verdict: warn\n"
    "  reason: no alert\n"
    "  clause: 8446 §6.2\n";

TEST(Expectations, AreReadWithTheirPlaces) {
  const auto lines = parse_expectations(good, "x.yaml");
  ASSERT_TRUE(lines) << to_string(lines.error());
  ASSERT_EQ(lines->size(), 2U);
  const auto& [first, second] = std::pair((*lines)[0], (*lines)[1]);
  EXPECT_EQ(first.cases, "tls13/finished/*");
  EXPECT_EQ(first.kind, Kind::fail);
  EXPECT_EQ(first.severity, Severity::alert);
  EXPECT_EQ(first.reason, "another alert");
  EXPECT_EQ(first.clause, "8446 §6.2");
  EXPECT_EQ(first.place, (Place{"x.yaml", 1, 3}));
  EXPECT_EQ(second.cell, "*SHA384*");
  EXPECT_EQ(second.kind, Kind::warn);
  EXPECT_EQ(second.place.line, 2U);
}

TEST(Expectations, MayBeNone) {
  for (const char* text : {"", "# nothing is known\n", "[]\n"}) {
    const auto lines = parse_expectations(text, "x.yaml");
    ASSERT_TRUE(lines) << text;
    EXPECT_TRUE(lines->empty()) << text;
  }
}

struct Wrong {
  const char* text;
  Place place;
  const char* says;  // in what was wrong or expected
};

class WrongExpectations : public testing::TestWithParam<Wrong> {};

TEST_P(WrongExpectations, AreToldWithTheirPlace) {
  const auto lines = parse_expectations(GetParam().text, "x.yaml");
  ASSERT_FALSE(lines);
  EXPECT_EQ(lines.error().cause, Cause::input);
  EXPECT_EQ(lines.error().place, GetParam().place);
  EXPECT_NE(to_string(lines.error()).find(GetParam().says), std::string::npos) << to_string(lines.error());
}

INSTANTIATE_TEST_SUITE_P(
    Examples, WrongExpectations,
    testing::Values(
        Wrong{"case: x\n", {"x.yaml", 1, 1}, "list"}, Wrong{"- x\n", {"x.yaml", 1, 3}, "not an expectation"},
        Wrong{"- { case: x, verdict: warn, reason: r }\n", {"x.yaml", 1, 3}, "without 'clause'"},
        Wrong{"- { case: x, verdict: warn, clause: 8446 §4 }\n", {"x.yaml", 1, 3}, "without 'reason'"},
        Wrong{"- { case: x, verdict: warm, reason: r, clause: c }\n", {"x.yaml", 1, 23}, "'warn'"},
        Wrong{"- { case: x, verdict: fail, reason: r, clause: c }\n", {"x.yaml", 1, 23}, "fail/alert"},
        Wrong{"- { case: x, verdict: blocked, reason: r, clause: c }\n", {"x.yaml", 1, 23}, "not a verdict"},
        Wrong{"- { case: x, verdict: error, reason: r, clause: c }\n", {"x.yaml", 1, 23}, "not a verdict"},
        Wrong{"- { caes: x, verdict: warn, reason: r, clause: c }\n", {"x.yaml", 1, 5}, "'case'"},
        Wrong{"- { case: [x], verdict: warn, reason: r, clause: c }\n", {"x.yaml", 1, 11}, "'case' is a text"},
        Wrong{"- { case: x, verdict: warn, reason: '', clause: c }\n", {"x.yaml", 1, 37}, "'reason' is a text"}));

Deviation line(const std::string& cases, const std::string& cell) {
  return {.cases = cases, .cell = cell, .kind = Kind::fail, .severity = Severity::alert};
}

TEST(Deviation, NamesCasesByGlobAndCellsByWhatStandsInTheBrackets) {
  EXPECT_TRUE(line("a/*", "").names("a/b", "a/b[x=1]"));
  EXPECT_FALSE(line("a/?", "").names("a/bc", "a/bc[x=1]"));
  EXPECT_TRUE(line("a/b", "x=1").names("a/b", "a/b[x=1]"));
  EXPECT_TRUE(line("a/b", "*y=2").names("a/b", "a/b[x=1,y=2]"));
  EXPECT_FALSE(line("a/b", "y=2").names("a/b", "a/b[x=1,y=2]"));
  EXPECT_FALSE(line("a/b", "*").names("a/b", "a/b")) << "there is no cell";
  EXPECT_FALSE(line("a", "").names("a/b", "a/b"));
}

TEST(Deviation, ExcusesJustItsVerdict) {
  const auto alert = line("*", "");
  EXPECT_TRUE(alert.excuses({.kind = Kind::fail, .severity = Severity::alert}));
  EXPECT_FALSE(alert.excuses({.kind = Kind::fail, .severity = Severity::protocol}));
  EXPECT_FALSE(alert.excuses({.kind = Kind::warn}));
  EXPECT_FALSE(alert.excuses({.kind = Kind::pass}));
}

TEST(VerdictName, IsReadBack) {
  for (const char* name : {"warn", "fail/alert", "fail/protocol", "fail/security", "crash", "hang"}) {
    const auto parsed = parse_verdict(name);
    ASSERT_TRUE(parsed) << name;
    EXPECT_EQ(verdict_name(parsed->first, parsed->second), name);
  }
  EXPECT_FALSE(parse_verdict("pass"));
}

TEST(ExpectationsPath, FitsIntoAFileName) {
  EXPECT_EQ(expectations_path("d", "openssl", "3.0.19"), "d/openssl@3.0.19.yaml");
  EXPECT_EQ(expectations_path("d", "client of ::1:4433", "a/../b"), "d/client_of___1_4433@a_.._b.yaml");
}

}  // namespace
}  // namespace shakedown::suite
