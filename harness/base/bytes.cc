#include "harness/base/bytes.h"

#include <fmt/format.h>

#include <algorithm>

namespace shakedown {

Bytes concat(std::initializer_list<View> parts) {
  std::size_t size = 0;
  for (auto p : parts) size += p.size();
  Bytes out;
  out.reserve(size);
  for (auto p : parts) append(out, p);
  return out;
}

bool equal(View a, View b) { return std::equal(a.begin(), a.end(), b.begin(), b.end()); }

void append_uint(Bytes& to, std::uint64_t value, std::size_t width) {
  while (width-- > 0) to.push_back(static_cast<std::uint8_t>(value >> (8 * width)));
}

std::uint64_t read_uint(View bytes) {
  std::uint64_t n = 0;
  for (auto b : bytes) n = n << 8 | b;
  return n;
}

std::string to_hex(View bytes) {
  static constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  out.reserve(2 * bytes.size());
  for (auto b : bytes) {
    out.push_back(digits[b >> 4]);
    out.push_back(digits[b & 15]);
  }
  return out;
}

namespace {
int nibble(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}
bool is_separator(char c) { return c == ' ' || c == ':' || c == '\n' || c == '\r' || c == '\t'; }

Error bad_hex(std::string_view text, std::size_t at) {
  const bool end = at >= text.size();
  return {.cause = Cause::input,
          .what = fmt::format("not hex at character {}", at + 1),
          .place = {},
          .path = {},
          .got = end ? "the end" : fmt::format("'{}'", text[at]),
          .expected = "a hex digit"};
}
}  // namespace

Result<Bytes> from_hex(std::string_view text) {
  Bytes out;
  for (std::size_t i = 0; i < text.size();) {
    if (is_separator(text[i])) {
      ++i;
      continue;
    }
    const int high = nibble(text[i]);
    if (high < 0) return fail(bad_hex(text, i));
    const int low = i + 1 < text.size() ? nibble(text[i + 1]) : -1;
    if (low < 0) return fail(bad_hex(text, i + 1));
    out.push_back(static_cast<std::uint8_t>(high << 4 | low));
    i += 2;
  }
  return out;
}

}  // namespace shakedown
