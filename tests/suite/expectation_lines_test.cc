// What a line of an expectations file may not be: an excuse for everything, or one without a clause to look up.
#include <gtest/gtest.h>

#include "harness/suite/expectations.h"

namespace shakedown::suite {
namespace {

Result<std::vector<Deviation>> line(const std::string& cases, const std::string& clause) {
  return parse_expectations("- { case: \"" + cases + "\", verdict: warn, clause: \"" + clause + "\", reason: r }\n",
                            "x.yaml");
}

TEST(ExpectationLine, NamesSomeCases) {
  for (const char* some : {"tls13/finished/twice", "tls13/*", "*finished*"}) EXPECT_TRUE(line(some, "8446 §4")) << some;
  for (const char* every : {"*", "**", "*/*", "?*", "*/*/*"}) {
    const auto refused = line(every, "8446 §4");
    ASSERT_FALSE(refused) << every;
    EXPECT_NE(refused.error().what.find("names every case"), std::string::npos);
    EXPECT_EQ(refused.error().place, (Place{"x.yaml", 1, 11}));
  }
}

TEST(ExpectationLine, HasAClauseThatReads) {
  for (const char* clause : {"8446 §4.4.4", "5246 §7.2.2 (a note)", "8446 §4.4.4 / 9846 §4.5.3", "8446 §D.4"})
    EXPECT_TRUE(line("tls13/x", clause)) << clause;
  for (const char* none : {"8446", "§4.4.4", "RFC 8446 §4.4.4", "see the source", "8446 §"}) {
    const auto refused = line("tls13/x", none);
    ASSERT_FALSE(refused) << none;
    EXPECT_EQ(refused.error().place, (Place{"x.yaml", 1, 45})) << none;
  }
}

}  // namespace
}  // namespace shakedown::suite
