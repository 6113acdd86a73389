// Files stay small enough to be read at once.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "tests/house/tree.h"

namespace shakedown::house {
namespace {

constexpr std::size_t median_limit = 100;
constexpr std::size_t ceiling = 400;
constexpr std::size_t case_ceiling = 40;

struct Exception {
  std::string_view path;
  std::size_t ceiling;
  std::string_view reason;
};

constexpr auto exceptions = std::to_array<Exception>({
    {"harness/wire/handshake.h", 600, "a table: every handshake message, one struct after the other"},
    {"harness/wire/extensions.h", 600, "a table: every extension, one struct after the other"},
});

static_assert(std::ranges::none_of(exceptions, [](const Exception& e) { return e.reason.empty(); }));

std::size_t ceiling_of(const SourceFile& file) {
  const auto found = std::ranges::find(exceptions, file.path, &Exception::path);
  return found == exceptions.end() ? ceiling : found->ceiling;
}

TEST(Sizes, NoSourceFileIsAboveItsCeiling) {
  ASSERT_FALSE(cxx_files().empty());
  for (const auto& file : cxx_files()) {
    EXPECT_LE(file.lines.size(), ceiling_of(file)) << file.path << ": split it, or give it an exception with a reason";
  }
}

TEST(Sizes, TheMedianSourceFileIsShort) {
  std::vector<std::size_t> sizes;
  for (const auto& file : cxx_files()) sizes.push_back(file.lines.size());
  ASSERT_FALSE(sizes.empty());
  std::ranges::sort(sizes);
  EXPECT_LE(sizes[sizes.size() / 2], median_limit);
}

TEST(Sizes, NoCaseIsLongerThanAScreen) {
  for (const auto& file : all_files()) {
    if (!file.is_in("corpus/conformance") || !file.path.ends_with(".yaml") ||
        file.is_in("corpus/conformance/uncovered"))
      continue;
    EXPECT_LE(file.lines.size(), case_ceiling) << file.path;
  }
}

}  // namespace
}  // namespace shakedown::house
