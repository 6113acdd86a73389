// A fuzzer without an engine: runs every file that it is given, and every file below every folder, once.
// Exit code 2 if there is none or one cannot be read; a finding aborts, the file's name is the last line before it.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <vector>

#include "fuzzers/driver/fuzz.h"

namespace {

namespace fs = std::filesystem;

std::vector<fs::path> files_below(const fs::path& path) {
  if (!fs::is_directory(path)) return {path};
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(path))
    if (entry.is_regular_file()) files.push_back(entry.path());
  std::ranges::sort(files);
  return files;
}

bool replay(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  const shakedown::Bytes input(std::istreambuf_iterator<char>(file), {});
  if (!file) {
    std::cerr << path.string() << ": cannot be read\n";
    return false;
  }
  std::cerr << path.string() << " (" << input.size() << " octets)\n";
  shakedown::fuzz::fuzz(input);
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  std::size_t count = 0;
  for (int i = 1; i < argc; ++i)
    for (const auto& path : files_below(argv[i])) {
      if (!replay(path)) return 2;
      ++count;
    }
  std::cerr << count << " inputs\n";
  if (count == 0) std::cerr << "usage: " << argv[0] << " FILE|FOLDER…\n";
  return count == 0 ? 2 : 0;
}
