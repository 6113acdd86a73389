// docs/json-report.md names every member of a report, and no other.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "harness/report/json.h"
#include "tests/report/results.h"
#include "tests/trace/temporary.h"

namespace shakedown::report {
namespace {

using Json = nlohmann::ordered_json;
using Names = std::set<std::string>;

// Every key, at any depth. Below `open`, keys are data.
void add_keys(const Json& value, Names& to) {
  static const Names open{"matrix", "conversations_us", "totals"};
  if (value.is_array())
    for (const auto& item : value) add_keys(item, to);
  if (!value.is_object()) return;
  for (const auto& [key, inner] : value.items()) {
    to.insert(key);
    if (open.count(key) == 0) add_keys(inner, to);
  }
}

// A report in which no list is empty.
Names keys_of_a_report() {
  auto results = results_of_every_verdict();
  results.records.front().verdict.invariants = {{.name = "n", .detail = "d", .clause = {.rfc = "8446"}}};
  results.stale = {{.cases = "*", .kind = suite::Kind::warn}};
  Names out;
  add_keys(Json::parse(to_json(results, {})), out);
  return out;
}

std::string document() { return trace::contents(SHAKEDOWN_SOURCE_DIR "/docs/json-report.md"); }

// The first cells of all tables: | `name` | …
Names documented() {
  Names out;
  std::istringstream lines(document());
  for (std::string line; std::getline(lines, line);)
    if (line.starts_with("| `")) out.insert(line.substr(3, line.find('`', 3) - 3));
  return out;
}

TEST(JsonDocument, NamesEveryMember) {
  auto expected = keys_of_a_report();
  // The target's own two are named in its row.
  for (const char* name : {"name", "version"}) {
    EXPECT_THAT(document(), testing::HasSubstr("its `" + std::string(name) + "`"));
    expected.erase(name);
  }
  auto found = documented();
  EXPECT_EQ(found.erase("name"), 1U) << "of an invariant";
  EXPECT_EQ(found, expected);
}

TEST(JsonDocument, NamesEveryVerdict) {
  for (std::size_t kind = 0; kind < check::kind_count; ++kind)
    EXPECT_THAT(document(),
                testing::HasSubstr("`" + std::string(check::name_of(static_cast<suite::Kind>(kind))) + "`"));
}

}  // namespace
}  // namespace shakedown::report
