// Which conversations there will be: filters, roles, controls.
#include "harness/suite/plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "tests/trace/temporary.h"

namespace shakedown::suite {
namespace {

using registry::Role;
using testing::HasSubstr;

constexpr const char* client_case =
    "about: x\nrfc: [\"8446 §4\"]\npeer: client\nmatrix: { cipher_suite: [TLS_AES_128_GCM_SHA256, "
    "TLS_AES_256_GCM_SHA384] }\nflow: tls13.full\nexpect: completes\n";
constexpr const char* server_case = "about: x\nrfc: [\"8446 §4\"]\npeer: server\nflow: tls13.full\nexpect: completes\n";

// A corpus of three cases.
class Planning : public testing::Test {
 protected:
  void SetUp() override {
    write("tls13/one/first", client_case);
    write("tls13/one/first_too", client_case);
    write("tls13/two/second", server_case);
  }
  void write(const std::string& id, const std::string& text) const {
    const std::filesystem::path path = directory_.file("conformance/" + id + ".yaml");
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << text;
  }
  Result<Plan> plan(std::vector<std::string> filters = {}, std::optional<Role> role = {}) const {
    return make_plan({.corpus = directory_.path(), .filters = std::move(filters), .role = role});
  }
  // Full ids of the chosen cases.
  std::vector<std::string> chosen(std::vector<std::string> filters, std::optional<Role> role = {}) const {
    const auto made = plan(std::move(filters), role);
    std::vector<std::string> out;
    if (made)
      for (const auto& item : made->cases) out.push_back(item.full_id);
    return out;
  }

  const trace::TemporaryDirectory directory_;
  const std::string first_ = "tls13/one/first[cipher_suite=TLS_AES_128_GCM_SHA256]";
  const std::string first_384_ = "tls13/one/first[cipher_suite=TLS_AES_256_GCM_SHA384]";
  const std::string too_ = "tls13/one/first_too[cipher_suite=TLS_AES_128_GCM_SHA256]";
  const std::string too_384_ = "tls13/one/first_too[cipher_suite=TLS_AES_256_GCM_SHA384]";
  const std::string second_ = "tls13/two/second";
};

TEST_F(Planning, TakesEveryCellOfEveryCase) {
  EXPECT_THAT(chosen({}), testing::ElementsAre(first_, first_384_, too_, too_384_, second_));
}

TEST_F(Planning, ChoosesByPartGlobIdAndCell) {
  using testing::ElementsAre;
  EXPECT_THAT(chosen({"one"}), ElementsAre(first_, first_384_, too_, too_384_));
  EXPECT_THAT(chosen({"first"}), ElementsAre(first_, first_384_, too_, too_384_));
  EXPECT_THAT(chosen({"tls13/one/first"}), ElementsAre(first_, first_384_)) << "exactly an id means only that one";
  EXPECT_THAT(chosen({first_384_}), ElementsAre(first_384_));
  EXPECT_THAT(chosen({"*/first[*384]"}), ElementsAre(first_384_));
  EXPECT_THAT(chosen({"cipher_suite=TLS_AES_256"}), ElementsAre(first_384_, too_384_));
  EXPECT_THAT(chosen({"tls13/t?o/second", first_}), ElementsAre(first_, second_)) << "one of several will do";
}

TEST_F(Planning, ChoosesByRoleOfTheTarget) {
  EXPECT_THAT(chosen({}, Role::client), testing::ElementsAre(second_));
  EXPECT_EQ(chosen({}, Role::server).size(), 4U);
}

TEST_F(Planning, SaysWhatIsNearToAFilterThatChoosesNothing) {
  for (const auto& [filter, near] : {std::pair("tls13/one/frist", "'tls13/one/first'"), {"tls13/ome", "'tls13/one'"}}) {
    const auto none = plan({filter});
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().cause, Cause::usage);
    EXPECT_EQ(none.error().expected, near);
  }
}

TEST_F(Planning, MakesEachControlOnce) {
  const auto made = plan();
  ASSERT_TRUE(made);
  std::set<std::string> ids;
  for (const auto& control : made->controls) {
    ids.insert(control.full_id);
    EXPECT_EQ(control.id, "control/tls13.full");
    EXPECT_TRUE(control.job.control);
    EXPECT_FALSE(control.clauses.empty());
  }
  EXPECT_EQ(ids.size(), 3U) << "two suites as client, one set-up as server";
  EXPECT_EQ(made->controls.size(), ids.size());
  for (const auto& item : made->cases) {
    ASSERT_TRUE(item.control);
    EXPECT_EQ(made->controls[*item.control].peer, item.peer);
  }
  EXPECT_EQ(made->cases[0].control, made->cases[2].control) << "equal parameters, one control";
  EXPECT_NE(made->cases[0].control, made->cases[1].control);
}

TEST_F(Planning, ControlsAreChosenByTheirOwnNamesOnly) {
  const auto made = plan({"control/tls13.full"});
  ASSERT_TRUE(made);
  EXPECT_TRUE(made->cases.empty());
  EXPECT_EQ(made->controls.size(), 3U);
}

TEST_F(Planning, TellsABrokenCaseWithItsPlaceUnlessItIsNotChosen) {
  write("tls13/two/broken", "about: x\nrfc: [\"8446 §4\"]\npeer: client\nflow: tls13.ful\nexpect: completes\n");
  const auto all = plan();
  ASSERT_FALSE(all);
  EXPECT_EQ(all.error().cause, Cause::input);
  EXPECT_THAT(to_string(all.error()), HasSubstr("broken.yaml:4:7"));
  EXPECT_TRUE(plan({"tls13/one"}));
}

TEST_F(Planning, LeavesOutWhatIsNoCase) {
  write("uncovered/8446", "- nothing\n");
  EXPECT_EQ(chosen({}).size(), 5U);
}

TEST(Plan, OfACorpusThatIsNotThereIsAnError) {
  const trace::TemporaryDirectory empty;
  for (const auto& corpus : {std::string("/nowhere/at/all"), empty.path()}) {
    const auto none = make_plan({.corpus = corpus, .filters = {}, .role = {}});
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().cause, Cause::input);
    EXPECT_THAT(to_string(none.error()), HasSubstr(corpus));
  }
}

TEST_F(Planning, OfOneFileKeepsToTheRole) {
  const auto path = directory_.file("conformance/tls13/two/second.yaml");
  EXPECT_TRUE(plan_of_file(path, directory_.path(), Role::client));
  const auto other = plan_of_file(path, directory_.path(), Role::server);
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().cause, Cause::usage);
}

TEST(CaseId, IsThePathBelowConformance) {
  EXPECT_EQ(case_id("/a/conformance/tls13/x/y.yaml"), "tls13/x/y");
  EXPECT_EQ(case_id("/a/conformance/b/conformance/y.yaml"), "y");
  EXPECT_EQ(case_id("/a/b/y.yaml"), "y");
}

TEST(Glob, MatchesRunsAndSingleCharacters) {
  EXPECT_TRUE(glob_matches("a*c", "abbbc"));
  EXPECT_TRUE(glob_matches("*", ""));
  EXPECT_TRUE(glob_matches("a?c*", "abc"));
  EXPECT_TRUE(glob_matches("*b*b", "abcb"));
  EXPECT_TRUE(glob_matches("[x]", "[x]")) << "brackets are themselves: they hold cells";
  EXPECT_FALSE(glob_matches("a?c", "ac"));
  EXPECT_FALSE(glob_matches("a*c", "abcd"));
  EXPECT_FALSE(glob_matches("", "a"));
}

}  // namespace
}  // namespace shakedown::suite
