// Every C++ file is as clang-format would write it; `./dev format` makes it so.
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>

#include "tests/house/tree.h"

namespace shakedown::house {
namespace {

struct Output {
  int status = 0;
  std::string text;
};

Output run(const std::string& command) {
  Output output;
  FILE* pipe = popen((command + " 2>&1").c_str(), "r");
  if (pipe == nullptr) return {-1, "popen failed"};
  std::array<char, 4096> buffer{};
  while (const auto size = std::fread(buffer.data(), 1, buffer.size(), pipe)) output.text.append(buffer.data(), size);
  output.status = pclose(pipe);
  return output;
}

// The rules of .clang-format are written for version 14; another version may break lines elsewhere.
std::string find_tool() {
  for (const std::string tool : {"clang-format-14", "clang-format"}) {
    const auto version = run(tool + " --version");
    if (version.status == 0 && version.text.find("version 14.") != std::string::npos) return tool;
  }
  return {};
}

TEST(Format, EveryFileIsCleanForClangFormat14) {
  const auto tool = find_tool();
  if (tool.empty()) {
    ASSERT_EQ(std::getenv("CI"), nullptr) << "clang-format 14 is not installed, and CI must have it";
    GTEST_SKIP() << "clang-format 14 is not installed, so the formatting of no file was checked";
  }
  auto command = "cd '" + root().string() + "' && " + tool + " --style=file --dry-run -Werror";
  for (const auto& file : cxx_files()) command += " '" + file.path + "'";
  const auto output = run(command);
  EXPECT_EQ(output.status, 0) << "run ./dev format\n" << output.text.substr(0, 4000);
}

}  // namespace
}  // namespace shakedown::house
