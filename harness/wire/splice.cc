#include "harness/wire/splice.h"

#include <fmt/format.h>

#include <algorithm>

namespace shakedown::wire {
namespace {

bool is_list(const Node& node) { return node.kind == Kind::list || node.kind == Kind::extensions; }

struct Change {
  std::size_t begin, end;   // octets that go
  std::int32_t inside;      // the innermost slot whose content they are; it and its ancestors grow
  std::size_t first, last;  // slots that go; those from `last` on shift
};

std::uint64_t capacity(std::size_t prefix) { return prefix >= 8 ? ~0ULL : (1ULL << (8 * prefix)) - 1; }

std::uint64_t read_prefix(const Laid& m, const Slot& s) {
  return read_uint(View(m.bytes).subspan(s.begin - s.prefix, s.prefix));
}

Status check_fits(const Laid& m, const Change& c, std::int64_t grow) {
  for (auto s = c.inside; s >= 0; s = m.layout.slots[static_cast<std::size_t>(s)].parent) {
    const auto& slot = m.layout.slots[static_cast<std::size_t>(s)];
    if (slot.prefix == 0 || slot.pinned) continue;
    const auto size = read_prefix(m, slot) + static_cast<std::uint64_t>(grow);
    if (size > capacity(slot.prefix))
      return fail({.cause = Cause::input,
                   .what = "the length no longer fits its prefix",
                   .place = {},
                   .path = path_of(m, static_cast<std::size_t>(s)),
                   .got = fmt::format("{}", static_cast<std::int64_t>(size)),
                   .expected = fmt::format("at most {}, or `lengths: wrap`", capacity(slot.prefix))});
  }
  return {};
}

// By the difference, not by the true size: what lied before the edit lies by as much after it.
void grow_prefix(Laid& m, const Slot& s, std::int64_t grow) {
  const auto size = read_prefix(m, s) + static_cast<std::uint64_t>(grow);
  for (std::size_t i = 0; i < s.prefix; ++i) m.bytes[s.begin - 1 - i] = static_cast<std::uint8_t>(size >> (8 * i));
}

Status splice(Laid& m, const Change& c, View with, Lengths lengths) {
  const auto grow = static_cast<std::int64_t>(with.size()) - static_cast<std::int64_t>(c.end - c.begin);
  if (lengths == Lengths::follow)
    if (auto ok = check_fits(m, c, grow); !ok) return ok;
  auto& slots = m.layout.slots;
  const auto shift = [&](std::uint32_t& at) { at = static_cast<std::uint32_t>(static_cast<std::int64_t>(at) + grow); };
  for (auto i = c.last; i < slots.size(); ++i) {
    shift(slots[i].begin);
    shift(slots[i].end);
  }
  for (auto s = c.inside; s >= 0; s = slots[static_cast<std::size_t>(s)].parent)
    shift(slots[static_cast<std::size_t>(s)].end);
  const auto at = m.bytes.erase(m.bytes.begin() + static_cast<std::ptrdiff_t>(c.begin),
                                m.bytes.begin() + static_cast<std::ptrdiff_t>(c.end));
  m.bytes.insert(at, with.begin(), with.end());
  if (lengths != Lengths::lie)
    for (auto s = c.inside; s >= 0; s = slots[static_cast<std::size_t>(s)].parent) {
      const auto& slot = slots[static_cast<std::size_t>(s)];
      if (!slot.pinned) grow_prefix(m, slot, grow);
    }
  const auto gone = static_cast<std::int32_t>(c.last - c.first);
  slots.erase(slots.begin() + static_cast<std::ptrdiff_t>(c.first),
              slots.begin() + static_cast<std::ptrdiff_t>(c.last));
  for (auto i = c.first; i < slots.size(); ++i)
    if (slots[i].parent >= static_cast<std::int32_t>(c.last)) slots[i].parent -= gone;
  return {};
}

// Puts laid-out slots into the vector at `at`; later parents move along.
void adopt(Layout& layout, std::size_t at, const std::vector<Slot>& added) {
  const auto n = static_cast<std::int32_t>(added.size());
  for (auto i = at; i < layout.slots.size(); ++i)
    if (layout.slots[i].parent >= static_cast<std::int32_t>(at)) layout.slots[i].parent += n;
  layout.slots.insert(layout.slots.begin() + static_cast<std::ptrdiff_t>(at), added.begin(), added.end());
}

}  // namespace

Status replace(Laid& m, std::size_t slot, View content, Lengths lengths) {
  const auto before = m.layout.slots[slot];
  const Change c{before.begin, before.end, static_cast<std::int32_t>(slot), slot + 1, m.layout.subtree_end(slot)};
  if (auto ok = splice(m, c, content, lengths); !ok) return ok;
  auto& s = m.layout.slots[slot];
  s.written = true;
  if (m.layout.node(slot).children.empty()) return {};
  adopt(m.layout, slot + 1,
        lay_out_content(*m.layout.schema, s.node, content, s.begin, static_cast<std::int32_t>(slot)));
  return {};
}

Status remove(Laid& m, std::size_t slot, Lengths lengths) {
  const auto s = m.layout.slots[slot];
  const auto parent = s.parent;
  if (auto ok = splice(m, {s.begin - s.prefix, s.end, parent, slot, m.layout.subtree_end(slot)}, {}, lengths); !ok)
    return ok;
  if (parent >= 0 && is_list(m.layout.node(static_cast<std::size_t>(parent)))) {
    std::uint32_t index = 0;
    for (auto c : m.layout.children(static_cast<std::size_t>(parent))) m.layout.slots[c].index = index++;
  }
  return {};
}

Status replace_length(Laid& m, std::size_t slot, View prefix, Lengths lengths) {
  constexpr std::size_t widest = 255;  // of Slot::prefix
  if (prefix.size() > widest)
    return fail({.cause = Cause::input,
                 .what = "no length prefix is that wide",
                 .place = {},
                 .path = path_of(m, slot),
                 .got = fmt::format("{} octets", prefix.size()),
                 .expected = fmt::format("at most {}", widest)});
  const auto s = m.layout.slots[slot];
  if (auto ok = splice(m, {s.begin - s.prefix, s.begin, s.parent, slot, slot}, prefix, lengths); !ok) return ok;
  m.layout.slots[slot].pinned = true;
  m.layout.slots[slot].prefix = static_cast<std::uint8_t>(prefix.size());
  return {};
}

Status insert(Laid& m, std::size_t list, std::size_t index, View element, Lengths lengths) {
  if (!is_list(m.layout.node(list)))
    return fail({.cause = Cause::input,
                 .what = "nothing can be inserted into a field that is not a list",
                 .place = {},
                 .path = path_of(m, list),
                 .got = {},
                 .expected = "a list"});
  const auto children = m.layout.children(list);
  index = std::min(index, children.size());
  const bool last = index == children.size();
  const auto at_slot = last ? m.layout.subtree_end(list) : children[index];
  const auto begin = last ? m.layout.slots[list].end : m.layout.slots[at_slot].begin - m.layout.slots[at_slot].prefix;
  if (auto ok = splice(m, {begin, begin, static_cast<std::int32_t>(list), at_slot, at_slot}, element, lengths); !ok)
    return ok;
  for (auto i = index; i < children.size(); ++i) ++m.layout.slots[children[i]].index;
  const auto id = element_node(*m.layout.schema, m.layout.slots[list].node, element);
  const auto slots = lay_out_element(*m.layout.schema, id, element, begin, static_cast<std::int32_t>(list),
                                     static_cast<std::uint32_t>(index), static_cast<std::int32_t>(at_slot));
  adopt(m.layout, at_slot, slots);
  return {};
}

}  // namespace shakedown::wire
