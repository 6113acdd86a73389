// YAML with positions: a value tree that remembers where each node stood, so that every error can say file:line:column.
// A small and strict part of YAML: one document, plain or quoted scalars, sequences, maps with scalar keys. Anchors,
// aliases, tags and repeated keys are errors.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/result.h"

namespace shakedown {

struct YamlEntry;

struct YamlNode {
  enum class Kind { null, scalar, sequence, map };
  Kind kind = Kind::null;
  std::string text;     // of a scalar, without quotes; what it means is the reader's business
  bool quoted = false;  // a scalar that stood in quotes, or as a block
  Place place;
  std::vector<YamlNode> items;     // of a sequence
  std::vector<YamlEntry> entries;  // of a map, in the order of the file

  static YamlNode scalar(std::string text, bool quoted = false);
  static YamlNode sequence(std::vector<YamlNode> items);
  static YamlNode map(std::vector<YamlEntry> entries);

  bool is_scalar() const { return kind == Kind::scalar; }
  bool is_sequence() const { return kind == Kind::sequence; }
  bool is_map() const { return kind == Kind::map; }
  // The value behind a key of a map; nullptr if there is none.
  const YamlNode* find(std::string_view key) const;
  // Equal values; places and quotes do not count.
  friend bool operator==(const YamlNode& a, const YamlNode& b);
};

struct YamlEntry {
  YamlNode key;  // always a scalar
  YamlNode value;
  friend bool operator==(const YamlEntry& a, const YamlEntry& b);
};

struct YamlLimits {
  std::size_t size = 1U << 20;  // octets of text
  std::size_t depth = 24;       // sequences and maps inside each other
};

// Total: any text gives a tree or an error with its place. An empty text gives a null.
Result<YamlNode> parse_yaml(std::string_view text, std::string_view file, const YamlLimits& limits = {});

// Text that parses to an equal tree. Sequences and maps are written in one line where they fit into `width` columns,
// except those down to `open` levels, which get a line for each entry.
std::string write_yaml(const YamlNode& node, std::size_t open = 1, std::size_t width = 110);
// In one line, however long.
std::string write_yaml_line(const YamlNode& node);

}  // namespace shakedown
