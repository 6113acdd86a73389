// Operators that look at a slot as a part of something: a field that goes, an element of a list that moves.
#include <fmt/format.h>

#include <algorithm>

#include "harness/edit/operators.h"
#include "harness/registry/extensions.h"

namespace shakedown::edit {
namespace {

using wire::Kind;
using wire::Laid;

bool is_list(Kind kind) { return kind == Kind::list || kind == Kind::extensions; }

std::optional<std::size_t> next_sibling(const Laid& message, std::size_t slot) {
  const auto next = message.layout.subtree_end(slot);
  const auto& slots = message.layout.slots;
  return next < slots.size() && slots[next].parent == slots[slot].parent ? std::optional(next) : std::nullopt;
}

Bytes with_prefix(const Laid& message, std::size_t slot) {
  const auto& s = message.layout.slots[slot];
  return to_bytes(View(message.bytes).subspan(s.begin - s.prefix, s.end - s.begin + s.prefix));
}

// Two neighbours change places, octets and slots alike; what edits wrote in them stays marked.
void exchange(Laid& message, std::size_t left, std::size_t right) {
  auto& slots = message.layout.slots;
  const auto end = message.layout.subtree_end(right);
  const auto begin_octet = slots[left].begin - slots[left].prefix;
  const auto middle_octet = slots[right].begin - slots[right].prefix;
  const auto end_octet = slots[right].end;
  const auto move = [&](std::size_t from, std::size_t to, std::int64_t octets, std::int64_t places) {
    const auto parent = slots[from].parent;
    for (auto i = from; i < to; ++i) {
      slots[i].begin = static_cast<std::uint32_t>(slots[i].begin + octets);
      slots[i].end = static_cast<std::uint32_t>(slots[i].end + octets);
      if (slots[i].parent != parent) slots[i].parent = static_cast<std::int32_t>(slots[i].parent + places);
    }
  };
  std::swap(slots[left].index, slots[right].index);
  move(left, right, end_octet - middle_octet, static_cast<std::int64_t>(end - right));
  move(right, end, -static_cast<std::int64_t>(middle_octet - begin_octet), -static_cast<std::int64_t>(right - left));
  const auto at = [](auto& v, std::size_t i) { return v.begin() + static_cast<std::ptrdiff_t>(i); };
  std::rotate(at(slots, left), at(slots, right), at(slots, end));
  std::rotate(at(message.bytes, begin_octet), at(message.bytes, middle_octet), at(message.bytes, end_octet));
}

bool has_code(const Laid& message, std::size_t slot, std::uint64_t code) {
  const auto octets = current(message, slot, false);
  return octets.size() >= 2 && read_uint(octets.first(2)) == code;
}

}  // namespace

bool anywhere(const Laid&, std::size_t, bool) { return true; }
bool not_empty(const Laid& message, std::size_t slot, bool length) { return !current(message, slot, length).empty(); }
bool number_like(const Laid& message, std::size_t slot, bool length) {
  const auto size = current(message, slot, length).size();
  return (length || message.layout.node(slot).kind == Kind::number) && size != 0 && size <= 8;
}
bool removable(const Laid& message, std::size_t slot, bool length) {
  return !length && message.layout.slots[slot].parent >= 0;
}
bool list_element(const Laid& message, std::size_t slot, bool length) {
  const auto parent = message.layout.slots[slot].parent;
  return !length && parent >= 0 && is_list(message.layout.node(static_cast<std::size_t>(parent)).kind);
}
bool has_next(const Laid& message, std::size_t slot, bool length) {
  return list_element(message, slot, length) && next_sibling(message, slot).has_value();
}
bool list_like(const Laid& message, std::size_t slot, bool length) {
  return !length && is_list(message.layout.node(slot).kind);
}
bool extension_block(const Laid& message, std::size_t slot, bool length) {
  return !length && message.layout.node(slot).kind == Kind::extensions;
}

Status remove(Laid& message, std::size_t slot, const Edit& edit, Rng&) {
  return wire::remove(message, slot, edit.lengths);
}

Status duplicate(Laid& message, std::size_t slot, const Edit& edit, Rng&) {
  const auto s = message.layout.slots[slot];
  const auto copy = with_prefix(message, slot);
  return wire::insert(message, static_cast<std::size_t>(s.parent), s.index + 1, copy, edit.lengths);
}

Status insert(Laid& message, std::size_t slot, const Edit& edit, Rng&) {
  const auto count = static_cast<std::int64_t>(message.layout.children(slot).size());
  const auto index = edit.number < 0 ? count + 1 + edit.number : edit.number;
  if (index < 0 || index > count)
    return fail({.cause = Cause::input,
                 .what = "no such place in the list",
                 .place = {},
                 .path = {},
                 .got = fmt::format("{}", edit.number),
                 .expected = fmt::format("0 to {}, or from the end -1 to {}", count, -count - 1)});
  return wire::insert(message, slot, static_cast<std::size_t>(index), edit.bytes, edit.lengths);
}

Status append(Laid& message, std::size_t slot, const Edit& edit, Rng&) {
  return wire::insert(message, slot, message.layout.children(slot).size(), edit.bytes, edit.lengths);
}

Status swap(Laid& message, std::size_t slot, const Edit&, Rng&) {
  exchange(message, slot, *next_sibling(message, slot));
  return {};
}

Status order(Laid& message, std::size_t block, const Edit& edit, Rng&) {
  std::size_t settled = 0;
  for (std::size_t i = 0; i + 1 < edit.bytes.size(); i += 2) {
    const auto code = read_uint(View(edit.bytes).subspan(i, 2));
    const auto children = message.layout.children(block);
    auto from = settled;
    while (from < children.size() && !has_code(message, children[from], code)) ++from;
    if (from == children.size())
      return fail({.cause = Cause::input,
                   .what = "the block holds no (further) extension of this type",
                   .place = {},
                   .path = {},
                   .got = registry::name_of(registry::ExtensionType{static_cast<std::uint16_t>(code)}),
                   .expected = "an extension that is there"});
    for (auto k = from; k > settled; --k) {
      const auto now = message.layout.children(block);
      exchange(message, now[k - 1], now[k]);
    }
    ++settled;
  }
  return {};
}

}  // namespace shakedown::edit
