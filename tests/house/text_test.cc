// What no file of the project says: where somebody's machine keeps things, which mirror it uses, what is left undone.
#include <gtest/gtest.h>

#include <regex>
#include <string>
#include <vector>

#include "tests/house/tree.h"

namespace shakedown::house {
namespace {

struct Rule {
  std::string what;
  std::regex pattern;
};

// One letter of each word stands in brackets: this file is read by its own test.
const std::vector<Rule>& rules() {
  static const std::vector<Rule> list = {
      {"a package registry's host", std::regex("(deb|ftp|security|snapshot|archive)[.](debian|ubuntu)[.](org|com)")},
      {"a package registry's host", std::regex("pypi[.]org|registry[.]npmjs|static[.]crates[.]io|proxy[.]golang")},
      {"a path of one machine", std::regex("(^|[^A-Za-z0-9_.$}/-])/(wor[k]|far[m]|roo[t]|hom[e]/[a-z]+)(/|$)")},
      {"a path of one machine", std::regex("/tmp/(s[d]|bash_job[s])")},
      {"a path outside the project", std::regex("[.][.]/share[d]/")},
      {"work left undone", std::regex("\\b(TOD[O]|FIXM[E]|XX[X])\\b")},
  };
  return list;
}

TEST(Text, NoFileNamesAMachineOrARegistry) {
  ASSERT_FALSE(all_files().empty());
  for (const auto& file : all_files()) {
    for (std::size_t i = 0; i < file.lines.size(); ++i) {
      for (const auto& rule : rules()) {
        EXPECT_FALSE(std::regex_search(file.lines[i], rule.pattern))
            << file.path << ":" << i + 1 << ": names " << rule.what << ": " << file.lines[i].substr(0, 120);
      }
    }
  }
}

TEST(Text, TheRulesSeeWhatTheyAreFor) {
  const auto caught = [](const std::string& line) {
    for (const auto& rule : rules()) {
      if (std::regex_search(line, rule.pattern)) return true;
    }
    return false;
  };
  EXPECT_TRUE(caught(std::string("URIs: http://deb.") + "debian.org/debian"));
  EXPECT_TRUE(caught(std::string("cd /wo") + "rk/main"));
  EXPECT_TRUE(caught(std::string("see .") + "./sha" + "red/rfc"));
  EXPECT_TRUE(caught(std::string("// TO") + "DO: finish"));
  EXPECT_FALSE(caught("harness/work/item.h, https://www.rfc-editor.org/rfc/rfc8446, $HOME/.cache"));
}

}  // namespace
}  // namespace shakedown::house
