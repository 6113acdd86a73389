// CipherSuite values with what each means: key exchange, authentication, record protection, hash.
#pragma once
#include "harness/registry/hash.h"
#include "harness/registry/table.h"

namespace shakedown::registry {

// What the ServerKeyExchange and ClientKeyExchange look like; `any` in TLS 1.3, whose suites leave it open.
enum class KeyExchange : std::uint8_t { any, rsa, dhe, ecdhe, psk, dhe_psk, ecdhe_psk, rsa_psk, none };
enum class Authentication : std::uint8_t { any, rsa, ecdsa, psk, anonymous, none };
enum class BulkCipher : std::uint8_t {
  null,
  aes_128_cbc,
  aes_256_cbc,
  aes_128_gcm,
  aes_256_gcm,
  aes_128_ccm,
  aes_256_ccm,
  aes_128_ccm_8,
  aes_256_ccm_8,
  chacha20_poly1305,
};

enum class CipherSuite : std::uint16_t {};
struct SuiteRow {
  CipherSuite code;
  std::string_view name;
  bool tls13;  // a suite of TLS 1.3; all others are of TLS 1.2 and before
  KeyExchange key_exchange;
  Authentication authentication;
  BulkCipher cipher;
  Hash mac;   // of a CBC suite; none where the cipher is an AEAD
  Hash hash;  // of the transcript and the key schedule (TLS 1.2: of the PRF)
};
// clang-format off
template <>
struct Table<CipherSuite> {
  using K = KeyExchange;
  using A = Authentication;
  using B = BulkCipher;
  static constexpr std::string_view name = "CipherSuite";
  static constexpr auto rows = std::to_array<SuiteRow>({
      {CipherSuite{0x1301}, "TLS_AES_128_GCM_SHA256",                        true,  K::any,   A::any,   B::aes_128_gcm,       Hash::none,   Hash::sha256},
      {CipherSuite{0x1302}, "TLS_AES_256_GCM_SHA384",                        true,  K::any,   A::any,   B::aes_256_gcm,       Hash::none,   Hash::sha384},
      {CipherSuite{0x1303}, "TLS_CHACHA20_POLY1305_SHA256",                  true,  K::any,   A::any,   B::chacha20_poly1305, Hash::none,   Hash::sha256},
      {CipherSuite{0x1304}, "TLS_AES_128_CCM_SHA256",                        true,  K::any,   A::any,   B::aes_128_ccm,       Hash::none,   Hash::sha256},
      {CipherSuite{0x1305}, "TLS_AES_128_CCM_8_SHA256",                      true,  K::any,   A::any,   B::aes_128_ccm_8,     Hash::none,   Hash::sha256},
      {CipherSuite{0xc009}, "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",          false, K::ecdhe, A::ecdsa, B::aes_128_cbc,       Hash::sha1,   Hash::sha256},
      {CipherSuite{0xc00a}, "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",          false, K::ecdhe, A::ecdsa, B::aes_256_cbc,       Hash::sha1,   Hash::sha256},
      {CipherSuite{0xc013}, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",            false, K::ecdhe, A::rsa,   B::aes_128_cbc,       Hash::sha1,   Hash::sha256},
      {CipherSuite{0xc014}, "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",            false, K::ecdhe, A::rsa,   B::aes_256_cbc,       Hash::sha1,   Hash::sha256},
      {CipherSuite{0xc023}, "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256",       false, K::ecdhe, A::ecdsa, B::aes_128_cbc,       Hash::sha256, Hash::sha256},
      {CipherSuite{0xc024}, "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384",       false, K::ecdhe, A::ecdsa, B::aes_256_cbc,       Hash::sha384, Hash::sha384},
      {CipherSuite{0xc027}, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",         false, K::ecdhe, A::rsa,   B::aes_128_cbc,       Hash::sha256, Hash::sha256},
      {CipherSuite{0xc028}, "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384",         false, K::ecdhe, A::rsa,   B::aes_256_cbc,       Hash::sha384, Hash::sha384},
      {CipherSuite{0xc02b}, "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",       false, K::ecdhe, A::ecdsa, B::aes_128_gcm,       Hash::none,   Hash::sha256},
      {CipherSuite{0xc02c}, "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",       false, K::ecdhe, A::ecdsa, B::aes_256_gcm,       Hash::none,   Hash::sha384},
      {CipherSuite{0xc02f}, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",         false, K::ecdhe, A::rsa,   B::aes_128_gcm,       Hash::none,   Hash::sha256},
      {CipherSuite{0xc030}, "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",         false, K::ecdhe, A::rsa,   B::aes_256_gcm,       Hash::none,   Hash::sha384},
      {CipherSuite{0xcca8}, "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",   false, K::ecdhe, A::rsa,   B::chacha20_poly1305, Hash::none,   Hash::sha256},
      {CipherSuite{0xcca9}, "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256", false, K::ecdhe, A::ecdsa, B::chacha20_poly1305, Hash::none,   Hash::sha256},
      {CipherSuite{0x002f}, "TLS_RSA_WITH_AES_128_CBC_SHA",                  false, K::rsa,   A::rsa,   B::aes_128_cbc,       Hash::sha1,   Hash::sha256},
      {CipherSuite{0x0035}, "TLS_RSA_WITH_AES_256_CBC_SHA",                  false, K::rsa,   A::rsa,   B::aes_256_cbc,       Hash::sha1,   Hash::sha256},
      {CipherSuite{0x003c}, "TLS_RSA_WITH_AES_128_CBC_SHA256",               false, K::rsa,   A::rsa,   B::aes_128_cbc,       Hash::sha256, Hash::sha256},
      {CipherSuite{0x003d}, "TLS_RSA_WITH_AES_256_CBC_SHA256",               false, K::rsa,   A::rsa,   B::aes_256_cbc,       Hash::sha256, Hash::sha256},
      {CipherSuite{0x009c}, "TLS_RSA_WITH_AES_128_GCM_SHA256",               false, K::rsa,   A::rsa,   B::aes_128_gcm,       Hash::none,   Hash::sha256},
      {CipherSuite{0x009d}, "TLS_RSA_WITH_AES_256_GCM_SHA384",               false, K::rsa,   A::rsa,   B::aes_256_gcm,       Hash::none,   Hash::sha384},
      {CipherSuite{0x0033}, "TLS_DHE_RSA_WITH_AES_128_CBC_SHA",              false, K::dhe,   A::rsa,   B::aes_128_cbc,       Hash::sha1,   Hash::sha256},
      {CipherSuite{0x0039}, "TLS_DHE_RSA_WITH_AES_256_CBC_SHA",              false, K::dhe,   A::rsa,   B::aes_256_cbc,       Hash::sha1,   Hash::sha256},
      {CipherSuite{0x009e}, "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256",           false, K::dhe,   A::rsa,   B::aes_128_gcm,       Hash::none,   Hash::sha256},
      {CipherSuite{0x009f}, "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384",           false, K::dhe,   A::rsa,   B::aes_256_gcm,       Hash::none,   Hash::sha384},
      {CipherSuite{0x0000}, "TLS_NULL_WITH_NULL_NULL",                       false, K::none,  A::none,  B::null,              Hash::none,   Hash::none},
      {CipherSuite{0x00ff}, "TLS_EMPTY_RENEGOTIATION_INFO_SCSV",             false, K::none,  A::none,  B::null,              Hash::none,   Hash::none},
      {CipherSuite{0x5600}, "TLS_FALLBACK_SCSV",                             false, K::none,  A::none,  B::null,              Hash::none,   Hash::none},
  });
};
// clang-format on
consteval CipherSuite operator""_suite(const char* s, std::size_t n) { return named<CipherSuite>({s, n}); }

// The row of a suite that keys can be derived for; the null suite and the signalling values (RFC 5746 §3.3, RFC 7507
// §2) have no hash.
constexpr const SuiteRow* find_keyed(CipherSuite code) {
  const auto* row = find(code);
  return row != nullptr && row->hash != Hash::none ? row : nullptr;
}

}  // namespace shakedown::registry
