#include "harness/vectors/runner.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "tests/vectors/files.h"

namespace shakedown::vectors {
namespace {

struct Expected {
  std::string_view file;
  std::size_t checks;
};
// As many as the files hold: a check that vanishes is noticed here.
constexpr Expected expected[] = {{"acvp_tls12_kdf.txt", 3}, {"acvp_tls13_kdf.txt", 10}, {"openssl_tls12.txt", 295},
                                 {"openssl_tls13.txt", 85}, {"rfc5869.txt", 7},         {"rfc7748.txt", 10},
                                 {"rfc8448.txt", 274}};

class EveryFile : public testing::TestWithParam<Expected> {};

TEST_P(EveryFile, Passes) {
  const auto checks = run_vectors(GetParam().file, file_text(GetParam().file));
  for (const auto& check : checks) EXPECT_TRUE(check.passed) << check.name << ": " << check.detail;
  EXPECT_EQ(checks.size(), GetParam().checks);
}

std::string name_of_file(const testing::TestParamInfo<Expected>& info) {
  std::string name(info.param.file);
  std::ranges::replace(name, '.', '_');
  return name;
}
INSTANTIATE_TEST_SUITE_P(Vectors, EveryFile, testing::ValuesIn(expected), name_of_file);

TEST(VectorRunner, RunsEveryFileOfTheDirectoryUnderADistinctName) {
  const auto checks = run_vector_files(std::string(SHAKEDOWN_SOURCE_DIR) + "/vectors");
  ASSERT_TRUE(checks) << to_string(checks.error());
  std::size_t total = 0;
  for (const auto& e : expected) total += e.checks;
  EXPECT_EQ(checks->size(), total);
  std::vector<std::string> names;
  for (const auto& check : *checks) {
    EXPECT_TRUE(check.passed) << check.name << ": " << check.detail;
    names.push_back(check.name);
  }
  std::ranges::sort(names);
  EXPECT_EQ(std::ranges::adjacent_find(names), names.end());
}

TEST(VectorRunner, AFileWithoutATestFails) {
  const auto checks = run_vectors("other.txt", "# Source: none\n[a]\nB = 1\n");
  ASSERT_EQ(checks.size(), 1U);
  EXPECT_FALSE(checks[0].passed);
  EXPECT_NE(checks[0].detail.find("no test"), std::string::npos);
}

TEST(VectorRunner, AnAttributeThatNoTestConsumesFails) {
  auto lines = lines_of(file_text("rfc5869.txt"));
  const auto hash = std::ranges::find_if(lines, [](const auto& line) { return line.starts_with("Hash"); });
  ASSERT_NE(hash, lines.end());
  lines.insert(hash, "Colour = blue");
  const auto checks = run_vectors("rfc5869.txt", joined(lines));
  EXPECT_FALSE(checks.at(0).passed);
  EXPECT_NE(checks.at(0).detail.find("Colour"), std::string::npos) << checks.at(0).detail;
  EXPECT_TRUE(checks.at(1).passed);
}

TEST(VectorRunner, ABrokenFileIsOneFailedCheckWithItsLine) {
  const auto checks = run_vectors("rfc5869.txt", file_text("rfc5869.txt") + "nonsense\n");
  ASSERT_EQ(checks.size(), 1U);
  EXPECT_FALSE(checks[0].passed);
  EXPECT_NE(checks[0].detail.find("rfc5869.txt:"), std::string::npos);
}

TEST(VectorRunner, ADirectoryThatLacksAFileOrIsNoneSaysSo) {
  EXPECT_FALSE(run_vector_files("no/such/directory"));
  const auto folder = std::filesystem::temp_directory_path() / "shakedown-vectors-test";
  std::filesystem::create_directories(folder);
  EXPECT_FALSE(run_vector_files(folder));
  std::filesystem::copy_file(std::string(SHAKEDOWN_SOURCE_DIR) + "/vectors/rfc5869.txt", folder / "rfc5869.txt",
                             std::filesystem::copy_options::overwrite_existing);
  const auto checks = run_vector_files(folder);
  std::filesystem::remove_all(folder);
  ASSERT_TRUE(checks);
  EXPECT_TRUE(std::ranges::any_of(*checks, [](const Check& c) { return c.name == "rfc8448.txt" && !c.passed; }));
}

}  // namespace
}  // namespace shakedown::vectors
