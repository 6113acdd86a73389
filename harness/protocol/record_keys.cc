#include "harness/protocol/record_protection.h"

namespace shakedown::protocol {

namespace {

using registry::BulkCipher;

constexpr std::size_t salt_size = 4;  // RFC 5288 §3, RFC 6655 §3

bool is_cbc(RecordScheme scheme) {
  return scheme == RecordScheme::mac_then_encrypt || scheme == RecordScheme::encrypt_then_mac;
}

std::size_t cbc_key_size(BulkCipher cipher) {
  switch (cipher) {
    case BulkCipher::aes_128_cbc:
      return 16;
    case BulkCipher::aes_256_cbc:
      return 32;
    default:
      return 0;
  }
}

// CHACHA20-POLY1305 makes its nonce in TLS 1.2 as TLS 1.3 does.
bool has_salt(const Protection& p) {
  return p.scheme == RecordScheme::tls12_aead && p.cipher != BulkCipher::chacha20_poly1305;
}

Status expect_size(std::string_view part, View got, std::size_t expected) {
  if (got.size() == expected) return {};
  return fail(Error{.cause = Cause::crypto,
                    .what = "a traffic key has the wrong length",
                    .place = {},
                    .path = std::string(part),
                    .got = std::to_string(got.size()) + " octets",
                    .expected = std::to_string(expected)});
}

Status check_sizes(const KeySizes& sizes, const TrafficKeys& keys) {
  if (auto ok = expect_size("key", keys.key, sizes.key); !ok) return ok;
  if (auto ok = expect_size("iv", keys.iv, sizes.iv); !ok) return ok;
  return expect_size("mac_key", keys.mac_key, sizes.mac_key);
}

}  // namespace

Protection protection_of(const registry::SuiteRow& suite, bool encrypt_then_mac) {
  if (suite.cipher == BulkCipher::null) return {};
  auto scheme = RecordScheme::tls13_aead;
  if (!suite.tls13) scheme = RecordScheme::tls12_aead;
  if (!crypto::is_aead(suite.cipher))
    scheme = encrypt_then_mac ? RecordScheme::encrypt_then_mac : RecordScheme::mac_then_encrypt;
  return {scheme, suite.cipher, suite.mac};
}

KeySizes sizes_of(const Protection& p) {
  if (p.scheme == RecordScheme::plaintext) return {};
  if (is_cbc(p.scheme)) return {.key = cbc_key_size(p.cipher), .iv = 0, .mac_key = crypto::hash_size(p.mac)};
  return {
      .key = crypto::aead_key_size(p.cipher), .iv = has_salt(p) ? salt_size : crypto::aead_nonce_size, .mac_key = 0};
}

Bytes frame_record(const RecordHeader& header, View fragment) {
  Bytes out;
  out.reserve(5 + fragment.size());
  append_uint(out, registry::number(header.type), 1);
  append_uint(out, header.version, 2);
  append_uint(out, fragment.size(), 2);
  append(out, fragment);
  return out;
}

Result<RecordKeys> RecordKeys::create(const Protection& protection, const TrafficKeys& keys) {
  if (auto ok = check_sizes(sizes_of(protection), keys); !ok) return fail(ok.error());
  RecordKeys out;
  out.protection_ = protection;
  out.iv_ = keys.iv;
  if (is_cbc(protection.scheme)) {
    auto cbc = crypto::AesCbc::create(keys.key);
    if (!cbc) return fail(cbc.error());
    out.cbc_ = std::move(*cbc);
    out.hmac_.emplace(protection.mac, keys.mac_key);
  } else if (protection.scheme != RecordScheme::plaintext) {
    auto aead = crypto::Aead::create(protection.cipher, keys.key);
    if (!aead) return fail(aead.error());
    out.aead_ = std::move(*aead);
  }
  return out;
}

std::size_t RecordKeys::explicit_size() const {
  if (cbc_) return crypto::aes_block_size;
  return has_salt(protection_) ? crypto::aead_nonce_size - salt_size : 0;
}

Bytes RecordKeys::nonce(View explicit_nonce) const {
  if (has_salt(protection_)) return concat({iv_, explicit_nonce});
  Bytes out = iv_;
  for (std::size_t i = 0; i < 8; ++i) out[out.size() - 1 - i] ^= static_cast<std::uint8_t>(sequence >> (8 * i));
  return out;
}

Bytes RecordKeys::additional_data(const RecordHeader& header, std::size_t plaintext_size) const {
  Bytes out;
  out.reserve(13);
  const bool tls13 = protection_.scheme == RecordScheme::tls13_aead;
  if (!tls13) append_uint(out, sequence, 8);
  append_uint(out, registry::number(header.type), 1);
  append_uint(out, header.version, 2);
  append_uint(out, plaintext_size + (tls13 ? aead_->tag_size() : 0), 2);
  return out;
}

Bytes RecordKeys::mac(const RecordHeader& header, View data) const {
  if (!hmac_) return {};
  crypto::Hmac running = *hmac_;
  running.update(additional_data(header, data.size()));
  running.update(data);
  return running.tag();
}

}  // namespace shakedown::protocol
