// DER (X.690), read and written as far as keys and certificates need it.
#pragma once
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "harness/base/bytes.h"

namespace shakedown::crypto::der {

// Identifier octets.
inline constexpr std::uint8_t boolean = 0x01, integer = 0x02, bit_string = 0x03, octet_string = 0x04, null = 0x05,
                              object_identifier = 0x06, utf8_string = 0x0c, printable_string = 0x13, utc_time = 0x17,
                              generalized_time = 0x18, sequence = 0x30, set = 0x31;
// [number] of a constructed or a primitive context-specific type.
constexpr std::uint8_t constructed(unsigned number) { return static_cast<std::uint8_t>(0xa0U | number); }
constexpr std::uint8_t primitive(unsigned number) { return static_cast<std::uint8_t>(0x80U | number); }

// A cursor over the contents of one value. The first thing that is wrong goes into `error`, after which every cursor
// that shares it is at its end and gives empty values: a parser may read on and look once.
class Reader {
 public:
  Reader(View bytes, std::optional<Error>& error) : rest_(bytes), error_(&error) {}

  bool done() const { return rest_.empty() || *error_; }
  bool at(std::uint8_t tag) const { return !done() && rest_[0] == tag; }
  // The contents of the next value, which must have this tag.
  View take(std::uint8_t tag, std::string_view field);
  // The same, as a cursor.
  Reader enter(std::uint8_t tag, std::string_view field) { return {take(tag, field), *error_}; }
  // The next value of any tag, with its header.
  View take_whole(std::string_view field);
  std::uint8_t next_tag() const { return done() ? std::uint8_t{0} : rest_[0]; }
  // Nothing may be left.
  void end(std::string_view field);
  void fail(std::string_view field, std::string what);
  std::optional<Error>& error() { return *error_; }

 private:
  struct Header {
    std::size_t header_size, content_size;
  };
  std::optional<Header> header(std::string_view field);

  View rest_;
  std::optional<Error>* error_;
};

// A BIT STRING's octets; an error if bits are unused.
View bit_string_octets(Reader& reader, std::string_view field);
// Contents of an OBJECT IDENTIFIER as "1.2.840"; empty if they are none.
std::string oid_text(View contents);

Bytes value(std::uint8_t tag, std::initializer_list<View> parts);
// A non-negative INTEGER from big-endian octets, made minimal.
Bytes unsigned_integer(View octets);
Bytes small_integer(std::uint64_t number);
// From "1.2.840".
Bytes oid(std::string_view dotted);
Bytes octets_as_bit_string(View octets);

}  // namespace shakedown::crypto::der
