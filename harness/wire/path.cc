#include "harness/wire/path.h"

#include <fmt/format.h>

#include <charconv>

#include "harness/base/suggest.h"
#include "harness/registry/extensions.h"

namespace shakedown::wire {
namespace {

bool is_name_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

Error broken(std::string_view text, std::size_t at, std::string expected) {
  return {.cause = Cause::input,
          .what = fmt::format("not a field address at character {}", at + 1),
          .place = {},
          .path = std::string(text),
          .got = at < text.size() ? fmt::format("'{}'", text[at]) : "the end",
          .expected = std::move(expected)};
}

class PathParser {
 public:
  explicit PathParser(std::string_view text) : text_(text) {}

  Result<Path> parse() {
    Path path;
    auto message = name();
    if (!message) return fail(message.error());
    path.message = *message;
    while (at_ < text_.size()) {
      auto segment = text_[at_] == '[' ? element() : field();
      if (!segment) return fail(segment.error());
      path.segments.push_back(std::move(*segment));
    }
    if (!path.segments.empty() && path.segments.back().name == "length") {
      path.segments.pop_back();
      path.length = true;
    }
    return path;
  }

 private:
  Result<std::string> name() {
    const auto begin = at_;
    while (at_ < text_.size() && is_name_char(text_[at_])) ++at_;
    if (begin == at_) return fail(broken(text_, at_, "a name"));
    return std::string(text_.substr(begin, at_ - begin));
  }
  Result<Segment> field() {
    if (text_[at_] != '.') return fail(broken(text_, at_, "'.' or '['"));
    ++at_;
    auto n = name();
    if (!n) return fail(n.error());
    return Segment{.name = *n};
  }
  Result<Segment> element() {
    const auto begin = ++at_;
    while (at_ < text_.size() && (is_name_char(text_[at_]) || text_[at_] == '-')) ++at_;
    Segment s{.key = std::string(text_.substr(begin, at_ - begin))};
    const bool numbered = at_ < text_.size() && text_[at_] == '#';
    if (s.key.empty() && !numbered) return fail(broken(text_, at_, "an index or the name of an extension"));
    if (numbered) {
      const auto digits = text_.substr(++at_);
      const auto r = std::from_chars(digits.data(), digits.data() + digits.size(), s.nth);
      if (r.ec != std::errc{}) return fail(broken(text_, at_, "a number"));
      at_ += static_cast<std::size_t>(r.ptr - digits.data());
    }
    if (at_ >= text_.size() || text_[at_] != ']') return fail(broken(text_, at_, "']'"));
    ++at_;
    return s;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

std::vector<std::string_view> child_names(const Schema& schema, std::uint16_t node) {
  std::vector<std::string_view> names;
  for (auto id : schema.nodes[node].children) {
    const auto& child = schema.nodes[id];
    if (!child.name.empty()) names.push_back(child.name);
    if (child.transparent)
      for (auto n : child_names(schema, id)) names.push_back(n);
  }
  return names;
}

Error no_such(const Path& path, std::string what, std::string_view got, std::string expected) {
  return {.cause = Cause::input,
          .what = std::move(what),
          .place = {},
          .path = to_string(path),
          .got = fmt::format("'{}'", got),
          .expected = std::move(expected)};
}

Result<std::uint16_t> element_node(const Schema& schema, std::uint16_t at, const Path& path, const Segment& s) {
  const auto& node = schema.nodes[at];
  if (node.kind == Kind::list) {
    if (!list_index(s.key)) return fail(no_such(path, "not an index", s.key, "a number"));
    return node.children.front();
  }
  if (node.kind != Kind::extensions)
    return fail(no_such(path, fmt::format("{} is not a list", node.name), '[' + s.key + ']', "a field"));
  if (s.key.empty()) return node.children.back();
  const auto code = extension_code(s.key);
  if (!code) {
    std::vector<std::string_view> names;
    names.reserve(std::size(registry::Table<registry::ExtensionType>::rows));
    for (const auto& row : registry::Table<registry::ExtensionType>::rows) names.push_back(row.name);
    return fail(no_such(path, "unknown extension", s.key, expected_names(s.key, names)));
  }
  return schema.extension_element(at, *code);
}

}  // namespace

std::optional<long> list_index(std::string_view key) {
  long index = 0;
  const auto r = std::from_chars(key.data(), key.data() + key.size(), index);
  if (r.ec != std::errc{} || r.ptr != key.data() + key.size()) return std::nullopt;
  return index;
}

std::optional<std::uint16_t> extension_code(std::string_view key) {
  if (const auto code = registry::value_of<registry::ExtensionType>(key)) return registry::number(*code);
  const bool hex = key.starts_with("0x");
  const auto digits = hex ? key.substr(2) : key;
  std::uint16_t code = 0;
  const auto r = std::from_chars(digits.data(), digits.data() + digits.size(), code, hex ? 16 : 10);
  if (r.ec != std::errc{} || r.ptr != digits.data() + digits.size()) return std::nullopt;
  return code;
}

Result<Path> parse_path(std::string_view text) { return PathParser(text).parse(); }

std::string to_string(const Path& path) {
  std::string out = path.message;
  for (const auto& s : path.segments) {
    if (!s.name.empty()) {
      out += '.' + s.name;
    } else {
      out += '[' + s.key + (s.nth != 0 || s.key.empty() ? fmt::format("#{}", s.nth) : "") + ']';
    }
  }
  return path.length ? out + ".length" : out;
}

Result<std::uint16_t> find_node(const Schema& schema, const Path& path) {
  std::uint16_t at = 0;
  for (const auto& s : path.segments) {
    if (s.name.empty()) {
      auto next = element_node(schema, at, path, s);
      if (!next) return next;
      at = *next;
      continue;
    }
    const auto next = schema.child(at, s.name);
    if (!next) return fail(no_such(path, "no such field", s.name, expected_names(s.name, child_names(schema, at))));
    at = *next;
  }
  if (path.length && !prefixed_node(schema, at))
    return fail(no_such(path, "this field has no length prefix", "length", "a vector"));
  return at;
}

std::optional<std::uint16_t> prefixed_node(const Schema& schema, std::uint16_t node) {
  if (schema.nodes[node].prefix != 0) return node;
  for (auto id : schema.nodes[node].children)
    if (schema.nodes[id].transparent) return prefixed_node(schema, id);
  return std::nullopt;
}

}  // namespace shakedown::wire
