#include "harness/crypto/sign.h"

#include <wolfssl/options.h>
// The library's settings come first.
#include <wolfssl/version.h>
#include <wolfssl/wolfcrypt/settings.h>

#include <wolfssl/wolfcrypt/ecc.h>
#include <wolfssl/wolfcrypt/ed25519.h>
#ifdef HAVE_ED448
#include <wolfssl/wolfcrypt/ed448.h>
#endif
#include <wolfssl/wolfcrypt/hash.h>

#include <algorithm>
#include <bit>
#include <string>

#include "harness/crypto/internal.h"
#include "harness/crypto/library_key.h"
#include "harness/crypto/rsa.h"
#include "harness/crypto/rsa_padding.h"

namespace shakedown::crypto {
namespace {

using namespace registry;

word32 length(View v) { return static_cast<word32>(v.size()); }

// The library wants a place even for an empty message.
const std::uint8_t* place(View v) {
  static constexpr std::uint8_t nothing = 0;
  return v.empty() ? &nothing : v.data();
}

bool is_pss(SignatureKind kind) { return kind == SignatureKind::rsa_pss_rsae || kind == SignatureKind::rsa_pss_pss; }

Result<const SchemeRow*> usable_row(KeyKind kind, SignatureScheme scheme) {
  const SchemeRow* row = find(scheme);
  if (row && can_use(kind, scheme)) return row;
  return fail({.cause = Cause::unsupported,
               .what = row ? "this key cannot make or check such signatures" : "an unknown signature scheme",
               .got = name_of(scheme) + " with a key of kind " + std::string(name_of(kind))});
}

tl::unexpected<Error> bad_signature(SignatureScheme scheme, std::string reason) {
  return fail(
      {.cause = Cause::crypto, .what = "the " + name_of(scheme) + " signature does not verify: " + std::move(reason)});
}

// --- RSA -------------------------------------------------------------------------------------------------------------

// emBits of RFC 8017 §8.1.1: the modulus's length less one.
std::size_t encoded_bits(const PublicKey& key) {
  const Bytes& modulus = key.impl().modulus;
  return 8 * modulus.size() - static_cast<std::size_t>(std::countl_zero(modulus[0])) - 1;
}

// The private operation is decryption under another name (RFC 8017 §5.2.1).
Result<Bytes> sign_encoded(const PrivateKey& key, Result<Bytes> encoded) {
  if (!encoded) return encoded;
  encoded->insert(encoded->begin(), key.public_key().modulus_size() - encoded->size(), 0);
  return rsa_decrypt_raw_block(key, *encoded);
}

Result<Bytes> sign_pss(const PrivateKey& key, const SchemeRow& row, View message, View salt) {
  return sign_encoded(key, emsa_pss(row.hash, message, salt, encoded_bits(key.public_key())));
}

Result<Bytes> pss_salt(const PublicKey& key, const SchemeRow& row, View message, View signature) {
  auto block = rsa_encrypt_raw_block(key, signature);
  if (!block) return block;
  const std::size_t bits = encoded_bits(key);
  // A modulus of 8k + 1 bits has an encoding of one octet less than the block.
  if (bits % 8 == 0) {
    if (block->front() != 0) return fail(Cause::crypto, "the PSS encoding has bits beyond the modulus");
    block->erase(block->begin());
  }
  return emsa_pss_salt(row.hash, message, *block, bits);
}

// RFC 8446 §4.2.3: the salt is as long as the digest.
Status verify_pss(const PublicKey& key, const SchemeRow& row, View message, View signature) {
  const auto salt = pss_salt(key, row, message, signature);
  if (!salt) return bad_signature(row.code, to_string(salt.error()));
  if (salt->size() != hash_size(row.hash))
    return bad_signature(row.code, "a salt of " + std::to_string(salt->size()) + " octets");
  return {};
}

Status verify_pkcs1(const PublicKey& key, const SchemeRow& row, View message, View signature) {
  const auto expected = emsa_pkcs1(row.hash, message, key.modulus_size());
  if (!expected) return fail(expected.error());
  const auto block = rsa_encrypt_raw_block(key, signature);
  if (!block) return bad_signature(row.code, to_string(block.error()));
  if (*block != *expected) return bad_signature(row.code, "it is of another message or padded otherwise");
  return {};
}

// --- ECDSA -----------------------------------------------------------------------------------------------------------

[[maybe_unused]] wc_HashType library_hash(Hash hash) {
  switch (hash) {
    case Hash::sha1:
      return WC_HASH_TYPE_SHA;
    case Hash::sha256:
      return WC_HASH_TYPE_SHA256;
    case Hash::sha384:
      return WC_HASH_TYPE_SHA384;
    case Hash::sha512:
      return WC_HASH_TYPE_SHA512;
    case Hash::none:
      break;
  }
  return WC_HASH_TYPE_NONE;
}

// RFC 6979 §3.2. Old versions of the library know it with SHA-256 only.
int set_deterministic(ecc_key* key, Hash hash) {
#if !defined(WOLFSSL_ECDSA_DETERMINISTIC_K) && !defined(WOLFSSL_ECDSA_DETERMINISTIC_K_VARIANT)
  static_cast<void>(key);
  static_cast<void>(hash);
  return 0;
#elif LIBWOLFSSL_VERSION_HEX >= 0x05007000
  return wc_ecc_set_deterministic_ex(key, 1, library_hash(hash));
#else
  return wc_ecc_set_deterministic(key, hash == Hash::sha256);
#endif
}

Result<Bytes> sign_ecdsa(const PrivateKey::Impl& key, const SchemeRow& row, View message) {
  std::array<std::uint8_t, max_hash_size> digest;
  Hasher hasher(row.hash);
  hasher.update(message);
  const View hashed = hasher.digest_into(digest);
  Bytes out(ECC_MAX_SIG_SIZE);
  word32 size = length(out);
  const std::lock_guard lock(key.mutex);
  expect_ok(set_deterministic(key.library.ecc.get(), row.hash), "choosing RFC 6979");
  const int code =
      wc_ecc_sign_hash(hashed.data(), length(hashed), out.data(), &size, blinding_rng(), key.library.ecc.get());
  if (code != 0) return fail(library_error("ECDSA could not sign", code));
  out.resize(size);
  return out;
}

Status verify_ecdsa(const PublicKey::Impl& key, const SchemeRow& row, View message, View signature) {
  std::array<std::uint8_t, max_hash_size> digest;
  Hasher hasher(row.hash);
  hasher.update(message);
  const View hashed = hasher.digest_into(digest);
  int valid = 0;
  const std::lock_guard lock(key.mutex);
  const int code = wc_ecc_verify_hash(place(signature), length(signature), hashed.data(), length(hashed), &valid,
                                      key.library.ecc.get());
  if (code != 0) return bad_signature(row.code, to_string(library_error("not a signature", code)));
  if (valid != 1) return bad_signature(row.code, "it is of another message or key");
  return {};
}

// --- EdDSA -----------------------------------------------------------------------------------------------------------

Result<Bytes> sign_eddsa(const PrivateKey::Impl& key, View message) {
  Bytes out(2 * row_of(key.kind).public_size);
  word32 size = length(out);
  int code = 0;
  const std::lock_guard lock(key.mutex);
  if (key.library.ed25519)
    code = wc_ed25519_sign_msg(place(message), length(message), out.data(), &size, key.library.ed25519.get());
#ifdef HAVE_ED448
  if (key.library.ed448)
    code = wc_ed448_sign_msg(place(message), length(message), out.data(), &size, key.library.ed448.get(), nullptr, 0);
#endif
  if (code != 0) return fail(library_error("EdDSA could not sign", code));
  return out;
}

Status verify_eddsa(const PublicKey::Impl& key, const SchemeRow& row, View message, View signature) {
  const std::size_t size = 2 * row_of(key.kind).public_size;
  if (signature.size() != size)
    return bad_signature(row.code, std::to_string(signature.size()) + " octets instead of " + std::to_string(size));
  int valid = 0, code = 0;
  const std::lock_guard lock(key.mutex);
  if (key.library.ed25519)
    code = wc_ed25519_verify_msg(signature.data(), length(signature), place(message), length(message), &valid,
                                 key.library.ed25519.get());
#ifdef HAVE_ED448
  if (key.library.ed448)
    code = wc_ed448_verify_msg(signature.data(), length(signature), place(message), length(message), &valid,
                               key.library.ed448.get(), nullptr, 0);
#endif
  if (code != 0) return bad_signature(row.code, to_string(library_error("not a signature of this message", code)));
  if (valid != 1) return bad_signature(row.code, "it is of another message or key");
  return {};
}

}  // namespace

bool can_use(KeyKind kind, SignatureScheme scheme) {
  const SchemeRow* row = find(scheme);
  if (!row) return false;
  switch (row->kind) {
    case SignatureKind::rsa_pkcs1:
    case SignatureKind::rsa_pss_rsae:
    case SignatureKind::rsa_pss_pss:
      return is_rsa(kind);
    case SignatureKind::ecdsa:
      return is_ecdsa(kind);
    case SignatureKind::eddsa:
      return kind == (scheme == "ed25519"_scheme ? KeyKind::ed25519 : KeyKind::ed448);
    case SignatureKind::ml_dsa:
      return false;
  }
  return false;
}

bool fits(KeyKind kind, SignatureScheme scheme) {
  if (!can_use(kind, scheme)) return false;
  const SchemeRow& row = *find(scheme);
  if (is_rsa(kind)) return (row.kind == SignatureKind::rsa_pss_pss) == (kind == KeyKind::rsa_pss);
  static constexpr std::pair<KeyKind, std::uint16_t> curves[] = {
      {KeyKind::ecdsa_p256, 23}, {KeyKind::ecdsa_p384, 24}, {KeyKind::ecdsa_p521, 25}};
  return row.group == 0 || std::any_of(std::begin(curves), std::end(curves), [&](const auto& curve) {
           return curve.first == kind && curve.second == row.group;
         });
}

bool is_repeatable(SignatureScheme scheme) {
  const SchemeRow* row = find(scheme);
  if (!row || row->kind != SignatureKind::ecdsa) return row != nullptr;
#if !defined(WOLFSSL_ECDSA_DETERMINISTIC_K) && !defined(WOLFSSL_ECDSA_DETERMINISTIC_K_VARIANT)
  return false;
#else
  return LIBWOLFSSL_VERSION_HEX >= 0x05007000 || row->hash == Hash::sha256;
#endif
}

Result<Bytes> sign(const PrivateKey& key, SignatureScheme scheme, View message, Rng& salt) {
  const auto row = usable_row(key.kind(), scheme);
  if (!row) return fail(row.error());
  const SchemeRow& scheme_row = **row;
  if (scheme_row.kind == SignatureKind::ecdsa) return sign_ecdsa(key.impl(), scheme_row, message);
  if (scheme_row.kind == SignatureKind::eddsa) return sign_eddsa(key.impl(), message);
  if (is_pss(scheme_row.kind)) return sign_pss(key, scheme_row, message, salt.bytes(hash_size(scheme_row.hash)));
  return sign_encoded(key, emsa_pkcs1(scheme_row.hash, message, key.public_key().modulus_size()));
}

Result<Bytes> sign_pss_with_salt(const PrivateKey& key, SignatureScheme scheme, View message, View salt) {
  const auto row = usable_row(key.kind(), scheme);
  if (!row) return fail(row.error());
  if (!is_pss((*row)->kind)) return fail(Cause::unsupported, "only PSS has a salt");
  return sign_pss(key, **row, message, salt);
}

Status verify(const PublicKey& key, SignatureScheme scheme, View message, View signature) {
  const auto row = usable_row(key.kind(), scheme);
  if (!row) return fail(row.error());
  const SchemeRow& scheme_row = **row;
  if (scheme_row.kind == SignatureKind::ecdsa) return verify_ecdsa(key.impl(), scheme_row, message, signature);
  if (scheme_row.kind == SignatureKind::eddsa) return verify_eddsa(key.impl(), scheme_row, message, signature);
  if (is_pss(scheme_row.kind)) return verify_pss(key, scheme_row, message, signature);
  return verify_pkcs1(key, scheme_row, message, signature);
}

Result<Bytes> recover_pss_salt(const PublicKey& key, SignatureScheme scheme, View message, View signature) {
  const auto row = usable_row(key.kind(), scheme);
  if (!row) return fail(row.error());
  if (!is_pss((*row)->kind)) return fail(Cause::unsupported, "only PSS has a salt");
  return pss_salt(key, **row, message, signature);
}

}  // namespace shakedown::crypto
