// The project's vector files as text.
#pragma once
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace shakedown::vectors {

inline std::string file_text(std::string_view name) {
  std::ifstream in(std::string(SHAKEDOWN_SOURCE_DIR) + "/vectors/" + std::string(name), std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

inline std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> out;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) out.push_back(line);
  return out;
}

inline std::string joined(const std::vector<std::string>& lines) {
  std::string out;
  for (const auto& line : lines) out += line + "\n";
  return out;
}

}  // namespace shakedown::vectors
