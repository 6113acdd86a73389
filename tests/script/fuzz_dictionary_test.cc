// fuzzers/fuzz_case_yaml.dict has the words that the reader of scripts knows. SHAKEDOWN_WRITE_SEEDS=1 writes it anew.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <set>

#include "harness/script/vocabulary.h"
#include "tests/script/corpus.h"

namespace shakedown::script {
namespace {

// What is no name: the marks of YAML, of addresses and of values.
constexpr std::string_view marks[] = {
    "\n",     "\n  ",         "\n  - ",      "{ ",       " }",         "[",       "]",       ", ",      ": ",
    "\\\"",   "{peer}",       "..",          "#1",       "#*",         "@2.",     ".",       ".length", "[0]",
    "[-1]",   "[key_share]",  "hex:",        "zeros(8)", "fill(1, 8)", "client.", "server.", "?",       "*",
    "|",      "0x1301",       "absent",      "follow",   "lie",        "wrap",    "client",  "server",  "plaintext",
    "early",  "handshake",    "application", "record",   "null",       "true",    "TLSv1.2", "times",   "connection",
    "x25519", "decode_error", "8446 §4.4.4"};

std::string escaped(std::string_view word) {
  std::string out;
  for (const char c : word) {
    const auto octet = static_cast<unsigned char>(c);
    out += octet >= 0x20 && octet < 0x7f ? std::string(1, c) : fmt::format("\\x{:02x}", octet);
  }
  return out;
}

std::string dictionary() {
  std::set<std::string> words;
  for (const auto mark : marks) words.insert(escaped(mark));
  for (const auto& group : vocabulary()) words.insert(group.words.begin(), group.words.end());
  std::string out = "# Written by tests/script/fuzz_dictionary_test.cc from the words that the reader knows.\n";
  for (const auto& word : words) out += "\"" + word + "\"\n";
  return out;
}

TEST(FuzzDictionary, HasEveryWordOfTheReader) {
  const auto path = std::filesystem::path(SHAKEDOWN_SOURCE_DIR) / "fuzzers/fuzz_case_yaml.dict";
  if (std::getenv("SHAKEDOWN_WRITE_SEEDS") != nullptr) std::ofstream(path, std::ios::binary) << dictionary();
  EXPECT_EQ(slurp(path), dictionary()) << "run with SHAKEDOWN_WRITE_SEEDS=1";
}

}  // namespace
}  // namespace shakedown::script
