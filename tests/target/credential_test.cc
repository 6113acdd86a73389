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

TEST(Pem, IsWrittenAsOpensslWritesIt) {
  const std::string text = read_text(data_file("p256.pem"));
  EXPECT_EQ(certificates_to_pem(*certificates_from_pem(text)), text);
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
  const std::string chain = read_text(data_file("p256.pem"));
  const auto made = credential_from_pem(chain, pem_encode("EC PRIVATE KEY", Bytes(4)));
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().got, "EC PRIVATE KEY");
  EXPECT_FALSE(credential_from_pem("nothing here", chain));
}

}  // namespace
}  // namespace shakedown::target::test
