#include "harness/base/yaml.h"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <optional>
#include <sstream>

namespace shakedown {
namespace {

// yaml-cpp's own parser goes one call deeper for each bracket before it tells us of any, so the text is looked at
// first.
std::size_t bracket_depth(std::string_view text) {
  std::size_t depth = 0;
  std::size_t most = 0;
  for (const char c : text) {
    if (c == '[' || c == '{') most = std::max(most, ++depth);
    if ((c == ']' || c == '}') && depth > 0) --depth;
  }
  return most;
}

bool name_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// yaml-cpp reads `[A, B?]` as YAML 1.1 did and refuses it; to YAML 1.2 it is a list of two texts. So a question mark
// right behind a name is hidden from it, as an octet that no UTF-8 text holds and no escape can write.
constexpr char hidden_question_mark = '\xff';
std::string hide_question_marks(std::string_view text) {
  std::string out(text);
  for (std::size_t i = 1; i < out.size(); ++i)
    if (out[i] == '?' && name_char(out[i - 1])) out[i] = hidden_question_mark;
  return out;
}
std::string show_question_marks(std::string text) {
  std::ranges::replace(text, hidden_question_mark, '?');
  return text;
}

// The octets of the UTF-8 character at the beginning of `text`; 0 if there is none (RFC 3629 §4), or a control
// character that YAML does not allow.
std::size_t character(std::string_view text) {
  const auto at = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  const auto follows = [&](std::size_t from, std::size_t to) {
    for (auto i = from; i < to; ++i)
      if ((at(i) & 0xc0U) != 0x80) return false;
    return true;
  };
  const auto first = at(0);
  if (first < 0x80) return (first >= 0x20 && first != 0x7f) || first == '\t' || first == '\n' || first == '\r' ? 1 : 0;
  if (first >= 0xc2 && first <= 0xdf) return follows(1, 2) ? 2 : 0;
  if ((first & 0xf0U) == 0xe0) {
    const bool shortest = first != 0xe0 || at(1) >= 0xa0;
    const bool surrogate = first == 0xed && at(1) >= 0xa0;
    return shortest && !surrogate && follows(1, 3) ? 3 : 0;
  }
  if (first >= 0xf0 && first <= 0xf4) {
    const bool in_range = (first != 0xf0 || at(1) >= 0x90) && (first != 0xf4 || at(1) <= 0x8f);
    return in_range && follows(1, 4) ? 4 : 0;
  }
  return 0;
}

// Where the text stops being printable UTF-8, if it does.
std::optional<Place> unreadable(std::string_view text, std::string_view file) {
  Place place{std::string(file), 1, 1};
  while (!text.empty()) {
    const auto size = character(text);
    if (size == 0) return place;
    place.column = text.front() == '\n' ? 1 : place.column + size;
    if (text.front() == '\n') ++place.line;
    text.remove_prefix(size);
  }
  return std::nullopt;
}

// Of a scalar, where escapes may stand for control characters. yaml-cpp gives a lone octet for `\_` and `\N`.
bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const auto size = static_cast<unsigned char>(text.front()) < 0x80 ? 1 : character(text);
    if (size == 0) return false;
    text.remove_prefix(size);
  }
  return true;
}

Error broken(std::string what, Place place) {
  return {
      .cause = Cause::input, .what = std::move(what), .place = std::move(place), .path = {}, .got = {}, .expected = {}};
}

// Leaves yaml-cpp's parser from inside a callback; never leaves this file.
struct Stop {
  Error error;
};

class Builder : public YAML::EventHandler {
 public:
  Builder(std::string_view file, const YamlLimits& limits) : file_(file), limits_(limits) {}

