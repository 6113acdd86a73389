// Long-term keys, parsed once. Copies share the parsed key; using one from several threads is safe.
#pragma once
#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>

#include "harness/base/bytes.h"
#include "harness/base/rng.h"

namespace shakedown::crypto {

enum class KeyKind { rsa, rsa_pss, ecdsa_p256, ecdsa_p384, ecdsa_p521, ed25519, ed448 };

std::string_view name_of(KeyKind kind);
bool is_rsa(KeyKind kind);
bool is_ecdsa(KeyKind kind);

// The members of RSAPrivateKey (RFC 8017 §A.1.2), big-endian, leading zeros optional.
struct RsaNumbers {
  Bytes n, e, d, p, q, dp, dq, qinv;
};

class PublicKey {
 public:
  struct Impl;

  // SubjectPublicKeyInfo (RFC 5280 §4.1.2.7, RFC 5480, RFC 8410, RFC 8017); Cause::decode or Cause::unsupported.
  static Result<PublicKey> from_spki(View der);
  // The subject's key of a DER certificate.
  static Result<PublicKey> from_certificate(View der);
  static Result<PublicKey> from_rsa(View n, View e, KeyKind kind = KeyKind::rsa);
  // The kind that a SubjectPublicKeyInfo claims, without looking at the key; empty for one that we cannot use.
  static std::optional<KeyKind> kind_of_spki(View der);
  // The octets inside the bit string: a point, or 32/57 octets of EdDSA. Not for RSA.
  static Result<PublicKey> from_raw(KeyKind kind, View octets);

  KeyKind kind() const;
  // RSA: octets of the modulus, which is also the size of a signature; 0 for other kinds.
  std::size_t modulus_size() const;
  // SubjectPublicKeyInfo in DER.
  const Bytes& spki() const;
  const Impl& impl() const { return *impl_; }

 private:
  explicit PublicKey(std::shared_ptr<const Impl> impl);
  std::shared_ptr<const Impl> impl_;
};

class PrivateKey {
 public:
  struct Impl;

  // PKCS#8 (RFC 5958), SEC1 ECPrivateKey with its curve (RFC 5915), or PKCS#1 RSAPrivateKey.
  static Result<PrivateKey> from_der(View der);
  static Result<PrivateKey> from_rsa(const RsaNumbers& numbers, KeyKind kind = KeyKind::rsa);
  // The same RSA key under the other of RSA's two object identifiers.
  Result<PrivateKey> as_rsa_kind(KeyKind kind) const;
  // Cause::unsupported for other kinds.
  Result<RsaNumbers> rsa_numbers() const;
  // A scalar padded to the curve's length, or an EdDSA seed. Not for RSA.
  static Result<PrivateKey> from_raw(KeyKind kind, View octets);
  // The same state of `rng` gives the same key. Cause::unsupported for RSA, whose keys are given.
  static Result<PrivateKey> generate(KeyKind kind, Rng& rng);

  KeyKind kind() const;
  const PublicKey& public_key() const;
  // PKCS#8 in DER.
  const Bytes& pkcs8() const;
  const Impl& impl() const { return *impl_; }

 private:
  explicit PrivateKey(std::shared_ptr<const Impl> impl);
  std::shared_ptr<const Impl> impl_;
};

}  // namespace shakedown::crypto
