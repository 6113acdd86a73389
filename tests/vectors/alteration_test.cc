// No value of a vector file is decoration: each one, altered in one place, makes a check fail.
#include <gtest/gtest.h>

#include <algorithm>

#include "harness/base/rng.h"
#include "harness/vectors/runner.h"
#include "tests/vectors/files.h"

namespace shakedown::vectors {
namespace {

// The lines [begin, end) of one section.
struct SectionOfFile {
  std::string file;
  std::size_t begin, end;
  std::string label;
};

bool opens_section(const std::string& line) { return line.starts_with('['); }

std::vector<SectionOfFile> every_section() {
  std::vector<SectionOfFile> out;
  for (const auto name : vector_file_names()) {
    const auto lines = lines_of(file_text(name));
    for (std::size_t i = 0; i < lines.size(); ++i)
      if (opens_section(lines[i]))
        out.push_back({std::string(name), i, lines.size(), std::string(name) + "_" + std::to_string(i + 1)});
    for (std::size_t i = 0; i + 1 < out.size(); ++i)
      if (out[i].file == out[i + 1].file) out[i].end = out[i + 1].begin;
  }
  for (auto& s : out)
    std::ranges::replace_if(
        s.label, [](char c) { return !std::isalnum(static_cast<unsigned char>(c)); }, '_');
  return out;
}

// Another character in the middle of the value; an empty value gets an octet (not 00, which HMAC pads with anyway).
std::string altered(const std::string& line) {
  const auto value = line.find(" = ") + 3;
  if (line.substr(value) == "\"\"") return line.substr(0, value) + "01";
  std::string out = line;
  char& c = out[value + (line.size() - value) / 2];
  const std::string_view hex = "0123456789abcdef";
  const auto digit = hex.find(c);
  c = digit == std::string_view::npos ? '~' : hex[(digit + 5) % hex.size()];
  return out;
}

// Sections of RFC 8448 build on each other; all others stand alone, which saves time.
std::vector<std::string> text_around(const std::vector<std::string>& lines, const SectionOfFile& section) {
  if (section.file == "rfc8448.txt") return lines;
  const auto first = std::ranges::find_if(lines, opens_section);
  std::vector<std::string> out(lines.begin(), first);
  for (std::size_t i = static_cast<std::size_t>(first - lines.begin()); i < lines.size(); ++i)
    out.push_back(i >= section.begin && i < section.end ? lines[i] : "# not this section");
  return out;
}

bool all_pass(std::string_view file, const std::vector<std::string>& lines) {
  const auto checks = run_vectors(file, joined(lines));
  return !checks.empty() && std::ranges::all_of(checks, &Check::passed);
}

class EverySection : public testing::TestWithParam<SectionOfFile> {};

TEST_P(EverySection, FailsIfAnyOneValueIsAltered) {
  const auto& section = GetParam();
  const auto whole = lines_of(file_text(section.file));
  auto lines = text_around(whole, section);
  ASSERT_TRUE(all_pass(section.file, lines));
  std::size_t tried = 0;
  for (std::size_t i = section.begin; i < section.end; ++i) {
    if (lines[i].find(" = ") == std::string::npos) continue;
    ++tried;
    const auto kept = std::exchange(lines[i], altered(lines[i]));
    EXPECT_NE(kept, lines[i]);
    EXPECT_FALSE(all_pass(section.file, lines)) << section.file << ":" << i + 1 << ": " << lines[i].substr(0, 100);
    lines[i] = kept;
  }
  EXPECT_GT(tried, 0U);
}

// Lines lost, doubled, cut or swapped at random: always an answer, never a crash.
TEST(DamagedVectors, GetAnAnswer) {
  for (const auto name : vector_file_names()) {
    const auto whole = lines_of(file_text(name));
    Rng rng = Rng::derive(1, name);
    for (int i = 0; i < 60; ++i) {
      auto lines = whole;
      for (auto edits = 1 + rng.below(4); edits > 0; --edits) {
        const auto at = rng.below(lines.size()), other = rng.below(lines.size());
        switch (rng.below(4)) {
          case 0:
            lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(at));
            break;
          case 1:
            lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(at), lines[other]);
            break;
          case 2:
            lines[at].resize(rng.below(lines[at].size() + 1));
            break;
          default:
            std::swap(lines[at], lines[other]);
            break;
        }
      }
      EXPECT_FALSE(run_vectors(name, joined(lines)).empty());
    }
  }
}

std::string label_of(const testing::TestParamInfo<SectionOfFile>& tested) { return tested.param.label; }
INSTANTIATE_TEST_SUITE_P(Vectors, EverySection, testing::ValuesIn(every_section()), label_of);

}  // namespace
}  // namespace shakedown::vectors
