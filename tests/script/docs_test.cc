// The documentation says what the reader of scripts does: its scripts have no problems, the problems that it shows are
// really found, and its tables list what the reader knows, no more and no less.
#include <gmock/gmock.h>

#include <map>
#include <set>

#include "harness/script/address.h"
#include "harness/script/vocabulary.h"
#include "tests/script/cases.h"
#include "tests/script/corpus.h"
#include "tests/script/markdown.h"

namespace shakedown::script {
namespace {

using ::testing::ContainerEq;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

std::filesystem::path root() { return SHAKEDOWN_SOURCE_DIR; }

std::vector<std::string> lint_lines(const std::string& text) {
  std::vector<std::string> out;
  for (const auto& error : lint(text, options_for("my-script.yaml"))) out.push_back(to_string(error));
  return out;
}

// "peer: client; flow: tls13.full" behind the fence, as lines in front of the fragment.
std::string completed(std::string head, const std::string& fragment) {
  for (auto at = head.find("; "); at != std::string::npos; at = head.find("; ")) head.replace(at, 2, "\n");
  return "about: A fragment.\nrfc: [\"8446 §4\"]\n" + head + "\n" + fragment;
}

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> out;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) out.push_back(line);
  return out;
}

TEST(Docs, EveryScriptIsOneAndHasNoProblems) {
  static const std::string fragment = "yaml fragment ";
  std::size_t scripts = 0;
  for (const auto& page : pages())
    for (const auto& block : read_page(page).blocks) {
      if (!block.info.starts_with("yaml") || block.info == "yaml problems" || block.info == "yaml expectations")
        continue;
      ++scripts;
      const bool part = block.info.starts_with(fragment);
      EXPECT_TRUE(part || block.info == "yaml script")
          << block.place << ": ```yaml is script, fragment, problems or expectations";
      const auto text = part ? completed(block.info.substr(fragment.size()), block.text) : block.text;
      EXPECT_THAT(lint_lines(text), IsEmpty()) << block.place << "\n" << text;
    }
  EXPECT_GT(scripts, 10U);
}

TEST(Docs, ScriptsBesideThePagesHaveNoProblems) {
  for (const auto& entry : std::filesystem::directory_iterator(root() / "docs")) {
    if (entry.path().extension() != ".yaml") continue;
    EXPECT_THAT(lint_lines(slurp(entry.path())), IsEmpty()) << entry.path();
  }
}

TEST(Docs, ProblemsAreFoundAsShown) {
  std::size_t shown = 0;
  for (const auto& page : pages()) {
    const auto blocks = read_page(page).blocks;
    for (std::size_t i = 0; i + 1 < blocks.size(); ++i) {
      if (blocks[i].info != "yaml problems") continue;
      ++shown;
      EXPECT_THAT(lint_lines(blocks[i].text), ContainerEq(split(blocks[i + 1].text))) << blocks[i + 1].place;
    }
  }
  EXPECT_EQ(shown, 1U);
}

std::map<std::string, Table> tables_of_reference() {
  std::map<std::string, Table> out;
  for (auto& table : read_page(root() / "docs/writing-a-script.md").tables) {
    auto name = table.name;
    EXPECT_TRUE(out.emplace(name, std::move(table)).second) << name;
  }
  return out;
}

std::set<std::string> first_words(const Table& table) {
  std::set<std::string> out;
  for (const auto& row : table.rows) {
    const auto words = code_words(row.front());
    EXPECT_EQ(words.size(), 1U) << table.place << ": " << row.front();
    for (const auto& word : words) EXPECT_TRUE(out.insert(word).second) << table.place << ": " << word;
  }
  return out;
}

TEST(Docs, TablesListEveryWordOfTheReader) {
  const auto tables = tables_of_reference();
  for (const auto& group : vocabulary()) {
    if (group.name == "changes of a list") continue;  // part of those of an extensions block
    const auto table = tables.find(std::string(group.name));
    ASSERT_NE(table, tables.end()) << group.name;
    EXPECT_THAT(first_words(table->second), ContainerEq(std::set<std::string>(group.words.begin(), group.words.end())))
        << table->second.place;
  }
  EXPECT_EQ(tables.size() + 1, vocabulary().size());
}

// A transparent node has no part in paths: what it holds is addressed as if it stood in its place.
void add_fields(const wire::Schema& schema, const wire::Node& node, std::string& out) {
  for (const auto child : node.children) {
    const auto& field = schema.nodes[child];
    if (field.transparent) {
      add_fields(schema, field, out);
    } else if (field.name != "msg_type") {
      out += (out.empty() ? "`" : " `") + std::string(field.name) + "`";
    }
  }
}

// The fields that a message has, as its row shows them.
std::string fields_cell(std::string_view name, std::uint16_t version) {
  const auto* schema = message_schema(
      name, {.version = registry::ProtocolVersion(version), .key_exchange = registry::KeyExchange::ecdhe});
  if (schema == nullptr) return "–";
  std::string out;
  add_fields(*schema, schema->root(), out);
  return out.empty() ? "none" : out;
}

TEST(Docs, TheTableOfMessagesHasTheirFields) {
  const auto tables = tables_of_reference();
  const auto table = tables.find("messages");
  ASSERT_NE(table, tables.end());
  for (const auto& row : table->second.rows) {
    ASSERT_EQ(row.size(), 3U) << row.front();
    const auto name = code_words(row.front()).front();
    EXPECT_EQ(row[1], fields_cell(name, 0x0304)) << name;
    const auto before = fields_cell(name, 0x0303);
    EXPECT_EQ(row[2], before == row[1] ? "the same" : before) << name;
  }
}

// docs/fuzzing-in-ci.md: what it shows is what .ci/run does, and what a fuzzer prints.
TEST(Docs, CommandsOfCiAreRunByCi) {
  const auto ci = slurp(root() / ".ci/run");
  std::size_t commands = 0;
  for (const auto& page : pages())
    for (const auto& block : read_page(page).blocks) {
      if (block.info != "sh ci") continue;
      for (const auto& line : split(block.text)) {
        ++commands;
        EXPECT_THAT(ci, HasSubstr(line)) << block.place;
      }
    }
  EXPECT_GE(commands, 4U);
}

TEST(Docs, AFindingLooksLikeThat) {
  static const std::string head = "does not hold: ";
  EXPECT_THAT(slurp(root() / "fuzzers/driver/fuzz.cc"), HasSubstr("\"" + head + "\""));
  std::size_t shown = 0;
  for (const auto& block : read_page(root() / "docs/fuzzing-in-ci.md").blocks) {
    if (block.info != "text finding") continue;
    ++shown;
    const auto line = split(block.text).front();
    EXPECT_THAT(line, StartsWith(head));
    EXPECT_THAT(slurp(root() / "fuzzers/fuzz_case_yaml.cc"), HasSubstr("\"" + line.substr(head.size()) + "\""));
  }
  EXPECT_EQ(shown, 1U);
}

TEST(Docs, EveryFuzzerIsListed) {
  std::set<std::string> fuzzers;
  for (const auto& entry : std::filesystem::directory_iterator(root() / "fuzzers"))
    if (entry.path().extension() == ".cc") fuzzers.insert(entry.path().stem().string());
  const auto tables = read_page(root() / "docs/fuzzing-in-ci.md").tables;
  ASSERT_EQ(tables.size(), 1U);
  EXPECT_THAT(first_words(tables.front()), ContainerEq(fuzzers));
}

}  // namespace
}  // namespace shakedown::script
