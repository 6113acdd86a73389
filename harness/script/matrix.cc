#include "harness/script/matrix.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/script/scalars.h"

namespace shakedown::script {
namespace {

const CellValue* find_value(const Cell& cell, std::string_view key) {
  const auto found = std::ranges::find(cell, key, &CellValue::key);
  return found == cell.end() ? nullptr : &*found;
}

bool key_char(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; }

// The next {key} at or after `from`: its first and one past its last character.
std::optional<std::pair<std::size_t, std::size_t>> next_reference(std::string_view text, std::size_t from) {
  for (auto open = text.find('{', from); open != std::string_view::npos; open = text.find('{', open + 1)) {
    auto end = open + 1;
    while (end < text.size() && key_char(text[end])) ++end;
    if (end > open + 1 && end < text.size() && text[end] == '}') return std::pair{open, end + 1};
  }
  return std::nullopt;
}

bool any_text(const YamlNode& node, const std::function<bool(std::string_view)>& is) {
  if (is(node.text)) return true;
  return std::ranges::any_of(node.items, [&](const auto& item) { return any_text(item, is); }) ||
         std::ranges::any_of(node.entries, [&](const auto& e) { return any_text(e.key, is) || any_text(e.value, is); });
}

class Substituter {
 public:
  Substituter(const Cell& cell, Problems& problems) : cell_(cell), problems_(problems) {}

  YamlNode node(const YamlNode& from) const {
    if (from.is_scalar()) return scalar(from);
    auto out = from;
    for (auto& item : out.items) item = node(item);
    for (auto& [key, value] : out.entries) {
      key = text(key);
      value = node(value);
    }
    return out;
  }

 private:
  YamlNode scalar(const YamlNode& from) const {
    const auto whole = next_reference(from.text, 0);
    if (!whole || whole->first != 0 || whole->second != from.text.size()) return text(from);
    const auto* value = find(from, 1, from.text.size() - 1);
    if (value == nullptr) return from;
    auto out = value->value;
    out.place = from.place;
    return out;
  }
  YamlNode text(const YamlNode& from) const {
    auto out = from;
    out.text.clear();
    std::size_t done = 0;
    while (const auto next = next_reference(from.text, done)) {
      out.text += from.text.substr(done, next->first - done);
      const auto* value = find(from, next->first + 1, next->second - 1);
      if (value != nullptr && !value->value.is_scalar())
        problems_.add(from, fmt::format("the value of '{}' is no text", value->key), describe(value->value));
      out.text += value == nullptr ? "" : value->value.text;
      done = next->second;
    }
    out.text += from.text.substr(done);
    return out;
  }
  const CellValue* find(const YamlNode& from, std::size_t begin, std::size_t end) const {
    auto name = from;
    name.text = from.text.substr(begin, end - begin);
    const auto* value = find_value(cell_, name.text);
    std::vector<std::string_view> keys;
    for (const auto& v : cell_) keys.push_back(v.key);
    if (value == nullptr && keys.empty()) problems_.add(from, "the case has no matrix", describe(name));
    if (value == nullptr && !keys.empty()) problems_.unknown(name, "key of the matrix", keys);
    return value;
  }

  const Cell& cell_;
  Problems& problems_;
};

// `name(argument)`; empty if the text is not of that form.
std::string_view argument_of(std::string_view text, std::string_view name) {
  if (!text.starts_with(name) || text.size() < name.size() + 3 || text[name.size()] != '(' || text.back() != ')')
    return {};
  return text.substr(name.size() + 1, text.size() - name.size() - 2);
}

class Expander {
 public:
  Expander(const Case& c, const SizeOf& size_of, std::size_t most, Problems& problems)
      : case_(c), size_of_(size_of), most_(most), problems_(problems) {}

  std::vector<Cell> all() {
    grow({});
    if (too_many_)
      problems_.add(YamlNode{.place = case_.matrix.empty() ? Place{} : case_.matrix.front().place},
                    "the matrix has too many cells", {}, fmt::format("at most {}", most_));
    return std::move(out_);
  }

