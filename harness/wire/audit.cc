#include "harness/wire/audit.h"

#include <fmt/format.h>

#include <algorithm>

namespace shakedown::wire {
namespace {

std::uint32_t outer_begin(const Slot& s) { return s.begin - s.prefix; }

// The sibling right before a slot, or nullopt if it is the first child.
std::optional<std::size_t> elder_sibling(const Layout& layout, std::size_t slot) {
  const auto parent = layout.slots[slot].parent;
  auto i = static_cast<std::int32_t>(slot) - 1;
  while (i > parent && layout.slots[static_cast<std::size_t>(i)].parent != parent)
    i = layout.slots[static_cast<std::size_t>(i)].parent;
  return i > parent ? std::optional(static_cast<std::size_t>(i)) : std::nullopt;
}

std::string flaw_of_range(const Laid& m, const Slot& s) {
  if (s.node >= m.layout.schema->nodes.size()) return "is of no node";
  if (s.begin < s.prefix) return "has a prefix before the first octet";
  if (s.end < s.begin) return "ends before it begins";
  if (s.end > m.bytes.size()) return "ends behind the last octet";
  return {};
}

std::string flaw_of_place(const Layout& layout, std::size_t slot) {
  const auto& s = layout.slots[slot];
  if (slot == 0) return s.parent == -1 && s.node == 0 ? "" : "is first, but not the root";
  if (s.parent < 0 || static_cast<std::size_t>(s.parent) >= slot) return "stands before its parent";
  const auto parent = static_cast<std::size_t>(s.parent);
  if (layout.subtree_end(parent) <= slot) return "stands outside of its parent's subtree";
  const auto& children = layout.node(parent).children;
  if (std::ranges::find(children, s.node) == children.end()) return "is of a node that its parent's node does not have";
  const auto& p = layout.slots[parent];
  if (outer_begin(s) < p.begin || s.end > p.end) return "lies outside of its parent";
  const auto elder = elder_sibling(layout, slot);
  if (elder && outer_begin(s) < layout.slots[*elder].end) return "overlaps what stands before it";
  return {};
}

std::string describe(const Slot& s, std::size_t slot, std::string_view flaw) {
  return fmt::format("slot {} (node {}, parent {}, {}+[{}, {})) {}", slot, s.node, s.parent, s.prefix, s.begin, s.end,
                     flaw);
}

}  // namespace

std::string audit(const Laid& message) {
  const auto& slots = message.layout.slots;
  for (std::size_t i = 0; i < slots.size(); ++i) {
    auto flaw = flaw_of_range(message, slots[i]);
    if (flaw.empty()) flaw = flaw_of_place(message.layout, i);
    if (!flaw.empty()) return describe(slots[i], i, flaw);
  }
  return {};
}

std::string audit_whole(const Laid& message) {
  if (auto flaw = audit(message); !flaw.empty()) return flaw;
  const auto& slots = message.layout.slots;
  std::uint32_t at = 0;  // everything before it is claimed
  for (std::size_t i = 0; i < slots.size(); ++i) {
    const auto& s = slots[i];
    if (outer_begin(s) != at) return describe(s, i, fmt::format("leaves a gap at {}", at));
    const auto length = read_uint(View(message.bytes).subspan(outer_begin(s), s.prefix));
    if (s.prefix != 0 && length != s.end - s.begin) return describe(s, i, fmt::format("has a prefix of {}", length));
    const bool leaf = message.layout.subtree_end(i) == i + 1;
    if (leaf && !message.layout.node(i).children.empty() && s.begin != s.end) return describe(s, i, "has no fields");
    at = leaf ? s.end : s.begin;
  }
  return at == message.bytes.size() ? "" : fmt::format("octets from {} on belong to no field", at);
}

}  // namespace shakedown::wire
