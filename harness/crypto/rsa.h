// RSA encryption for TLS 1.2's RSA key exchange (RFC 5246 §7.4.7.1), with the padding in the caller's hands.
#pragma once
#include "harness/base/bytes.h"
#include "harness/base/rng.h"
#include "harness/crypto/key.h"

namespace shakedown::crypto {

// RSAES-PKCS1-v1_5 (RFC 8017 §7.2.1); the nonzero padding octets come from `rng`.
Result<Bytes> rsa_encrypt(const PublicKey& key, View plain, Rng& rng);
// The whole block as it is, without padding: exactly modulus_size() octets, less than the modulus.
Result<Bytes> rsa_encrypt_raw_block(const PublicKey& key, View block);
// Cause::crypto if the padding is wrong; the error says how.
Result<Bytes> rsa_decrypt(const PrivateKey& key, View ciphertext);
// The block with its padding.
Result<Bytes> rsa_decrypt_raw_block(const PrivateKey& key, View ciphertext);

}  // namespace shakedown::crypto
