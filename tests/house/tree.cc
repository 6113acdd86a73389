#include "tests/house/tree.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

namespace shakedown::house {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t size_limit = 1U << 20U;
// In a linked worktree .git is a file.
constexpr std::array<std::string_view, 5> skipped_names = {".git", "build", ".cache", ".vscode", ".idea"};

bool is_skipped(const fs::path& path) {
  return std::ranges::find(skipped_names, path.filename().string()) != skipped_names.end();
}

std::vector<std::string> read_lines(const fs::path& path) {
  std::ifstream in(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

bool is_text(const SourceFile& file) {
  return std::ranges::none_of(file.lines, [](const std::string& line) { return line.find('\0') != std::string::npos; });
}

std::vector<SourceFile> read_tree() {
  std::vector<SourceFile> files;
  for (auto it = fs::recursive_directory_iterator(root()); it != fs::recursive_directory_iterator(); ++it) {
    if (it->is_directory() && is_skipped(it->path())) it.disable_recursion_pending();
    if (is_skipped(it->path()) || !it->is_regular_file() || it->is_symlink() || it->file_size() > size_limit) continue;
    SourceFile file{fs::relative(it->path(), root()).generic_string(), read_lines(it->path())};
    if (is_text(file)) files.push_back(std::move(file));
  }
  std::ranges::sort(files, {}, &SourceFile::path);
  return files;
}

}  // namespace

bool SourceFile::is_in(std::string_view folder) const {
  return path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/';
}

fs::path root() { return SHAKEDOWN_SOURCE_DIR; }

const std::vector<SourceFile>& all_files() {
  static const std::vector<SourceFile> files = read_tree();
  return files;
}

std::vector<SourceFile> cxx_files() {
  std::vector<SourceFile> files;
  std::ranges::copy_if(all_files(), std::back_inserter(files),
                       [](const SourceFile& file) { return file.path.ends_with(".h") || file.path.ends_with(".cc"); });
  return files;
}

}  // namespace shakedown::house
