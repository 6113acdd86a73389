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
