#include "harness/wire/layout.h"

#include "harness/registry/extensions.h"

namespace shakedown::wire {
namespace {

// Walks a schema over bytes. `false` from a step means that the bytes ended early and nothing after it is laid out.
class Walker {
 public:
  Walker(const Schema& schema, View bytes, std::uint32_t base, std::vector<Slot>& out, std::int32_t first)
      : schema_(schema), bytes_(bytes), base_(base), out_(out), first_(first) {}

  bool visit(std::uint16_t id, std::int32_t parent, std::uint32_t index, std::size_t limit) {
    const auto& node = schema_.nodes[id];
    if (node.optional && at_ == limit) return true;
    if (at_ + node.prefix > limit) return false;
    const auto length = read_uint(bytes_.subspan(at_, node.prefix));
    at_ += node.prefix;
    const bool fits = node.prefix == 0 || length <= limit - at_;
    const auto end = node.prefix == 0 ? limit : at_ + std::min<std::uint64_t>(length, limit - at_);
    const auto slot = open(id, parent, index);
    const bool whole = content(node, slot, static_cast<std::size_t>(end)) && fits;
    // Octets that no field claims, and all octets of a content that broke off, still belong to this slot when a prefix
    // bounds it.
    if (node.prefix != 0 || !whole) at_ = static_cast<std::size_t>(end);
    out_[slot].end = base_ + static_cast<std::uint32_t>(at_);
    return whole;
  }

  // What is inside a slot that stands open, up to `end`.
  bool content(const Node& node, std::size_t slot, std::size_t end) {
    const auto self = static_cast<std::int32_t>(slot) + first_;
    switch (node.kind) {
      case Kind::number:
      case Kind::fixed:
        if (end - at_ < node.width) return false;
        at_ += node.width;
        return true;
      case Kind::opaque:
        at_ = end;
        return true;
      case Kind::structure:
        for (auto child : node.children)
          if (!visit(child, self, 0, end)) return false;
        return true;
      case Kind::list:
      case Kind::extensions:
        for (std::uint32_t i = 0; at_ < end; ++i) {
          const auto before = at_;
          if (!visit(element(slot, end), self, i, end) || at_ == before) return false;
        }
        return true;
    }
    return false;
  }

 private:
  std::size_t open(std::uint16_t id, std::int32_t parent, std::uint32_t index) {
    const auto begin = base_ + static_cast<std::uint32_t>(at_);
    out_.push_back({.node = id,
                    .prefix = schema_.nodes[id].prefix,
                    .parent = parent,
                    .index = index,
                    .begin = begin,
                    .end = begin});
    return out_.size() - 1;
  }
  std::uint16_t element(std::size_t slot, std::size_t end) const {
    return element_node(schema_, out_[slot].node, bytes_.subspan(at_, end - at_));
  }

