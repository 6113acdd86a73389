// Records as they travel (RFC 8446 §5.1 and §5.2, RFC 5246 §6.2.1): a header of five octets and a fragment, protected
// or not. What protection means is protocol/'s business.
#pragma once
#include "harness/registry/messages.h"
#include "harness/wire/layout.h"
#include "harness/wire/reader.h"
#include "harness/wire/writer.h"

namespace shakedown::wire {

using registry::ContentType;
using registry::ProtocolVersion;

// In octets. A longer fragment is answered with record_overflow.
inline constexpr std::size_t record_header_size = 5;
inline constexpr std::size_t max_plaintext = 1U << 14;                 // RFC 8446 §5.1, RFC 5246 §6.2.1
inline constexpr std::size_t max_ciphertext = max_plaintext + 256;     // RFC 8446 §5.2
inline constexpr std::size_t max_ciphertext12 = max_plaintext + 2048;  // RFC 5246 §6.2.3

struct RecordHeader {
  ContentType type{22};
  ProtocolVersion legacy_record_version{0x0303};
  std::uint16_t length = 0;  // of the fragment that follows, in octets
  static void fields(auto& io, auto& m) {
    io.number("type", m.type);
    io.number("legacy_record_version", m.legacy_record_version);
    io.number("length", m.length);
  }
  friend bool operator==(const RecordHeader&, const RecordHeader&) = default;
};

struct Record {
  ContentType type{22};
  ProtocolVersion legacy_record_version{0x0303};
  Bytes fragment;  // encoded with the low 16 bits of its size
  static void fields(auto& io, auto& m) {
    io.number("type", m.type);
    io.number("legacy_record_version", m.legacy_record_version);
    io.opaque("fragment", m.fragment, 2);
  }
  friend bool operator==(const Record&, const Record&) = default;
};

// Addresses: record.type, record.legacy_record_version, record.length, record.fragment.
const Schema& record_schema();

// TLSInnerPlaintext (RFC 8446 §5.2): inner.content, inner.type, inner.padding.
const Schema& inner_schema();
// Its type is the last octet that is not zero, so it is laid out from its end. Zeros only: all of it is padding, and
// there is no type.
Laid lay_out_inner(Bytes plaintext);

}  // namespace shakedown::wire
