// Operators that look at a slot as octets; the same work on a length prefix.
#include <fmt/format.h>

#include <algorithm>

#include "harness/edit/operators.h"

namespace shakedown::edit {
namespace {

tl::unexpected<Error> out_of_range(std::string what, std::int64_t got, std::string expected) {
  return fail({.cause = Cause::input,
               .what = std::move(what),
               .place = {},
               .path = {},
               .got = fmt::format("{}", got),
               .expected = std::move(expected)});
}

}  // namespace

View current(const wire::Laid& message, std::size_t slot, bool length) {
  const auto& s = message.layout.slots[slot];
  const View all(message.bytes);
  return length ? all.subspan(s.begin - s.prefix, s.prefix) : all.subspan(s.begin, s.end - s.begin);
}

Result<Bytes> set(View, const Edit& edit, Rng&) { return edit.bytes; }

Result<Bytes> flip(View now, const Edit& edit, Rng&) {
  const auto bits = static_cast<std::int64_t>(now.size()) * 8;
  const auto bit = edit.number < 0 ? bits + edit.number : edit.number;
  if (bit < 0 || bit >= bits)
    return out_of_range("no such bit", edit.number,
                        fmt::format("{} to {}, or from the end -1 to {}", 0, bits - 1, -bits));
  auto out = to_bytes(now);
  out[static_cast<std::size_t>(bit / 8)] ^= static_cast<std::uint8_t>(0x80U >> (bit % 8));
  return out;
}

Result<Bytes> truncate(View now, const Edit& edit, Rng&) {
  const auto size = static_cast<std::int64_t>(now.size());
  if (edit.number < 0 || edit.number > size)
    return out_of_range("cannot take so many octets off", edit.number, fmt::format("0 to {}", size));
  return to_bytes(now.first(static_cast<std::size_t>(size - edit.number)));
}

Result<Bytes> extend(View now, const Edit& edit, Rng&) { return concat({now, edit.bytes}); }
Result<Bytes> empty(View, const Edit&, Rng&) { return Bytes{}; }
Result<Bytes> zero(View now, const Edit&, Rng&) { return Bytes(now.size(), 0); }

Result<Bytes> fill(View now, const Edit& edit, Rng&) {
  if (edit.number < 0 || edit.number > 0xff) return out_of_range("not an octet", edit.number, "0 to 255");
  return Bytes(now.size(), static_cast<std::uint8_t>(edit.number));
}

Result<Bytes> add(View now, const Edit& edit, Rng&) {
  const auto sum = read_uint(now) + static_cast<std::uint64_t>(edit.number);
  Bytes out;
  append_uint(out, sum, now.size());
  return out;
}

Result<Bytes> random(View now, const Edit& edit, Rng& rng) {
  static constexpr std::int64_t most = 1 << 24;  // what the widest length prefix of TLS can hold
  if (edit.number < 0 || edit.number > most)
    return out_of_range("not a number of octets", edit.number, fmt::format("0 (as many as now) to {}", most));
  return rng.bytes(edit.number == 0 ? now.size() : static_cast<std::size_t>(edit.number));
}

bool no_shrink(Edit&) { return false; }

bool shrink_value(Edit& edit) {
  static constexpr std::size_t widest_number = 8;
  if (edit.bytes.size() > widest_number) return shrink_octets(edit);
  if (std::ranges::all_of(edit.bytes, [](auto octet) { return octet == 0; })) return false;
  std::ranges::fill(edit.bytes, std::uint8_t{0});
  return true;
}

bool shrink_octets(Edit& edit) {
  if (edit.bytes.size() < 2) return false;
  edit.bytes.resize(edit.bytes.size() / 2);
  return true;
}

bool shrink_number(Edit& edit) {
  const auto half = edit.number / 2;
  if (half == 0) return false;
  edit.number = half;
  return true;
}

bool shrink_index(Edit& edit) {
  if (edit.number == 0) return false;
  edit.number = 0;
  return true;
}

bool shrink_codes(Edit& edit) {
  if (edit.bytes.size() < 4) return false;
  edit.bytes.resize(edit.bytes.size() - 2);
  return true;
}

}  // namespace shakedown::edit
