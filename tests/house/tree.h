// The project's own files as the rules of the house see them.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace shakedown::house {

struct SourceFile {
  std::string path;  // relative to the project's root, with '/'
  std::vector<std::string> lines;

  bool is_in(std::string_view folder) const;  // "harness/wire" holds "harness/wire/record.h"
};

std::filesystem::path root();

// Every text file of the project, sorted by path; build trees, hidden tool folders and files above 1 MB are left out.
const std::vector<SourceFile>& all_files();

// Those that are C++: .h and .cc.
std::vector<SourceFile> cxx_files();

}  // namespace shakedown::house
