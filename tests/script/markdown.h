// The parts of documentation that tests look at: fenced blocks, and tables below a comment `<!-- table: NAME -->`.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace shakedown {

struct Block {
  std::string info;  // what stands behind the fence: "yaml script"
  std::string text;
  std::string place;  // docs/writing-a-script.md:9
};

struct Table {
  std::string name;
  std::vector<std::vector<std::string>> rows;  // without its head
  std::string place;
};

struct Page {
  std::vector<Block> blocks;
  std::vector<Table> tables;
};

// README.md and docs/*.md.
std::vector<std::filesystem::path> pages();
Page read_page(const std::filesystem::path& path);
// The words of a cell that stand in backticks.
std::vector<std::string> code_words(const std::string& cell);

}  // namespace shakedown
