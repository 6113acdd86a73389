// SignatureScheme values (RFC 8446 §4.2.3): the algorithm, its hash, and where each version allows it.
#pragma once
#include "harness/registry/hash.h"
#include "harness/registry/table.h"

namespace shakedown::registry {

enum class SignatureKind : std::uint8_t { rsa_pkcs1, rsa_pss_rsae, rsa_pss_pss, ecdsa, eddsa, ml_dsa };

enum class SignatureScheme : std::uint16_t {};
struct SchemeRow {
  SignatureScheme code;
  std::string_view name;
  SignatureKind kind;
  Hash hash;  // none where the algorithm hashes by itself
  // The curve of an ECDSA scheme in TLS 1.3; TLS 1.2 reads the same number as "any curve with this hash". 0: no curve.
  std::uint16_t group;
  bool tls13_handshake;  // allowed in CertificateVerify of TLS 1.3 (RFC 8446 §4.2.3: PKCS#1 and SHA-1 only in
                         // certificates)
};
// clang-format off
template <>
struct Table<SignatureScheme> {
  static constexpr std::string_view name = "SignatureScheme";
  static constexpr auto rows = std::to_array<SchemeRow>({
      {SignatureScheme{0x0201}, "rsa_pkcs1_sha1",         SignatureKind::rsa_pkcs1,    Hash::sha1,   0,  false},
      {SignatureScheme{0x0203}, "ecdsa_sha1",             SignatureKind::ecdsa,        Hash::sha1,   0,  false},
      {SignatureScheme{0x0401}, "rsa_pkcs1_sha256",       SignatureKind::rsa_pkcs1,    Hash::sha256, 0,  false},
      {SignatureScheme{0x0403}, "ecdsa_secp256r1_sha256", SignatureKind::ecdsa,        Hash::sha256, 23, true},
      {SignatureScheme{0x0501}, "rsa_pkcs1_sha384",       SignatureKind::rsa_pkcs1,    Hash::sha384, 0,  false},
      {SignatureScheme{0x0503}, "ecdsa_secp384r1_sha384", SignatureKind::ecdsa,        Hash::sha384, 24, true},
      {SignatureScheme{0x0601}, "rsa_pkcs1_sha512",       SignatureKind::rsa_pkcs1,    Hash::sha512, 0,  false},
      {SignatureScheme{0x0603}, "ecdsa_secp521r1_sha512", SignatureKind::ecdsa,        Hash::sha512, 25, true},
      {SignatureScheme{0x0804}, "rsa_pss_rsae_sha256",    SignatureKind::rsa_pss_rsae, Hash::sha256, 0,  true},
      {SignatureScheme{0x0805}, "rsa_pss_rsae_sha384",    SignatureKind::rsa_pss_rsae, Hash::sha384, 0,  true},
      {SignatureScheme{0x0806}, "rsa_pss_rsae_sha512",    SignatureKind::rsa_pss_rsae, Hash::sha512, 0,  true},
      {SignatureScheme{0x0807}, "ed25519",                SignatureKind::eddsa,        Hash::none,   0,  true},
      {SignatureScheme{0x0808}, "ed448",                  SignatureKind::eddsa,        Hash::none,   0,  true},
      {SignatureScheme{0x0809}, "rsa_pss_pss_sha256",     SignatureKind::rsa_pss_pss,  Hash::sha256, 0,  true},
      {SignatureScheme{0x080a}, "rsa_pss_pss_sha384",     SignatureKind::rsa_pss_pss,  Hash::sha384, 0,  true},
      {SignatureScheme{0x080b}, "rsa_pss_pss_sha512",     SignatureKind::rsa_pss_pss,  Hash::sha512, 0,  true},
      {SignatureScheme{0x0904}, "mldsa44",                SignatureKind::ml_dsa,       Hash::none,   0,  true},
      {SignatureScheme{0x0905}, "mldsa65",                SignatureKind::ml_dsa,       Hash::none,   0,  true},
      {SignatureScheme{0x0906}, "mldsa87",                SignatureKind::ml_dsa,       Hash::none,   0,  true},
  });
};
// clang-format on
consteval SignatureScheme operator""_scheme(const char* s, std::size_t n) { return named<SignatureScheme>({s, n}); }

}  // namespace shakedown::registry
