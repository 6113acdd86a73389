#include "harness/script/override.h"

#include <fmt/format.h>

#include "harness/script/value.h"
#include "harness/wire/path.h"

namespace shakedown::script {
namespace {

using edit::Edit;
using wire::Kind;
using wire::Path;
using wire::Schema;

// Walks an override; each field that it names becomes an edit.
class Overrider {
 public:
  Overrider(const Schema& schema, std::vector<Edit>& out, Problems& problems)
      : schema_(schema), out_(out), problems_(problems) {}

  void field(const Path& path, std::uint16_t node, const YamlNode& value) {
    if (path.length) return length(path, node, value);
    if (value.is_scalar() && value.text == "absent") return add(path, "remove", {});
    const auto kind = schema_.nodes[node].kind;
    if (kind == Kind::extensions && value.is_map()) return block(path, node, value);
    if (kind == Kind::list && value.is_map()) return list(path, node, value);
    if (kind == Kind::structure) return structure(path, node, value);
    set(path, node, value);
  }

 private:
  void add(const Path& path, std::string op, Bytes bytes, std::int64_t number = 0) {
    out_.push_back({.address = path, .op = std::move(op), .bytes = std::move(bytes), .number = number});
  }
  void set(const Path& path, std::uint16_t node, const YamlNode& value) {
    if (auto octets = encode_value(schema_, node, value, problems_)) add(path, "set", std::move(*octets));
  }
  void length(const Path& path, std::uint16_t node, const YamlNode& value) {
    const auto prefixed = wire::prefixed_node(schema_, node);
    if (!prefixed) return problems_.add(value, "this field has no length prefix", wire::to_string(path), "a vector");
    if (auto octets = encode_length(schema_.nodes[*prefixed].prefix, value, problems_))
      add(path, "set", std::move(*octets));
  }

