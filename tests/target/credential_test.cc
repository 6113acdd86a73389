#include "harness/target/credential.h"

#include "tests/target/support.h"

namespace shakedown::target::test {
namespace {

TEST(Pem, RoundTripsAtEveryLength) {
  Bytes der;
  for (int i = 0; i < 200; ++i) {
    const auto blocks = pem_decode(pem_encode("THING", der));
    ASSERT_TRUE(blocks) << to_string(blocks.error());
    ASSERT_EQ(blocks->size(), 1U);
    EXPECT_EQ((*blocks)[0], (PemBlock{"THING", der}));
    der.push_back(static_cast<std::uint8_t>(i * 37));
  }
}

// RFC 4648 §10: the encoding of "foobar"; RFC 7468 §2: 64 characters on each line but the last.
TEST(Pem, IsWrittenAsTheRfcSays) {
  EXPECT_EQ(pem_encode("X", as_view("foobar")), "-----BEGIN X-----\nZm9vYmFy\n-----END X-----\n");
  EXPECT_EQ(pem_encode("X", as_view("fooba")), "-----BEGIN X-----\nZm9vYmE=\n-----END X-----\n");
  const std::string full(64, 'A');
  EXPECT_EQ(pem_encode("X", Bytes(49)), "-----BEGIN X-----\n" + full + "\nAA==\n-----END X-----\n");
}

TEST(Pem, SkipsWhatIsAroundBlocks) {
  const auto blocks = pem_decode("subject=x\r\n-----BEGIN A-----\r\nAAAA\r\n-----END A-----\r\nnoise\n");
  ASSERT_TRUE(blocks);
  EXPECT_EQ((*blocks)[0].der, Bytes(3));
}

TEST(Pem, ErrorsGiveTheLine) {
  const auto line_of = [](std::string_view text) {
    const auto blocks = pem_decode(text);
    return blocks ? std::size_t{0} : blocks.error().place.line;
  };
  EXPECT_EQ(line_of("x\n-----BEGIN A-----\nAAAA\n"), 2U);
  EXPECT_EQ(line_of("x\n-----BEGIN A-----\nAA*A\n-----END A-----\n"), 2U);
  EXPECT_EQ(line_of("-----BEGIN A-----\nAAAA\n-----END B-----\n"), 3U);
  EXPECT_EQ(line_of("-----BEGIN A-----\nAAAAA\n-----END A-----\n"), 1U);
}

TEST(Credential, WantsPkcs8) {
  const std::string chain = certificates_to_pem(credential("p256").chain);
  const auto made = credential_from_pem(chain, pem_encode("EC PRIVATE KEY", Bytes(4)));
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().got, "EC PRIVATE KEY");
  EXPECT_FALSE(credential_from_pem("nothing here", chain));
}

}  // namespace
}  // namespace shakedown::target::test
