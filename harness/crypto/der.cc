#include "harness/crypto/der.h"

#include <algorithm>

namespace shakedown::crypto::der {
namespace {

Bytes base128(std::uint64_t number) {
  Bytes out{static_cast<std::uint8_t>(number & 0x7fU)};
  while (number >>= 7U) out.insert(out.begin(), static_cast<std::uint8_t>(0x80U | (number & 0x7fU)));
  return out;
}

void append_length(Bytes& out, std::size_t size) {
  if (size < 0x80) {
    append_uint(out, size, 1);
    return;
  }
  std::size_t width = 1;
  while (size >> (8 * width)) ++width;
  append_uint(out, 0x80U | width, 1);
  append_uint(out, size, width);
}

}  // namespace

void Reader::fail(std::string_view field, std::string what) {
  if (*error_) return;
  *error_ = Error{.cause = Cause::decode, .what = std::move(what), .path = std::string(field)};
}

// X.690 §8.1.3 and §10.1: the definite form with as few octets as possible.
std::optional<Reader::Header> Reader::header(std::string_view field) {
  if (done()) {
    fail(field, "the DER value is missing");
    return std::nullopt;
  }
  if (rest_.size() < 2 || (rest_[0] & 0x1fU) == 0x1f) {
    fail(field, "not a DER header");
    return std::nullopt;
  }
  Header out{2, rest_[1]};
  if (rest_[1] >= 0x80) {
    const std::size_t width = rest_[1] & 0x7fU;
    if (width == 0 || width > 4 || rest_.size() < 2 + width || rest_[2] == 0 || (width == 1 && rest_[2] < 0x80)) {
      fail(field, "not a DER length");
      return std::nullopt;
    }
    out = {2 + width, static_cast<std::size_t>(read_uint(rest_.subspan(2, width)))};
  }
  if (rest_.size() - out.header_size < out.content_size) {
    fail(field, "the DER value is cut short");
    return std::nullopt;
  }
  return out;
}

View Reader::take(std::uint8_t tag, std::string_view field) {
  if (!done() && rest_[0] != tag) {
    fail(field, "another DER type than expected");
    (*error_)->got = "tag 0x" + to_hex(rest_.first(1));
    (*error_)->expected = "tag 0x" + to_hex({&tag, 1});
  }
  const auto found = header(field);
  if (!found) return {};
  const View out = rest_.subspan(found->header_size, found->content_size);
  rest_ = rest_.subspan(found->header_size + found->content_size);
  return out;
}

View Reader::take_whole(std::string_view field) {
  const auto found = header(field);
  if (!found) return {};
  const View out = rest_.first(found->header_size + found->content_size);
  rest_ = rest_.subspan(out.size());
  return out;
}

void Reader::end(std::string_view field) {
  if (!*error_ && !rest_.empty()) fail(field, std::to_string(rest_.size()) + " octets are left over");
}

View bit_string_octets(Reader& reader, std::string_view field) {
  const View content = reader.take(bit_string, field);
  if (reader.error()) return {};
  if (content.empty() || content[0] != 0) {
    reader.fail(field, "a bit string that is not whole octets");
    return {};
  }
  return content.subspan(1);
}

std::string oid_text(View contents) {
  std::string out;
  std::uint64_t arc = 0;
  bool within = false;
  for (const std::uint8_t octet : contents) {
    if (arc >> 56U) return {};  // no arc that anybody uses
    arc = arc << 7U | (octet & 0x7fU);
    within = octet & 0x80U;
    if (within) continue;
    if (out.empty()) {
      const std::uint64_t first = std::min<std::uint64_t>(arc / 40, 2);
      out = std::to_string(first) + "." + std::to_string(arc - 40 * first);
    } else {
      out += "." + std::to_string(arc);
    }
    arc = 0;
  }
  return within ? std::string() : out;
}

Bytes value(std::uint8_t tag, std::initializer_list<View> parts) {
  std::size_t size = 0;
  for (const View part : parts) size += part.size();
  Bytes out{tag};
  append_length(out, size);
  for (const View part : parts) append(out, part);
  return out;
}

Bytes unsigned_integer(View octets) {
  while (octets.size() > 1 && octets[0] == 0) octets = octets.subspan(1);
  static constexpr std::uint8_t zero[] = {0};
  if (octets.empty()) return value(integer, {zero});
  return value(integer, {View(zero).first(octets[0] & 0x80U ? 1 : 0), octets});
}

Bytes small_integer(std::uint64_t number) {
  Bytes octets;
  append_uint(octets, number, 8);
  return unsigned_integer(octets);
}

Bytes oid(std::string_view dotted) {
  Bytes contents;
  std::uint64_t arc = 0, first = 0;
  std::size_t index = 0;
  for (std::size_t i = 0; i <= dotted.size(); ++i) {
    if (i < dotted.size() && dotted[i] != '.') {
      arc = 10 * arc + static_cast<std::uint64_t>(dotted[i] - '0');
      continue;
    }
    if (index == 0) first = arc;
    if (index == 1) arc += 40 * first;
    if (index++ > 0) append(contents, base128(arc));
    arc = 0;
  }
  return value(object_identifier, {contents});
}

Bytes octets_as_bit_string(View octets) {
  static constexpr std::uint8_t unused_bits[] = {0};
  return value(bit_string, {unused_bits, octets});
}

}  // namespace shakedown::crypto::der
