#include "harness/trace/fields.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/trace/text.h"
#include "harness/wire/content.h"
#include "harness/wire/layout.h"

namespace shakedown::trace {
namespace {

using wire::Kind;
using wire::Laid;
using wire::Node;
using wire::Slot;

constexpr std::size_t shown_octets = 64;

Laid lay_out(const protocol::SeenMessage& message) {
  const auto parsed = message.parsed();
  const auto& schema = parsed ? wire::schema_of(parsed->value) : wire::schema_for_content(message.content_type);
  return {message.raw, wire::lay_out(schema, message.raw)};
}

View octets_of(const Laid& m, const Slot& s) { return View(m.bytes).subspan(s.begin, s.end - s.begin); }

std::string number_text(const Node& node, View octets) {
  const auto value = read_uint(octets);
  if (node.registry == nullptr) return fmt::format("{}", value);
  const auto name = node.registry->name_of(value);
  return name.empty() ? "0x" + to_hex(octets) : std::string(name);
}

class Lines {
 public:
  explicit Lines(const Laid& message) : m_(message) {}

  std::vector<FieldLine> all() {
    if (!m_.layout.slots.empty()) visit(0);
    return std::move(out_);
  }

 private:
  void visit(std::size_t i) {
    length(i);
    value(i);
    for (const auto child : m_.layout.children(i)) visit(child);
    rest(i);
  }

  const Slot& slot(std::size_t i) const { return m_.layout.slots[i]; }
  void add(std::size_t i, std::string_view suffix, std::string value) {
    out_.push_back({wire::path_of(m_, i) + std::string(suffix), std::move(value)});
  }

  // A prefix of a right length says nothing that the content does not say.
  void length(std::size_t i) {
    const auto& s = slot(i);
    if (s.prefix == 0) return;
    const auto says = read_uint(View(m_.bytes).subspan(s.begin - s.prefix, s.prefix));
    if (says != s.end - s.begin) add(i, ".length", fmt::format("{} (there are {})", says, s.end - s.begin));
  }

  void value(std::size_t i) {
    const auto& node = m_.layout.node(i);
    const auto octets = octets_of(m_, slot(i));
    switch (node.kind) {
      case Kind::number:
        return add(i, "", octets.size() == node.width ? number_text(node, octets) : broken_off(octets));
      case Kind::fixed:
        return add(i, "", octets.size() == node.width ? to_hex(octets) : broken_off(octets));
      case Kind::opaque:
        return add(i, "", readable(octets, shown_octets));
      case Kind::list:
      case Kind::extensions:
        if (octets.empty()) add(i, "", "(empty)");
        return;
      case Kind::structure:
        return;  // its fields have lines
    }
  }
  static std::string broken_off(View octets) { return fmt::format("broken off: {}", readable(octets, shown_octets)); }

  // What stands behind the last field of a slot that has fields.
  void rest(std::size_t i) {
    const auto kind = m_.layout.node(i).kind;
    if (kind != Kind::structure && kind != Kind::list && kind != Kind::extensions) return;
    auto claimed = slot(i).begin;
    for (const auto child : m_.layout.children(i)) claimed = std::max(claimed, slot(child).end);
    if (claimed >= slot(i).end) return;
    add(i, ".rest", readable(View(m_.bytes).subspan(claimed, slot(i).end - claimed), shown_octets));
  }

  const Laid& m_;
  std::vector<FieldLine> out_;
};

}  // namespace

std::vector<FieldLine> field_lines(const protocol::SeenMessage& message) {
  const auto laid = lay_out(message);
  return Lines(laid).all();
}

}  // namespace shakedown::trace
