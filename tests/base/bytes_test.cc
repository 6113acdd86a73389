#include "harness/base/bytes.h"

#include <gtest/gtest.h>

#include "harness/base/rng.h"

namespace shakedown {
namespace {

TEST(Hex, RoundTripsAndIgnoresSeparators) {
  const Bytes bytes{0x00, 0x0f, 0xa0, 0xff};
  EXPECT_EQ(to_hex(bytes), "000fa0ff");
  EXPECT_EQ(from_hex("00 0F:a0\nff").value(), bytes);
  EXPECT_TRUE(from_hex("").value().empty());
}

TEST(Hex, SaysWhereItBreaks) {
  EXPECT_EQ(to_string(from_hex("00g1").error()), "not hex at character 3 (got 'g', expected a hex digit)");
  EXPECT_EQ(to_string(from_hex("000").error()), "not hex at character 4 (got the end, expected a hex digit)");
}

TEST(Uint, IsBigEndian) {
  Bytes out;
  append_uint(out, 0x010203, 3);
  EXPECT_EQ(to_hex(out), "010203");
  EXPECT_EQ(read_uint(out), 0x010203U);
}

TEST(Rng, SameSeedSameBytesAndPurposesAreIndependent) {
  EXPECT_EQ(Rng(7).bytes(40), Rng(7).bytes(40));
  EXPECT_NE(Rng(7).bytes(40), Rng(8).bytes(40));
  EXPECT_NE(Rng::derive(7, "random").bytes(8), Rng::derive(7, "session_id").bytes(8));
}

TEST(Rng, BelowStaysBelowAndReachesEveryValue) {
  Rng rng(1);
  std::uint64_t seen = 0;
  for (int i = 0; i < 1000; ++i) {
    const auto n = rng.below(5);
    ASSERT_LT(n, 5U);
    seen |= 1U << n;
  }
  EXPECT_EQ(seen, 0x1fU);
}

TEST(Error, NamesPlacePathAndBothSides) {
  const Error e{.cause = Cause::input,
                .what = "unknown key",
                .place = {"a.yaml", 3, 5},
                .path = "edits[0]",
                .got = "'omti'",
                .expected = "'omit'"};
  EXPECT_EQ(to_string(e), "a.yaml:3:5: edits[0]: unknown key (got 'omti', expected 'omit')");
}

}  // namespace
}  // namespace shakedown
