// The corpus' cases, and the recorded flights that they name.
#pragma once
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/script/cases.h"

namespace shakedown::script {

inline std::string slurp(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream out;
  out << in.rdbuf();
  return out.str();
}

inline ReadOptions options_for(const std::filesystem::path& path) {
  auto options = options_of(path.string());
  options.flights = [](std::string_view name) -> Result<std::string> {
    const auto file = std::filesystem::path(SHAKEDOWN_SOURCE_DIR) / "corpus/flights" / name;
    if (!std::filesystem::exists(file)) return fail(Cause::input, "no such flight");
    return slurp(file);
  };
  return options;
}

inline std::vector<std::filesystem::path> corpus_cases() {
  std::vector<std::filesystem::path> out;
  const auto root = std::filesystem::path(SHAKEDOWN_SOURCE_DIR) / "corpus/conformance";
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root))
    if (entry.path().extension() == ".yaml" && entry.path().string().find("/uncovered/") == std::string::npos)
      out.push_back(entry.path());
  std::ranges::sort(out);
  return out;
}

}  // namespace shakedown::script
