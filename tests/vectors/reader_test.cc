#include "harness/vectors/reader.h"

#include <gtest/gtest.h>

#include "harness/base/rng.h"

namespace shakedown::vectors {
namespace {

constexpr std::string_view head = "# Source: made for this test.\n";

Result<VectorFile> read(std::string_view body) {
  return read_vectors("some.txt", std::string(head) + std::string(body));
}

TEST(VectorReader, SectionsHoldRecordsOfAttributes) {
  auto file =
      read("[one]\n\nA name = 00ff\n# in between\nLength = 7\n\nA name = \"\"\n\n\n[two]\nText = any = thing\n");
  ASSERT_TRUE(file) << to_string(file.error());
  ASSERT_EQ(file->sections.size(), 2U);
  EXPECT_EQ(file->sections[0].title, "one");
  ASSERT_EQ(file->sections[0].records.size(), 2U);
  auto& first = file->sections[0].records[0];
  EXPECT_EQ(first.line(), 4U);
  EXPECT_EQ(*first.hex("A name"), (Bytes{0, 0xff}));
  EXPECT_EQ(*first.number("Length"), 7U);
  EXPECT_TRUE(first.expect_consumed());
  EXPECT_EQ(*file->sections[0].records[1].hex("A name"), Bytes{});
  EXPECT_EQ(*file->sections[1].records[0].text("Text"), "any = thing");
}

TEST(VectorReader, AnAttributeThatNobodyAskedForIsAnErrorWithItsLine) {
  auto file = read("[one]\nA = 1\nB = 2\nC = 3\n");
  ASSERT_TRUE(file);
  auto& record = file->sections[0].records[0];
  ASSERT_TRUE(record.text("A"));
  ASSERT_TRUE(record.text("C"));
  const auto left = record.expect_consumed();
  ASSERT_FALSE(left);
  EXPECT_EQ(left.error().place, (Place{"some.txt", 4, 1}));
  EXPECT_EQ(left.error().got, "B");
}

TEST(VectorReader, BadAndMissingValuesAreErrorsWithTheirLine) {
  auto file = read("[one]\nA = 1\nB = 0g\n");
  ASSERT_TRUE(file);
  auto& record = file->sections[0].records[0];
  const auto bad = record.hex("B");
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().place.line, 4U);
  EXPECT_EQ(bad.error().path, "B");
  EXPECT_FALSE(record.number("B"));
  const auto missing = record.text("Z");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().expected, "Z");
  EXPECT_EQ(missing.error().place.line, 3U);
}

struct Refused {
  std::string_view text;
  std::size_t line;
  std::string_view what;
};

TEST(VectorReader, BrokenFilesAreRefusedWithTheLine) {
  for (const auto& r : {Refused{"[one\nA = 1\n", 2, "not closed"}, Refused{"[one]\nnothing\n", 3, "neither attribute"},
                        Refused{"A = 1\n", 2, "before the first section"}, Refused{"[one]\nA = 1\nA = 2\n", 4, "twice"},
                        Refused{"[one]\nA =\n", 3, "no value"}, Refused{"[one]\n = 1\n", 3, "no name"},
                        Refused{"[one]\n[two]\nA = 1\n", 2, "no record"}, Refused{"[one]\n", 2, "no record"},
                        Refused{"[]\n", 2, "not closed"}, Refused{"# more\n", 2, "no section"}}) {
    const auto file = read(r.text);
    ASSERT_FALSE(file) << r.text;
    EXPECT_EQ(file.error().place.line, r.line) << r.text;
    EXPECT_NE(file.error().what.find(r.what), std::string::npos) << file.error().what;
  }
}

TEST(VectorReader, AFileMustSayItsSource) {
  const auto file = read_vectors("some.txt", "# made up\n[one]\nA = 1\n");
  ASSERT_FALSE(file);
  EXPECT_NE(file.error().what.find("where the vectors are from"), std::string::npos);
}

TEST(VectorReader, AnyTextIsReadOrRefused) {
  constexpr std::string_view alphabet = "[]=# \n\r\"aA0Source:";
  Rng rng(5);
  std::size_t accepted = 0;
  for (int i = 0; i < 20000; ++i) {
    std::string text;
    for (auto n = rng.below(40); n > 0; --n) text.push_back(alphabet[rng.below(alphabet.size())]);
    const auto file = read(text);
    if (!file) continue;
    ++accepted;
    for (const auto& section : file->sections) EXPECT_FALSE(section.records.empty());
  }
  EXPECT_GT(accepted, 0U);
}

}  // namespace
}  // namespace shakedown::vectors
