// The encodings of RFC 8017 between a message and the number that RSA works on. Internal.
#pragma once
#include <cstddef>

#include "harness/base/bytes.h"
#include "harness/base/rng.h"
#include "harness/crypto/hash.h"

namespace shakedown::crypto {

// EMSA-PKCS1-v1_5 (§9.2), `size` octets.
Result<Bytes> emsa_pkcs1(Hash hash, View message, std::size_t size);

// EMSA-PSS (§9.1.1) with MGF1 of the same hash; `bits` is the modulus's length less one.
Result<Bytes> emsa_pss(Hash hash, View message, View salt, std::size_t bits);
// §9.1.2 without a fixed salt length: the salt, if the encoding fits the message.
Result<Bytes> emsa_pss_salt(Hash hash, View message, View encoded, std::size_t bits);

// EME-PKCS1-v1_5 (§7.2.1): 00 02, nonzero octets, 00, the message.
Result<Bytes> eme_pkcs1(View message, std::size_t size, Rng& rng);
// §7.2.2 step 3.
Result<Bytes> eme_pkcs1_message(View encoded);

}  // namespace shakedown::crypto
