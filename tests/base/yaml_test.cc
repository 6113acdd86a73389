#include "harness/base/yaml.h"

#include <gtest/gtest.h>

#include "harness/base/rng.h"

namespace shakedown {
namespace {

YamlNode parsed(std::string_view text) {
  auto node = parse_yaml(text, "case.yaml");
  EXPECT_TRUE(node) << to_string(node.error());
  return node.value_or(YamlNode{});
}
std::string problem(std::string_view text) {
  const auto node = parse_yaml(text, "case.yaml");
  return node ? "no problem" : to_string(node.error());
}

TEST(Yaml, KeepsOrderQuotesAndPlaces) {
  const auto root = parsed("b: 1\na:\n  - x\n  - \"y z\"\nc: { d: 0x0304 }\n");
  ASSERT_TRUE(root.is_map());
  ASSERT_EQ(root.entries.size(), 3U);
  EXPECT_EQ(root.entries[0].key.text, "b");
  const auto& list = *root.find("a");
  EXPECT_FALSE(list.items[0].quoted);
  EXPECT_TRUE(list.items[1].quoted);
  EXPECT_EQ(list.items[1].text, "y z");
  EXPECT_EQ(list.items[1].place, (Place{"case.yaml", 4, 5}));
  EXPECT_EQ(root.find("c")->find("d")->text, "0x0304");
  EXPECT_EQ(root.find("nothing"), nullptr);
}

TEST(Yaml, EmptyTextsAreNull) {
  EXPECT_EQ(parsed("").kind, YamlNode::Kind::null);
  EXPECT_EQ(parsed("# only a comment\n").kind, YamlNode::Kind::null);
  EXPECT_EQ(parsed("a:\n").find("a")->kind, YamlNode::Kind::null);
}

TEST(Yaml, ARepeatedKeyNamesBothPlaces) {
  EXPECT_EQ(problem("a: 1\nb: 2\na: 3\n"),
            "case.yaml:3:1: the key 'a' stands here twice (expected one of them; the first is at case.yaml:1:1)");
}

TEST(Yaml, WhatIsNotPartOfTheFormatIsRefusedWithItsPlace) {
  EXPECT_EQ(problem("a: &x 1\n"), "case.yaml:1:4: anchors are not part of this format (expected the value itself)");
  EXPECT_NE(problem("a: &x [1]\nb: *x\n"), "no problem");
  EXPECT_EQ(problem("a: !!int 1\n"),
            "case.yaml:1:4: tags are not part of this format (expected a plain or quoted value)");
  EXPECT_EQ(problem("[a]: 1\n"), "case.yaml:1:1: a key must be a plain or quoted text");
  EXPECT_EQ(problem("a: 1\n---\nb: 2\n"), "case.yaml: a second document begins");
  EXPECT_EQ(problem("a: [1\n").substr(0, 22), "case.yaml:2:1: not YAM");
}

TEST(Yaml, AQuestionMarkBehindANameBelongsToIt) {
  const auto list = parsed("[ServerHello, HelloRetryRequest?, \"a?\", {x?: 1}]");
  EXPECT_EQ(list.items[1].text, "HelloRetryRequest?");
  EXPECT_EQ(list.items[2].text, "a?");
  EXPECT_EQ(list.items[3].entries[0].key.text, "x?");
}

TEST(Yaml, OnlyPrintableUtf8IsRead) {
  EXPECT_EQ(problem("a: b\nc: \xff\n"), "case.yaml:2:4: not printable UTF-8 text");
  EXPECT_EQ(problem(std::string("a\0b", 3)), "case.yaml:1:2: not printable UTF-8 text");
  EXPECT_NE(problem("\xed\xa0\x80"), "no problem");
  EXPECT_NE(problem("\xc0\x80"), "no problem");
  EXPECT_EQ(problem("a: \xc2\xa7 \xe2\x80\xa6 \xf0\x9f\x94\x92"), "no problem");
}

TEST(Yaml, EscapesGiveUtf8) {
  EXPECT_EQ(parsed("\"\\x00\\xff\\u263a\"").text, std::string("\0\u00ff\u263a", 6));
  EXPECT_EQ(
      problem("- \"\\_\"\n"),
      "case.yaml:1:3: an escape in this text gives no UTF-8 (expected \\u00a0 for a no-break space, \\u0085 for a "
      "next line)");
  EXPECT_NE(problem("\"\\N\""), "no problem");
  EXPECT_NE(problem("\"\\ud800\""), "no problem");
}

TEST(Yaml, DepthAndSizeAreBounded) {
  EXPECT_NE(problem(std::string(25, '[') + std::string(25, ']')), "no problem");
  EXPECT_EQ(problem(std::string(24, '[') + std::string(24, ']')), "no problem");
  EXPECT_NE(problem(std::string(100000, '[')), "no problem");
  EXPECT_NE(problem(std::string((1U << 20) + 1, 'a')), "no problem");
  std::string dashes;
  for (int i = 0; i < 2000; ++i) dashes += "- ";
  EXPECT_NE(problem(dashes), "no problem");
}

std::string random_text(Rng& rng) {
  static constexpr std::string_view letters = "ab0 -:#,[]{}\"'\\\n\t?*&!|>%@`.~=x";
  std::string out;
  for (auto n = rng.below(6); n > 0; --n) out += letters[rng.below(letters.size())];
  return out;
}
YamlNode random_node(Rng& rng, int depth) {
  const auto kind = depth == 0 ? 1 : rng.below(4);
  if (kind == 0) return {};
  if (kind == 1) return YamlNode::scalar(random_text(rng), rng.below(2) == 0);
  std::vector<YamlNode> items;
  std::vector<YamlEntry> entries;
  for (auto n = rng.below(4); n > 0; --n) {
    items.push_back(random_node(rng, depth - 1));
    entries.push_back({YamlNode::scalar(std::to_string(n) + random_text(rng)), random_node(rng, depth - 1)});
  }
  return kind == 2 ? YamlNode::sequence(std::move(items)) : YamlNode::map(std::move(entries));
}

TEST(Yaml, WhatIsWrittenReadsBack) {
  Rng rng(7);
  for (int i = 0; i < 3000; ++i) {
    const auto node = random_node(rng, 4);
    for (const auto width : {std::size_t{8}, std::size_t{40}, std::size_t{110}}) {
      const auto text = write_yaml(node, rng.below(4), width);
      const auto back = parse_yaml(text, "f");
      ASSERT_TRUE(back) << text << to_string(back.error());
      ASSERT_EQ(*back, node) << text;
    }
    const auto line = parse_yaml(write_yaml_line(node), "f");
    ASSERT_TRUE(line) << write_yaml_line(node);
    ASSERT_EQ(*line, node) << write_yaml_line(node);
  }
}

TEST(Yaml, IsWrittenForPeople) {
  const auto text =
      "about: A message is missing.\nedits:\n  - omit: client.Finished\nexpect: { alert: unexpected_message }\n";
  EXPECT_EQ(
      write_yaml(
          parsed(
              "{about: A message is missing., edits: [{omit: client.Finished}], expect: {alert: unexpected_message}}"),
          1, 30),
      "about: A message is missing.\nedits:\n  - omit: client.Finished\nexpect:\n  alert: unexpected_message\n")
      << text;
}

TEST(Yaml, RandomOctetsNeverCrash) {
  Rng rng(11);
  for (int i = 0; i < 3000; ++i) {
    const auto octets = rng.bytes(rng.below(60));
    const auto node = parse_yaml(as_text(octets), "f");
    EXPECT_TRUE(node || !node.error().what.empty());
  }
}

}  // namespace
}  // namespace shakedown
