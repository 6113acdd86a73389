#include "harness/script/value.h"

#include <fmt/format.h>

#include "harness/base/suggest.h"
#include "harness/registry/extensions.h"
#include "harness/wire/path.h"

namespace shakedown::script {
namespace {

using wire::Kind;
using wire::Node;
using wire::Schema;

bool is_raw(const YamlNode& value) {
  return value.is_scalar() &&
         (value.text.starts_with("hex:") || value.text.starts_with("zeros(") || value.text.starts_with("fill("));
}

std::optional<Bytes> encode_number(const Node& node, const YamlNode& value, Problems& problems) {
  if (is_raw(value)) return read_octets(value, problems);
  std::optional<std::uint64_t> number;
  if (node.registry != nullptr) {
    number = read_code(value, *node.registry, problems);
  } else {
    const auto most = node.width >= 8 ? INT64_MAX : (std::int64_t{1} << (8 * node.width)) - 1;
    if (const auto n = read_number(value, 0, most, problems)) number = static_cast<std::uint64_t>(*n);
  }
  if (!number) return std::nullopt;
  Bytes out;
  append_uint(out, *number, node.width);
  return out;
}

std::optional<Bytes> encode_fixed(const Node& node, const YamlNode& value, Problems& problems) {
  auto octets = read_octets(value, problems);
  if (!octets || octets->size() == node.width) return octets;
  problems.add(value, fmt::format("{} has a fixed size", node.name), fmt::format("{} octets", octets->size()),
               fmt::format("{} octets (truncate and extend change the size)", node.width));
  return std::nullopt;
}

std::optional<Bytes> with_prefix(const Node& node, std::optional<Bytes> content, const YamlNode& value,
                                 Problems& problems) {
  if (!content || node.prefix == 0) return content;
  const auto most = (std::uint64_t{1} << (8 * node.prefix)) - 1;
  if (content->size() > most) {
    problems.add(value, fmt::format("too long for the length prefix of {}", node.name),
                 fmt::format("{} octets", content->size()), fmt::format("at most {}", most));
    return std::nullopt;
  }
  Bytes out;
  append_uint(out, content->size(), node.prefix);
  append(out, *content);
  return out;
}

std::optional<Bytes> encode_items(const Schema& schema, std::uint16_t list, const YamlNode& value, Problems& problems) {
  if (!value.is_sequence() && value.kind != YamlNode::Kind::null && !is_raw(value)) {
    problems.add(value, fmt::format("{} is a list", schema.nodes[list].name), describe(value), "[ … ] or \"hex:…\"");
    return std::nullopt;
  }
  if (is_raw(value)) return read_octets(value, problems);
  std::optional<Bytes> out(Bytes{});
  for (const auto& item : value.items) {
    const auto element = encode_element(schema, list, item, problems);
    if (!element) {
      out.reset();
    } else if (out) {
      append(*out, *element);
    }
  }
  return out;
}

// A block as a whole: [ { name: body }, … ], or a map where no name comes twice.
std::optional<Bytes> encode_block(const Schema& schema, std::uint16_t block, const YamlNode& value,
                                  Problems& problems) {
  if (!value.is_map()) return encode_items(schema, block, value, problems);
  Bytes out;
  bool whole = true;
  for (const auto& [name, body] : value.entries) {
    const auto element = encode_extension(schema, block, name, body, problems);
    whole = whole && element;
    if (element) append(out, *element);
  }
  return whole ? std::optional(std::move(out)) : std::nullopt;
}

std::optional<Bytes> encode_fields(const Schema& schema, std::uint16_t id, const YamlNode& value, Problems& problems) {
  const auto& node = schema.nodes[id];
  std::vector<std::string_view> names;
  for (auto child : node.children) names.push_back(schema.nodes[child].name);
  if (names.empty() || !check_keys(value, node.name.empty() ? "this element" : node.name, names, problems))
    return std::nullopt;
  Bytes out;
  bool whole = true;
  for (auto child : node.children) {
    const auto& field = schema.nodes[child];
    const auto* given = value.find(field.name);
    if (given == nullptr) {
      if (!field.optional)
        problems.add(value, fmt::format("{} is missing", field.name), {}, "all fields of a new structure");
      whole = whole && field.optional;
      continue;
    }
    const auto octets = with_prefix(field, encode_value(schema, child, *given, problems), *given, problems);
    whole = whole && octets;
    if (octets) append(out, *octets);
  }
  return whole ? std::optional(std::move(out)) : std::nullopt;
}

std::optional<Bytes> encode_structure(const Schema& schema, std::uint16_t id, const YamlNode& value,
                                      Problems& problems) {
  const auto& children = schema.nodes[id].children;
  if (is_raw(value)) return read_octets(value, problems);
  if (value.is_map() && !value.entries.empty()) return encode_fields(schema, id, value, problems);
  if (children.size() == 1) {  // a structure of one field may be written as that field
    const auto& only = schema.nodes[children.front()];
    return with_prefix(only, encode_value(schema, children.front(), value, problems), value, problems);
  }
  const bool empty = value.kind == YamlNode::Kind::null || (value.is_map() && value.entries.empty()) ||
                     (value.is_scalar() && value.text.empty());
  if (empty && children.empty()) return Bytes{};
  if (children.empty()) {
    problems.add(value, "this structure is empty", describe(value), "nothing, or \"hex:…\"");
    return std::nullopt;
  }
  return encode_fields(schema, id, value, problems);
}

}  // namespace

std::optional<std::uint16_t> read_extension_code(const YamlNode& name, Problems& problems) {
  const auto code = name.is_scalar() ? wire::extension_code(name.text) : std::nullopt;
  if (code) return code;
  std::vector<std::string_view> names;
  for (const auto& row : registry::Table<registry::ExtensionType>::rows) names.push_back(row.name);
  problems.unknown(name, "extension", names);
  return std::nullopt;
}

std::optional<Bytes> encode_extension(const Schema& schema, std::uint16_t block, const YamlNode& name,
                                      const YamlNode& body, Problems& problems) {
  const auto code = read_extension_code(name, problems);
  if (!code) return std::nullopt;
  const auto data = schema.nodes[schema.extension_element(block, *code)].children.back();
  const auto octets = with_prefix(schema.nodes[data], encode_value(schema, data, body, problems), body, problems);
  if (!octets) return std::nullopt;
  Bytes out;
  append_uint(out, *code, 2);
  append(out, *octets);
  return out;
}

std::optional<Bytes> encode_element(const Schema& schema, std::uint16_t list, const YamlNode& value,
                                    Problems& problems) {
  const auto& node = schema.nodes[list];
  if (is_raw(value) && node.kind == Kind::extensions) return read_octets(value, problems);
  if (node.kind == Kind::extensions) {
    if (value.is_scalar()) return encode_extension(schema, list, value, YamlNode{}, problems);
    if (value.is_map() && value.entries.size() == 1)
      return encode_extension(schema, list, value.entries.front().key, value.entries.front().value, problems);
    problems.add(value, "not an extension", describe(value), "{ name: body }");
    return std::nullopt;
  }
  const auto child = node.children.front();
  return with_prefix(schema.nodes[child], encode_value(schema, child, value, problems), value, problems);
}

std::optional<Bytes> encode_length(std::size_t width, const YamlNode& value, Problems& problems) {
  if (is_raw(value)) return read_octets(value, problems);
  const auto number = read_number(value, 0, (std::int64_t{1} << (8 * width)) - 1, problems);
  if (!number) return std::nullopt;
  Bytes out;
  append_uint(out, static_cast<std::uint64_t>(*number), width);
  return out;
}

std::optional<Bytes> encode_value(const Schema& schema, std::uint16_t id, const YamlNode& value, Problems& problems) {
  const auto& node = schema.nodes[id];
  switch (node.kind) {
    case Kind::number:
      return encode_number(node, value, problems);
    case Kind::fixed:
      return encode_fixed(node, value, problems);
    case Kind::opaque:
      return read_octets(value, problems);
    case Kind::list:
      return encode_items(schema, id, value, problems);
    case Kind::extensions:
      return encode_block(schema, id, value, problems);
    case Kind::structure:
      return encode_structure(schema, id, value, problems);
  }
  return std::nullopt;
}

}  // namespace shakedown::script
