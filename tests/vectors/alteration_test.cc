// No value of a vector file is decoration: each one, altered in one place, makes a check fail.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

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

char another(char c) {
  const std::string_view hex = "0123456789abcdef";
  const auto digit = hex.find(c);
  return digit == std::string_view::npos ? '~' : hex[(digit + 5) % hex.size()];
}

// The line with one character of its value changed: the first, the last, the middle one, and in a record every digit of
// its header and of what may be the header of its message. An empty value gets an octet (not 00, which HMAC pads with
// anyway).
std::vector<std::string> alterations(const std::string& line) {
  const auto value = line.find(" = ") + 3;
  if (line.substr(value) == "\"\"") return {line.substr(0, value) + "01"};
  const auto size = line.size() - value;
  std::set<std::size_t> places{0, size / 2, size - 1};
  if (line.starts_with("Record = "))
    for (std::size_t i = 0; i < std::min<std::size_t>(size, 18); ++i) places.insert(i);
  std::vector<std::string> out;
  for (const auto place : places) {
    out.push_back(line);
    out.back()[value + place] = another(line[value + place]);
  }
  return out;
}

// A recording's title says what is in it.
bool is_recording(const SectionOfFile& section) { return section.file.starts_with("openssl_"); }
std::vector<std::string> titles(const std::string& line) {
  return {"[TLS_AES_128_CCM_SHA256" + line.substr(line.find_first_of(",]")),
          line.substr(0, line.size() - 1) + ", psk, psk]", line.substr(0, line.size() - 1) + ", renegotiated]"};
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
    const auto kept = lines[i];
    const bool title = i == section.begin && is_recording(section);
    if (!title && kept.find(" = ") == std::string::npos) continue;
    ++tried;
    for (const auto& altered : title ? titles(kept) : alterations(kept)) {
      EXPECT_NE(kept, altered);
      lines[i] = altered;
      EXPECT_FALSE(all_pass(section.file, lines)) << section.file << ":" << i + 1 << ": " << altered.substr(0, 100);
    }
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
