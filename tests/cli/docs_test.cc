// What the documents show is true: each command runs, each example is real.
#include <gmock/gmock.h>

#include <sstream>

#include "tests/cli/program.h"

namespace shakedown::cli {
namespace {

std::string document(const std::string& name) { return trace::contents(SHAKEDOWN_SOURCE_DIR "/docs/" + name); }

// The lines of all blocks ```LANGUAGE … ```.
std::vector<std::string> lines_in(const std::string& text, const std::string& language) {
  std::vector<std::string> out;
  bool inside = false;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("```"))
      inside = line == "```" + language;
    else if (inside)
      out.push_back(line);
  }
  return out;
}

// "…  # exit code 1" says how a command ends; otherwise all is well.
int told_code(const std::string& command) {
  const std::string mark = "# exit code ";
  const auto at = command.find(mark);
  return at == std::string::npos ? 0 : std::stoi(command.substr(at + mark.size()));
}

class Document : public testing::TestWithParam<const char*> {};

TEST_P(Document, ShowsCommandsThatRun) {
  const Shell shell;
  const auto commands = lines_in(document(GetParam()), "sh");
  EXPECT_FALSE(commands.empty());
  for (const auto& command : commands) EXPECT_THAT(shell.run(command), ExitsWith(told_code(command))) << command;
}

INSTANTIATE_TEST_SUITE_P(Docs, Document, testing::Values("reading-the-report.md", "json-report.md"),
                         [](const auto& i) { return "Document" + std::to_string(i.index); });

// Whether `shown` is what was printed, but for what stands where it has "…".
bool is_shown(const std::string& printed, const std::string& shown) {
  const std::string gap = "…";
  std::size_t at = 0;
  std::size_t from = 0;
  for (bool first = true;; first = false) {
    const auto end = shown.find(gap, from);
    const auto piece = shown.substr(from, end - from);
    if (end == std::string::npos)
      return first ? printed == piece : printed.size() - at >= piece.size() && printed.ends_with(piece);
    const auto found = printed.find(piece, at);
    if (found == std::string::npos || (first && found != 0)) return false;
    at = found + piece.size();
    from = end + gap.size();
  }
}

// Blocks of a terminal: "$ command", then what it prints.
TEST(Readme, ShowsWhatTheProgramPrints) {
  const auto lines = lines_in(trace::contents(SHAKEDOWN_SOURCE_DIR "/README.md"), "console");
  const Shell shell;
  std::size_t commands = 0;
  for (std::size_t i = 0; i < lines.size();) {
    ASSERT_TRUE(lines[i].starts_with("$ ")) << lines[i];
    const auto command = lines[i++].substr(2);
    std::string shown;
    for (; i < lines.size() && !lines[i].starts_with("$ "); ++i) shown += lines[i] + "\n";
    const auto ran = shell.run(command);
    EXPECT_LE(ran.code, 1) << command;
    EXPECT_TRUE(is_shown(ran.out, shown)) << command << "\n" << ran.out << "\nis not\n" << shown;
    ++commands;
  }
  EXPECT_EQ(commands, 3U);
}

TEST(JsonReport, IsAsItsDocumentShowsIt) {
  const auto text = document("json-report.md");
  std::string example;
  for (const auto& line : lines_in(text, "json")) example += line + "\n";
  auto shown = Json::parse(example);
  const Shell shell;
  const auto command = lines_in(text, "sh").front();
  EXPECT_THAT(shell.run(command), ExitsWith(told_code(command)));
  auto real = shell.json("report.json");
  ASSERT_FALSE(shown["conversations"].empty());
  for (const auto& conversation : shown["conversations"])
    EXPECT_THAT(real["conversations"], testing::Contains(conversation));
  for (const char* apart : {"conversations", "times"}) {
    EXPECT_EQ(shown.erase(apart), 1U);
    EXPECT_EQ(real.erase(apart), 1U);
  }
  EXPECT_EQ(shown, real);
}

}  // namespace
}  // namespace shakedown::cli
