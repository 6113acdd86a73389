// Who tests the tester: with each fault of the reference endpoint switched on, the cases that are about it fail, and no
// others.
#include <gmock/gmock.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>

#include "tests/conformance/faults_table.h"
#include "tests/conformance/suite_run.h"

namespace shakedown::conformance {
namespace {

using reference::FaultRow;
using reference::Roles;
using registry::Role;

const FaultRow& row_of(const FaultNotice& notice) {
  return *std::ranges::find(reference::faults(), notice.fault, &FaultRow::fault);
}

bool any_matches(const Globs& globs, const std::string& id) {
  return std::ranges::any_of(globs, [&](auto glob) { return suite::glob_matches(glob, id); });
}

bool failed(const suite::Record& record) {
  return record.verdict.kind != check::Kind::pass && record.verdict.kind != check::Kind::blocked;
}

// Every cell of the cases that are about the fault, and some of all others. A hang costs all the time that it is given,
// so of a fault that causes them no other cases run.
Result<suite::Results> run_with(const FaultNotice& notice) {
  Wanted wanted{.target = "reference",
                .options = {{"fault", std::string(row_of(notice).name)}},
                .cpu = std::chrono::milliseconds(notice.worst == "hang" ? 500 : 5000),
                .most_cells = 2,
                .whole = {notice.cases.begin(), notice.cases.end()}};
  if (notice.worst == "hang") wanted.filters = wanted.whole;
  return run(wanted);
}

// What a run showed: whether each case that ran failed, in which roles of the target, and the worst verdict.
struct Shown {
  std::map<std::string, bool> cases;
  std::set<Role> tls12, tls13;
  check::Verdict worst;

  explicit Shown(const suite::Results& results) {
    for (const auto& record : results.records) {
      const auto& verdict = record.verdict;
      cases[record.item.id] = failed(record) || cases[record.item.id];
      if (!failed(record)) continue;
      (record.item.id.find("tls12") != std::string::npos ? tls12 : tls13).insert(other(record.item.peer));
      if (rank(verdict.kind, verdict.severity) > rank(worst.kind, worst.severity)) worst = verdict;
    }
  }

  // Of the cases that a glob matches.
  std::vector<std::string> with(const Globs& globs, bool failing) const {
    std::vector<std::string> out;
    for (const auto& [id, fails] : cases)
      if (fails == failing && any_matches(globs, id)) out.push_back(id);
    return out;
  }
};

std::set<Role> roles(Roles which) {
  std::set<Role> out;
  if (which == Roles::server || which == Roles::both) out.insert(Role::server);
  if (which == Roles::client || which == Roles::both) out.insert(Role::client);
  return out;
}

TEST(FaultTable, HasARowForEveryFaultInTheirOrder) {
  std::vector<reference::Fault> all, told;
  for (const auto& row : reference::faults()) all.push_back(row.fault);
  for (const auto& notice : fault_notices()) told.push_back(notice.fault);
  EXPECT_EQ(told, all);
}

class Faults : public testing::TestWithParam<FaultNotice> {
 protected:
  // A fault that AddressSanitizer ends is met in many conversations, and to name the places of each takes seconds.
  static void SetUpTestSuite() { ::setenv("ASAN_OPTIONS", "symbolize=0", 0); }
};

TEST_P(Faults, FailTheCasesThatAreAboutThemAndNoOthers) {
  const auto& notice = GetParam();
  const auto results = run_with(notice);
  ASSERT_TRUE(results) << to_string(results.error());
  const Shown shown(*results);

  for (const auto glob : notice.cases) EXPECT_FALSE(shown.with({glob}, true).empty()) << glob << " notices nothing";
  EXPECT_THAT(shown.with(notice.cases, false), testing::IsEmpty()) << "do not notice";
  for (const auto& id : shown.with({"*"}, true))
    EXPECT_TRUE(any_matches(notice.cases, id) || any_matches(notice.others, id)) << id << " fails for no reason";

  EXPECT_EQ(suite::verdict_name(shown.worst.kind, shown.worst.severity), notice.worst) << shown.worst.reason;
  EXPECT_EQ(shown.tls12, roles(row_of(notice).tls12)) << "roles in TLS 1.2";
  EXPECT_EQ(shown.tls13, roles(row_of(notice).tls13)) << "roles in TLS 1.3";
}
INSTANTIATE_TEST_SUITE_P(Reference, Faults, testing::ValuesIn(fault_notices()),
                         [](const auto& i) { return std::string(row_of(i.param).name); });

}  // namespace
}  // namespace shakedown::conformance