  YamlNode take() { return std::move(root_); }
  Place place(const YAML::Mark& mark) const {
    if (mark.is_null()) return {.file = file_};
    return {file_, static_cast<std::size_t>(mark.line) + 1, static_cast<std::size_t>(mark.column) + 1};
  }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    refuse_anchor(mark, anchor);
    add(YamlNode{.place = place(mark)});
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    stop(mark, "aliases are not part of this format", "the value itself");
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    refuse_anchor(mark, anchor);
    refuse_tag(mark, tag);
    auto node = YamlNode::scalar(show_question_marks(value), tag == "!");
    node.place = place(mark);
    if (!is_utf8(node.text))
      stop(mark, "an escape in this text gives no UTF-8", "\\u00a0 for a no-break space, \\u0085 for a next line");
    add(std::move(node));
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, YamlNode::Kind::sequence);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, YamlNode::Kind::map);
  }
  void OnMapEnd() override { close(); }

 private:
  [[noreturn]] void stop(const YAML::Mark& mark, std::string what, std::string expected) const {
    throw Stop{{.cause = Cause::input,
                .what = std::move(what),
                .place = place(mark),
                .path = {},
                .got = {},
                .expected = std::move(expected)}};
  }
  void refuse_anchor(const YAML::Mark& mark, YAML::anchor_t anchor) const {
    if (anchor != YAML::NullAnchor) stop(mark, "anchors are not part of this format", "the value itself");
  }
  void refuse_tag(const YAML::Mark& mark, const std::string& tag) const {
    if (!tag.empty() && tag != "!" && tag != "?")
      stop(mark, "tags are not part of this format", "a plain or quoted value");
  }
  void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YamlNode::Kind kind) {
    refuse_anchor(mark, anchor);
    refuse_tag(mark, tag);
    if (stack_.size() >= limits_.depth) stop(mark, "too deep", fmt::format("at most {} levels", limits_.depth));
    YamlNode node{.kind = kind};
    node.place = place(mark);
    stack_.push_back({std::move(node), {}, false});
  }
  void close() {
    auto done = std::move(stack_.back().node);
    stack_.pop_back();
    add(std::move(done));
  }
  void add(YamlNode node) {
    if (stack_.empty()) {
      root_ = std::move(node);
      return;
    }
    auto& top = stack_.back();
    if (top.node.is_sequence()) {
      top.node.items.push_back(std::move(node));
    } else if (!top.has_key) {
      take_key(top, std::move(node));
    } else {
      top.node.entries.push_back({std::move(top.key), std::move(node)});
      top.has_key = false;
    }
  }
  struct Open;
  void take_key(Open& top, YamlNode key) const {
    if (!key.is_scalar()) throw Stop{{Cause::input, "a key must be a plain or quoted text", key.place, {}, {}, {}}};
    for (const auto& [other, value] : top.node.entries)
      if (other.text == key.text)
        throw Stop{{.cause = Cause::input,
                    .what = fmt::format("the key '{}' stands here twice", key.text),
                    .place = key.place,
                    .path = {},
                    .got = {},
                    .expected = fmt::format("one of them; the first is at {}", to_string(other.place))}};
    top.key = std::move(key);
    top.has_key = true;
  }

  struct Open {
    YamlNode node;
    YamlNode key;
    bool has_key;
  };
  std::string file_;
  YamlLimits limits_;
  std::vector<Open> stack_;
  YamlNode root_;
};

}  // namespace

YamlNode YamlNode::scalar(std::string text, bool quoted) {
  YamlNode node{.kind = Kind::scalar};
  node.text = std::move(text);
  node.quoted = quoted;
  return node;
}
YamlNode YamlNode::sequence(std::vector<YamlNode> items) {
  YamlNode node{.kind = Kind::sequence};
  node.items = std::move(items);
  return node;
}
YamlNode YamlNode::map(std::vector<YamlEntry> entries) {
  YamlNode node{.kind = Kind::map};
  node.entries = std::move(entries);
  return node;
}
const YamlNode* YamlNode::find(std::string_view key) const {
  for (const auto& entry : entries)
    if (entry.key.text == key) return &entry.value;
  return nullptr;
}
bool operator==(const YamlNode& a, const YamlNode& b) {
  return a.kind == b.kind && a.text == b.text && a.items == b.items && a.entries == b.entries;
}
bool operator==(const YamlEntry& a, const YamlEntry& b) { return a.key == b.key && a.value == b.value; }

Result<YamlNode> parse_yaml(std::string_view text, std::string_view file, const YamlLimits& limits) {
  const Place whole{.file = std::string(file)};
  if (text.size() > limits.size) return fail(broken(fmt::format("longer than {} octets", limits.size), whole));
  if (bracket_depth(text) > 8 * limits.depth) return fail(broken("too many brackets inside each other", whole));
  if (auto at = unreadable(text, file)) return fail(broken("not printable UTF-8 text", std::move(*at)));
  Builder builder(file, limits);
  try {
    std::istringstream in{hide_question_marks(text)};
    YAML::Parser parser(in);
    if (!parser.HandleNextDocument(builder)) return YamlNode{.place = {std::string(file), 1, 1}};
    auto root = builder.take();
    if (parser.HandleNextDocument(builder)) return fail(broken("a second document begins", whole));
    return root;
  } catch (const Stop& s) {
    return fail(s.error);
  } catch (const YAML::Exception& e) {
    return fail(broken(fmt::format("not YAML: {}", e.msg), builder.place(e.mark)));
  }
}

}  // namespace shakedown