 private:
  void grow(const Cell& cell) {
    too_many_ = too_many_ || ++steps_ > 8 * most_ + case_.matrix.size();
    if (too_many_ || excluded(cell)) return;
    if (cell.size() == case_.matrix.size()) {
      too_many_ = out_.size() >= most_;
      if (!too_many_) out_.push_back(cell);
      return;
    }
    const auto& key = case_.matrix[cell.size()];
    for (const auto& value : key.values)
      for (auto& one : values(value, cell)) {
        auto next = cell;
        next.push_back({key.name, std::move(one)});
        grow(next);
      }
  }

  std::vector<YamlNode> values(const YamlNode& value, const Cell& cell) {
    if (!value.is_scalar()) return {value};
    if (const auto dots = value.text.find(".."); dots != std::string::npos && to_number(value.text.substr(0, dots)))
      return numbers(value, value.text.substr(0, dots), value.text.substr(dots + 2));
    for (const auto name : matrix_generators()) {
      const auto path = argument_of(value.text, name);
      if (path.empty()) continue;
      auto node = value;
      node.text = std::string(path);
      const auto size = size_of_(node, cell);
      return size ? positions(value, name, *size) : std::vector<YamlNode>{};
    }
    return {value};
  }
  std::vector<YamlNode> numbers(const YamlNode& at, std::string_view first, std::string_view last) {
    const auto from = to_number(first);
    const auto to = to_number(last);
    if (!from || !to || *to < *from || *to - *from >= static_cast<std::int64_t>(most_)) {
      problems_.add(at, "not a range", describe(at), "first..last");
      return {};
    }
    std::vector<YamlNode> out;
    for (auto n = *from; n <= *to; ++n) out.push_back(placed(number_node(n), at));
    return out;
  }
  std::vector<YamlNode> positions(const YamlNode& at, std::string_view generator, std::size_t size) {
    std::vector<YamlNode> out;
    const auto count = generator == "each_octet" ? size : size * 8;
    for (std::size_t i = 0; i < count && i < most_; ++i) {
      const auto octet = i / 8;
      const bool edge = octet == 0 || octet == size / 2 || octet + 1 == size;
      if (generator != "edge_bits" || edge) out.push_back(placed(number_node(static_cast<std::int64_t>(i)), at));
    }
    return out;
  }
  static YamlNode placed(YamlNode node, const YamlNode& at) {
    node.place = at.place;
    return node;
  }

  // A row of `except` applies as soon as all its keys are known.
  bool excluded(const Cell& cell) const {
    return std::ranges::any_of(case_.except, [&](const YamlNode& row) {
      return std::ranges::all_of(row.entries, [&](const YamlEntry& entry) {
        const auto* value = find_value(cell, entry.key.text);
        return value != nullptr && std::ranges::any_of(as_list(entry.value), [&](const YamlNode& out) {
                 return value->value == out || value->text() == out.text;
               });
      });
    });
  }

  const Case& case_;
  const SizeOf& size_of_;
  std::size_t most_;
  Problems& problems_;
  std::vector<Cell> out_;
  std::size_t steps_ = 0;  // excluded cells cost time too
  bool too_many_ = false;
};

}  // namespace

std::string CellValue::text() const { return value.is_scalar() ? value.text : write_yaml_line(value); }

YamlNode substitute(const YamlNode& node, const Cell& cell, Problems& problems) {
  return Substituter(cell, problems).node(node);
}

bool uses(const YamlNode& node, std::string_view key) {
  const auto reference = fmt::format("{{{}}}", key);
  return any_text(node, [&](std::string_view text) { return text.find(reference) != std::string_view::npos; });
}

bool uses_any(const YamlNode& node) {
  return any_text(node, [](std::string_view text) { return next_reference(text, 0).has_value(); });
}

const std::vector<std::string_view>& matrix_generators() {
  static const std::vector<std::string_view> names{"each_bit", "edge_bits", "each_octet"};
  return names;
}

std::vector<Cell> cells_of(const Case& c, const SizeOf& size_of, std::size_t most, Problems& problems) {
  return Expander(c, size_of, most, problems).all();
}

}  // namespace shakedown::script
