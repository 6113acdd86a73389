// Every word that the reader of scripts knows, in groups: for the fuzzers' dictionary, and so that the documentation
// can be compared with the reader.
#pragma once
#include <string_view>
#include <vector>

namespace shakedown::script {

struct WordGroup {
  std::string_view name;
  std::vector<std::string_view> words;
};

std::vector<WordGroup> vocabulary();

}  // namespace shakedown::script