  // { add: …, append: …, remove: …, duplicate: …, swap: …, order: …, key_share: … }
  void block(const Path& path, std::uint16_t node, const YamlNode& value) {
    for (const auto& [key, what] : value.entries) {
      if (key.text == "add" || key.text == "append") {
        elements(path, node, key.text, what);
      } else if (key.text == "remove" || key.text == "duplicate" || key.text == "swap") {
        for (const auto& name : as_list(what)) extension(path, key.text, name);
      } else if (key.text == "order") {
        order(path, what);
      } else {
        one_extension(path, node, key, what);
      }
    }
  }
  void one_extension(const Path& path, std::uint16_t node, const YamlNode& name, const YamlNode& body) {
    const auto inner = extension_path(path, name);
    if (!inner) return;
    const auto code = wire::extension_code(inner->segments.back().key);
    field(*inner, schema_.extension_element(node, *code), body);
  }
  std::optional<Path> extension_path(const Path& path, const YamlNode& name) {
    const auto hash = name.text.find('#');
    YamlNode bare = name;
    bare.text = name.text.substr(0, hash);
    if (!read_extension_code(bare, problems_)) return std::nullopt;
    wire::Segment segment{.key = bare.text};
    if (hash != std::string::npos) {
      const auto nth = to_number(std::string_view(name.text).substr(hash + 1));
      if (!nth || *nth < 0) {
        problems_.add(name, "not the number of an extension", describe(name), "#1 for the second of its kind, …");
        return std::nullopt;
      }
      segment.nth = static_cast<std::size_t>(*nth);
    }
    auto inner = path;
    inner.segments.push_back(std::move(segment));
    return inner;
  }
  void extension(const Path& path, const std::string& op, const YamlNode& name) {
    if (const auto inner = extension_path(path, name)) add(*inner, op, {});
  }
  void order(const Path& path, const YamlNode& names) {
    Bytes codes;
    for (const auto& name : as_list(names))
      if (const auto code = read_extension_code(name, problems_)) append_uint(codes, *code, 2);
    add(path, "order", std::move(codes));
  }
  // `add` puts its elements in front, so that a pre_shared_key stays the last extension (RFC 8446 §4.2.11).
  void elements(const Path& path, std::uint16_t node, const std::string& verb, const YamlNode& what) {
    std::vector<YamlNode> items(as_list(what).begin(), as_list(what).end());
    if (what.is_map()) {
      items.clear();
      for (const auto& entry : what.entries) {
        items.push_back(YamlNode::map({entry}));
        items.back().place = entry.key.place;
      }
    }
    std::int64_t at = 0;
    for (const auto& item : items) {
      const auto octets = encode_element(schema_, node, item, problems_);
      if (octets) add(path, verb == "add" ? "insert" : "append", *octets, verb == "add" ? at++ : 0);
    }
  }
  void list(const Path& path, std::uint16_t node, const YamlNode& value) {
    check_keys(value, "a list's changes", list_changes(), problems_);
    for (const auto& [key, what] : value.entries) {
      if (key.text == "add" || key.text == "append") {
        for (const auto& item : as_list(what)) {
          const auto octets = encode_element(schema_, node, item, problems_);
          if (octets) add(path, key.text == "add" ? "insert" : "append", *octets);
        }
        continue;
      }
      for (const auto& index : as_list(what)) {
        if (!read_number(index, -65536, 65535, problems_)) continue;
        auto element = path;
        element.segments.push_back({.key = index.text});
        add(element, key.text, {});
      }
    }
  }
  void structure(const Path& path, std::uint16_t node, const YamlNode& value) {
    const auto& extension = schema_.nodes[node].extension;
    const bool element = extension || (schema_.nodes[node].children.size() == 2 &&
                                       schema_.nodes[schema_.nodes[node].children.back()].name == "extension_data");
    const auto data = element ? schema_.nodes[node].children.back() : node;
    if (value.is_map()) {
      for (const auto& [key, inner] : value.entries) named(path, key, inner);
      return;
    }
    if (element && schema_.nodes[data].kind == Kind::opaque) {
      auto body = path;
      body.segments.push_back({.name = "extension_data"});
      return set(body, data, value);
    }
    if (element) return whole_extension(path, data, value);
    set(path, node, value);
  }
  // A body that is not given field by field: the extension is written anew.
  void whole_extension(const Path& path, std::uint16_t data, const YamlNode& value) {
    const auto body = encode_value(schema_, data, value, problems_);
    if (!body) return;
    Bytes out;
    append_uint(out, *wire::extension_code(path.segments.back().key), 2);
    append_uint(out, body->size(), 2);
    append(out, *body);
    add(path, "set", std::move(out));
  }

 public:
  // The key is a field of what `path` names, or a path below it.
  void named(const Path& path, const YamlNode& key, const YamlNode& value) {
    const auto text = wire::to_string(path) + (key.text.starts_with('[') ? "" : ".") + key.text;
    auto inner = wire::parse_path(text);
    if (!inner) return problems_.add(key, inner.error());
    const auto node = wire::find_node(schema_, *inner);
    if (!node) return problems_.add(key, node.error());
    field(*inner, *node, value);
  }

 private:
  const Schema& schema_;
  std::vector<Edit>& out_;
  Problems& problems_;
};

}  // namespace

const std::vector<std::string_view>& list_changes() {
  static const std::vector<std::string_view> verbs{"add", "append", "remove", "duplicate", "swap"};
  return verbs;
}
const std::vector<std::string_view>& extension_changes() {
  static const auto verbs = [] {
    auto all = list_changes();
    all.emplace_back("order");
    return all;
  }();
  return verbs;
}

void read_override(const Subject& subject, const YamlNode& key, const YamlNode& value, std::vector<Edit>& out,
                   Problems& problems) {
  Overrider(*subject.schema, out, problems)
      .named(Path{.message = std::string(subject.schema->root().name)}, key, value);
}

}  // namespace shakedown::script
