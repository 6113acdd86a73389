// A key in the library's own structure. Internal: names the library's types, includes none of them.
#pragma once
#include <memory>
#include <mutex>

#include "harness/base/bytes.h"
#include "harness/crypto/curve.h"
#include "harness/crypto/key.h"

struct RsaKey;
// NOLINTBEGIN(readability-identifier-naming): the library's names
struct ecc_key;
struct ed25519_key;
struct ed448_key;
// NOLINTEND(readability-identifier-naming)

namespace shakedown::crypto {

// One of the pointers is set. The library writes to its keys even when it only reads them in spirit, hence the mutex.
struct LibraryKey {
  std::shared_ptr<RsaKey> rsa;
  std::shared_ptr<ecc_key> ecc;
  std::shared_ptr<ed25519_key> ed25519;
  std::shared_ptr<ed448_key> ed448;
};

Result<LibraryKey> load_rsa_public(View n, View e);
// From a PKCS#1 RSAPrivateKey.
Result<LibraryKey> load_rsa_private(View pkcs1);
Result<LibraryKey> load_ecc_public(Curve curve, View point);
Result<LibraryKey> load_ecc_private(Curve curve, View scalar, View point);
Result<LibraryKey> load_eddsa_public(KeyKind kind, View octets);
Result<LibraryKey> load_eddsa_private(KeyKind kind, View seed, View public_octets);
Result<Bytes> eddsa_public_octets(KeyKind kind, View seed);

struct PublicKey::Impl {
  KeyKind kind;
  Bytes spki;
  Bytes modulus;  // of RSA, minimal
  LibraryKey library;
  mutable std::mutex mutex;
};

struct PrivateKey::Impl {
  KeyKind kind;
  Bytes pkcs8;
  PublicKey public_key;
  LibraryKey library;
  mutable std::mutex mutex;
};

// What each kind is called and how long its octets are.
struct KindRow {
  KeyKind kind;
  std::string_view name;
  std::string_view algorithm;  // object identifier of the AlgorithmIdentifier
  std::string_view curve;      // and of its parameters, if they name a curve
  std::size_t private_size, public_size;
};
const KindRow& row_of(KeyKind kind);
Curve curve_of(KeyKind kind);

}  // namespace shakedown::crypto
