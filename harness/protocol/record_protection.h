// Protection of records (RFC 8446 §5.2, RFC 5246 §6.2.3, RFC 5288, RFC 7905, RFC 7366), in two halves so that a script
// can edit the inner plaintext before and the ciphertext after encryption.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>

#include "harness/base/rng.h"
#include "harness/crypto/aead.h"
#include "harness/crypto/cbc.h"
#include "harness/crypto/hash.h"
#include "harness/registry/messages.h"
#include "harness/registry/suites.h"

namespace shakedown::protocol {

using crypto::Hash;
using registry::ContentType;

struct TrafficKeys {
  Bytes key;
  Bytes iv;       // TLS 1.3 and CHACHA20: 12 octets; TLS 1.2 GCM and CCM: the 4 octets of salt; else empty
  Bytes mac_key;  // of CBC suites
  friend bool operator==(const TrafficKeys&, const TrafficKeys&) = default;
};

enum class RecordScheme : std::uint8_t { plaintext, tls13_aead, tls12_aead, mac_then_encrypt, encrypt_then_mac };

// What a suite makes of records. The default is none: records in the clear.
struct Protection {
  RecordScheme scheme = RecordScheme::plaintext;
  registry::BulkCipher cipher = registry::BulkCipher::null;
  Hash mac = Hash::none;
  friend bool operator==(const Protection&, const Protection&) = default;
};
// `encrypt_then_mac` (RFC 7366) matters to CBC suites only.
Protection protection_of(const registry::SuiteRow& suite, bool encrypt_then_mac = false);

// Octets of each part of TrafficKeys.
struct KeySizes {
  std::size_t key = 0;
  std::size_t iv = 0;
  std::size_t mac_key = 0;
};
KeySizes sizes_of(const Protection& protection);

// The fields of a record's header that protection covers.
struct RecordHeader {
  ContentType type{23};
  std::uint16_t version = 0x0303;
};

// The five octets of the header and the fragment; of a fragment's length only the low 16 bits can be written.
Bytes frame_record(const RecordHeader& header, View fragment);

// What both directions share: keys, scheduled once, and the sequence number of the next record.
class RecordKeys {
 public:
  // Cause::crypto if the keys have wrong lengths, Cause::unsupported for a suite's cipher without an implementation.
  static Result<RecordKeys> create(const Protection& protection, const TrafficKeys& keys);

  const Protection& protection() const { return protection_; }
  std::uint64_t sequence = 0;

  // RFC 8446 §5.3 (TLS 1.2 CHACHA20 likewise, RFC 7905 §2): the IV xor the sequence number; else the salt and
  // `explicit_nonce`.
  Bytes nonce(View explicit_nonce) const;
  // Octets of nonce or IV at the start of a fragment.
  std::size_t explicit_size() const;
  // RFC 8446 §5.2: the header; RFC 5246 §6.2.3.3: sequence number, header with the length of the plaintext.
  Bytes additional_data(const RecordHeader& header, std::size_t plaintext_size) const;
  // RFC 5246 §6.2.3.1, RFC 7366 §3: over the sequence number, the header and `data`.
  Bytes mac(const RecordHeader& header, View data) const;
  const std::optional<crypto::Aead>& aead() const { return aead_; }
  const std::optional<crypto::AesCbc>& cbc() const { return cbc_; }

 private:
  Protection protection_;
  Bytes iv_;
  std::optional<crypto::Aead> aead_;
  std::optional<crypto::AesCbc> cbc_;
  std::optional<crypto::Hmac> hmac_;
};

class RecordSealer {
 public:
  // Of records in the clear.
  RecordSealer() : cbc_iv_(0) {}
  // IVs of CBC suites are drawn from `cbc_iv`; no other scheme draws anything.
  static Result<RecordSealer> create(const Protection& protection, const TrafficKeys& keys, Rng cbc_iv);

  const Protection& protection() const { return keys_.protection(); }
  // Of the next record; may be set.
  std::uint64_t& sequence() { return keys_.sequence; }

  // The plaintext that encrypt() takes. `header` is the record's: TLS 1.3 puts its type behind the content, CBC suites
  // cover it with their MAC. `padding` counts zero octets in TLS 1.3; in CBC suites it is the least value of
  // padding_length, which is rounded up to a whole block if that fits one octet, else down; other schemes have none.
  Bytes build_inner(const RecordHeader& header, View content, std::size_t padding = 0) const;
  // The fragment; the sequence number goes up by one. `header` is the outer one. `explicit_nonce` stands at the start
  // of a TLS 1.2 GCM or CBC fragment in place of the sequence number or a random IV; one of a wrong size, or an inner
  // plaintext that is no whole number of CBC blocks, is an error.
  Result<Bytes> encrypt(const RecordHeader& header, View inner, std::optional<View> explicit_nonce = std::nullopt);

  // Both halves, and the header: a whole record. In TLS 1.3 the outer header is that of application data.
  Result<Bytes> seal(const RecordHeader& header, View content, std::size_t padding = 0);
  // The header that seal() writes.
  RecordHeader outer_header(const RecordHeader& header) const;

 private:
  RecordKeys keys_;
  Rng cbc_iv_;
};

struct OpenedRecord {
  ContentType type{};  // TLS 1.3: the one behind the content
  Bytes content;
  std::size_t padding = 0;  // TLS 1.3: zero octets; CBC: padding_length
  Bytes explicit_nonce;     // what stood at the start of the fragment
  friend bool operator==(const OpenedRecord&, const OpenedRecord&) = default;
};

class RecordOpener {
 public:
  // Of records in the clear.
  RecordOpener() = default;
  static Result<RecordOpener> create(const Protection& protection, const TrafficKeys& keys);

  const Protection& protection() const { return keys_.protection(); }
  // Of the next record; may be set. It goes up only when a record opens, so that trial decryption (RFC 8446 §4.2.10) is
  // one call.
  std::uint64_t& sequence() { return keys_.sequence; }

  // `header` as it was received. Cause::crypto for what a receiver answers with bad_record_mac, Cause::decode for a
  // TLS 1.3 plaintext of zeros only (RFC 8446 §5.4). Any bytes may be given.
  Result<OpenedRecord> open(const RecordHeader& header, View fragment);

 private:
  RecordKeys keys_;
};

}  // namespace shakedown::protocol
