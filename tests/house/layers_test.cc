// Every #include "harness/…" against the table of layers in CMakeLists.txt.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <optional>
#include <regex>
#include <set>
#include <sstream>

#include "tests/house/tree.h"

namespace shakedown::house {
namespace {

using Layers = std::map<std::string, std::set<std::string>>;

// The table as CMake has it: one line a layer, "wire: registry".
Layers read_table() {
  std::ifstream in(SHAKEDOWN_LAYERS_FILE);
  Layers table;
  for (std::string line; std::getline(in, line);) {
    const auto colon = line.find(':');
    std::istringstream deps(line.substr(colon + 1));
    auto& row = table[line.substr(0, colon)];
    for (std::string dep; deps >> dep;) row.insert(dep);
  }
  return table;
}

// What each layer may include, that may include, and so on down.
Layers closure(Layers table) {
  for (bool grown = true; grown;) {
    grown = false;
    for (auto& [layer, reachable] : table) {
      const auto direct = reachable;
      for (const auto& dep : direct) {
        for (const auto& further : table[dep]) grown |= reachable.insert(further).second;
      }
    }
  }
  return table;
}

// "harness/wire/record.h" is of the layer "wire".
std::string layer_of(const std::string& path) {
  const auto begin = std::string("harness/").size();
  return path.substr(begin, path.find('/', begin) - begin);
}

std::optional<std::string> included(const std::string& line) {
  static const std::regex include(R"(^\s*#\s*include\s+["<]([^">]+)[">])");
  std::smatch match;
  if (!std::regex_search(line, match, include)) return std::nullopt;
  return match[1].str();
}

template <class Visit>
void for_each_include(const std::vector<SourceFile>& files, Visit visit) {
  for (const auto& file : files) {
    for (std::size_t i = 0; i < file.lines.size(); ++i) {
      if (const auto header = included(file.lines[i])) visit(file, file.path + ":" + std::to_string(i + 1), *header);
    }
  }
}

TEST(Layers, TheTableKnowsEveryFolderOfTheHarness) {
  const auto table = read_table();
  ASSERT_FALSE(table.empty()) << SHAKEDOWN_LAYERS_FILE << " holds no layer";
  for (const auto& file : cxx_files()) {
    if (file.is_in("harness")) {
      EXPECT_TRUE(table.contains(layer_of(file.path))) << file.path << ": its folder is no layer of CMakeLists.txt";
    }
  }
}

TEST(Layers, TheTableHasNoCycle) {
  for (const auto& [layer, reachable] : closure(read_table())) {
    EXPECT_FALSE(reachable.contains(layer)) << layer << " may include itself by way of another layer";
  }
}

TEST(Layers, AFileIncludesOnlyWhatItsLayerMayUse) {
  const auto allowed = closure(read_table());
  std::size_t seen = 0;
  for_each_include(cxx_files(), [&](const SourceFile& file, const std::string& place, const std::string& header) {
    if (!file.is_in("harness") || !header.starts_with("harness/")) return;
    ++seen;
    const auto from = layer_of(file.path);
    const auto to = layer_of(header);
    if (from == to || !allowed.contains(from)) return;
    EXPECT_TRUE(allowed.at(from).contains(to)) << place << ": includes " << header << ", but " << from
                                               << " may use only " << testing::PrintToString(allowed.at(from));
  });
  EXPECT_GT(seen, 0U) << "no include was looked at";
}

TEST(Layers, IncludesNameFilesFromTheRoot) {
  for_each_include(cxx_files(), [](const SourceFile&, const std::string& place, const std::string& header) {
    if (header.starts_with("."))
      ADD_FAILURE() << place << ": includes " << header << ", which is not a path from the root";
    if (header.starts_with("harness/")) {
      EXPECT_TRUE(std::filesystem::exists(root() / header)) << place << ": " << header << " does not exist";
    }
  });
}

// So that another wolfSSL rebuilds one folder, and the library under test and the harness's own copy never meet.
TEST(Layers, WolfSslIsIncludedOnlyByCryptoSourcesAndPlugins) {
  for_each_include(cxx_files(), [](const SourceFile& file, const std::string& place, const std::string& header) {
    if (!file.is_in("harness") || !header.starts_with("wolfssl")) return;
    const bool crypto_source = file.is_in("harness/crypto") && file.path.ends_with(".cc");
    EXPECT_TRUE(crypto_source || file.is_in("harness/target/plugins")) << place << ": includes " << header;
  });
}

}  // namespace
}  // namespace shakedown::house