  const Schema& schema_;
  View bytes_;
  std::uint32_t base_;
  std::vector<Slot>& out_;
  std::int32_t first_;  // where the first slot of `out_` will stand in its layout
  std::size_t at_ = 0;
};

// Is a length prefix and what it bounds, from the beginning of `bytes`, all of that node's structure?
bool fits(const Schema& schema, std::uint16_t data, View bytes) {
  if (bytes.size() < 2) return false;
  const auto size = 2 + static_cast<std::size_t>(read_uint(bytes.first(2)));
  if (size > bytes.size()) return false;
  std::vector<Slot> scratch;
  Walker probe(schema, bytes.first(size), 0, scratch, 0);
  if (!probe.visit(data, -1, 0, size)) return false;
  std::size_t claimed = 2;
  for (const auto& s : scratch)
    if (s.parent == 0) claimed = s.end;
  return claimed == size;
}

std::optional<std::size_t> child_by_name(const Layout& layout, std::size_t parent, std::string_view name) {
  const auto children = layout.children(parent);
  for (auto c : children)
    if (layout.node(c).name == name) return c;
  for (auto c : children)
    if (layout.node(c).transparent)
      if (auto found = child_by_name(layout, c, name)) return found;
  return std::nullopt;
}

std::optional<std::uint16_t> code_of(const Laid& m, std::size_t element) {
  const auto children = m.layout.children(element);
  if (children.empty()) return std::nullopt;
  const auto& type = m.layout.slots[children.front()];
  if (m.layout.node(children.front()).name != "extension_type" || type.end - type.begin != 2) return std::nullopt;
  return static_cast<std::uint16_t>(read_uint(View(m.bytes).subspan(type.begin, 2)));
}

std::optional<std::size_t> child_by_key(const Laid& m, std::size_t list, const Segment& s) {
  const auto children = m.layout.children(list);
  if (m.layout.node(list).kind == Kind::list) {
    auto index = list_index(s.key);
    if (index && *index < 0) *index += static_cast<long>(children.size());
    if (!index || *index < 0 || *index >= static_cast<long>(children.size())) return std::nullopt;
    return children[static_cast<std::size_t>(*index)];
  }
  if (m.layout.node(list).kind != Kind::extensions) return std::nullopt;
  if (s.key.empty()) return s.nth < children.size() ? std::optional(children[s.nth]) : std::nullopt;
  const auto code = extension_code(s.key);
  std::size_t nth = 0;
  for (auto c : children)
    if (code && code_of(m, c) == code && nth++ == s.nth) return c;
  return std::nullopt;
}

// The child whose prefix is meant by `.length` where the slot itself has none.
std::optional<std::size_t> prefixed_slot(const Layout& layout, std::size_t slot) {
  if (layout.slots[slot].prefix != 0) return slot;
  for (auto c : layout.children(slot))
    if (layout.node(c).transparent) return prefixed_slot(layout, c);
  return std::nullopt;
}

}  // namespace

std::size_t Layout::subtree_end(std::size_t slot) const {
  auto i = slot + 1;
  while (i < slots.size() && slots[i].parent >= static_cast<std::int32_t>(slot)) ++i;
  return i;
}

std::vector<std::size_t> Layout::children(std::size_t slot) const {
  std::vector<std::size_t> out;
  for (auto i = slot + 1; i < slots.size() && slots[i].parent >= static_cast<std::int32_t>(slot); ++i)
    if (slots[i].parent == static_cast<std::int32_t>(slot)) out.push_back(i);
  return out;
}

std::uint16_t element_node(const Schema& schema, std::uint16_t list, View bytes) {
  const auto& node = schema.nodes[list];
  const auto general = node.children.back();
  if (node.kind != Kind::extensions || bytes.size() < 4) return general;
  const auto typed = schema.extension_element(list, static_cast<std::uint16_t>(read_uint(bytes.first(2))));
  return typed == general || fits(schema, schema.nodes[typed].children.back(), bytes.subspan(2)) ? typed : general;
}

Layout lay_out(const Schema& schema, View bytes) {
  Layout layout{.schema = &schema, .slots = {}};
  layout.slots = lay_out_element(schema, 0, bytes, 0, -1, 0, 0);
  return layout;
}

std::vector<Slot> lay_out_element(const Schema& schema, std::uint16_t node, View bytes, std::uint32_t begin,
                                  std::int32_t parent, std::uint32_t index, std::int32_t first_slot) {
  std::vector<Slot> slots;
  Walker walker(schema, bytes, begin, slots, first_slot);
  walker.visit(node, parent, index, bytes.size());
  if (!slots.empty()) slots.front().end = begin + static_cast<std::uint32_t>(bytes.size());
  return slots;
}

std::vector<Slot> lay_out_content(const Schema& schema, std::uint16_t node, View content, std::uint32_t begin,
                                  std::int32_t slot) {
  std::vector<Slot> slots;
  slots.push_back({.node = node, .parent = -1, .begin = begin, .end = begin});
  Walker walker(schema, content, begin, slots, slot);
  walker.content(schema.nodes[node], 0, content.size());
  slots.erase(slots.begin());
  return slots;
}

std::optional<std::size_t> find_slot(const Laid& message, const Path& path) {
  if (message.layout.slots.empty()) return std::nullopt;
  std::optional<std::size_t> at = 0;
  for (const auto& s : path.segments) {
    at = s.name.empty() ? child_by_key(message, *at, s) : child_by_name(message.layout, *at, s.name);
    if (!at) return std::nullopt;
  }
  return path.length ? prefixed_slot(message.layout, *at) : at;
}

std::string path_of(const Laid& message, std::size_t slot) {
  const auto& layout = message.layout;
  const auto& s = layout.slots[slot];
  const auto& node = layout.node(slot);
  if (s.parent < 0) return std::string(node.name);
  const auto parent = static_cast<std::size_t>(s.parent);
  auto out = path_of(message, parent);
  if (node.transparent && !node.children.empty()) return out;
  if (layout.node(parent).kind == Kind::list) return out + '[' + std::to_string(s.index) + ']';
  if (layout.node(parent).kind != Kind::extensions) return out + '.' + std::string(node.name);
  const auto code = code_of(message, slot);
  if (!code) return out + "[#" + std::to_string(s.index) + ']';  // broken off before its type
  std::size_t nth = 0;
  for (auto c : layout.children(parent))
    if (c < slot && code_of(message, c) == code) ++nth;
  return out + '[' + registry::name_of(registry::ExtensionType{*code}) + (nth != 0 ? '#' + std::to_string(nth) : "") +
         ']';
}

std::size_t slot_at(const Layout& layout, std::uint32_t offset) {
  std::size_t best = 0;
  for (std::size_t i = 0; i < layout.slots.size(); ++i) {
    const auto& s = layout.slots[i];
    if (s.begin - s.prefix <= offset && offset < s.end) best = i;
  }
  return best;
}

}  // namespace shakedown::wire
