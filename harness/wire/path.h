// Addresses of fields as scripts write them: ClientHello.extensions[key_share].client_shares[0].group
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/result.h"
#include "harness/wire/schema.h"

namespace shakedown::wire {

// One step: a name, or what stands in brackets. An element of a list is [0] or, from the end, [-1]; an extension is
// [key_share], [0x0a0a] or, where there are several of a kind, [key_share#1]; [#2] is the third extension whatever its
// kind.
struct Segment {
  std::string name;     // empty for an element
  std::string key;      // inside the brackets, before any #
  std::size_t nth = 0;  // after the #
  friend bool operator==(const Segment&, const Segment&) = default;
};

struct Path {
  std::string message;            // the first name
  std::vector<Segment> segments;  // the rest, without `.length`
  bool length = false;            // ends in `.length`: the prefix in front of the field
  friend bool operator==(const Path&, const Path&) = default;
};

// An error says which character was not understood.
Result<Path> parse_path(std::string_view text);
std::string to_string(const Path& path);

// The schema's node for a path, or what is wrong with it (with the nearest name that exists). The message's name is not
// compared.
Result<std::uint16_t> find_node(const Schema& schema, const Path& path);

// The node whose prefix `.length` means: the node itself, or the transparent child that holds its content.
std::optional<std::uint16_t> prefixed_node(const Schema& schema, std::uint16_t node);
// The index of a list's element, negative from the end.
std::optional<long> list_index(std::string_view key);
// A name of the registry, 0x…, or decimal.
std::optional<std::uint16_t> extension_code(std::string_view key);

}  // namespace shakedown::wire
