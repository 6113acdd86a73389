#include "tests/script/markdown.h"

#include <algorithm>
#include <fstream>
#include <utility>

namespace shakedown {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view fence = "```";
constexpr std::string_view table_mark = "<!-- table: ";

std::vector<std::string> lines_of(const fs::path& path) {
  std::ifstream in(path);
  std::vector<std::string> out;
  for (std::string line; std::getline(in, line);) out.push_back(line);
  return out;
}

std::string trimmed(std::string text) {
  text.erase(0, text.find_first_not_of(' '));
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

// `| a | b |`; a bar inside backticks belongs to its cell.
std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> out;
  std::string cell;
  bool code = false;
  for (const char c : line.substr(1)) {
    if (c == '`') code = !code;
    if (c == '|' && !code) {
      out.push_back(trimmed(std::exchange(cell, {})));
    } else {
      cell += c;
    }
  }
  return out;
}

}  // namespace

std::vector<fs::path> pages() {
  const fs::path root(SHAKEDOWN_SOURCE_DIR);
  std::vector<fs::path> out{root / "README.md"};
  for (const auto& entry : fs::directory_iterator(root / "docs"))
    if (entry.path().extension() == ".md") out.push_back(entry.path());
  std::ranges::sort(out);
  return out;
}

Page read_page(const fs::path& path) {
  Page out;
  const auto lines = lines_of(path);
  const auto place = [&](std::size_t i) { return path.filename().string() + ":" + std::to_string(i + 1); };
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].starts_with(fence)) {
      Block block{.info = lines[i].substr(fence.size()), .text = {}, .place = place(i)};
      for (++i; i < lines.size() && !lines[i].starts_with(fence); ++i) block.text += lines[i] + "\n";
      out.blocks.push_back(std::move(block));
    } else if (lines[i].starts_with(table_mark)) {
      const auto name = lines[i].substr(table_mark.size());
      Table table{.name = name.substr(0, name.find(" -->")), .rows = {}, .place = place(i)};
      for (i += 3; i < lines.size() && lines[i].starts_with('|'); ++i) table.rows.push_back(cells_of(lines[i]));
      out.tables.push_back(std::move(table));
    }
  }
  return out;
}

std::vector<std::string> code_words(const std::string& cell) {
  std::vector<std::string> out;
  for (auto begin = cell.find('`'); begin != std::string::npos;) {
    const auto end = cell.find('`', begin + 1);
    if (end == std::string::npos) break;
    out.push_back(cell.substr(begin + 1, end - begin - 1));
    begin = cell.find('`', end + 1);
  }
  return out;
}

}  // namespace shakedown
