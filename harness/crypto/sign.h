// Signatures by TLS signature scheme. Signing is deterministic: RFC 6979 for ECDSA, salts of PSS from the caller's Rng.
#pragma once
#include <cstddef>

#include "harness/base/bytes.h"
#include "harness/base/rng.h"
#include "harness/crypto/key.h"
#include "harness/registry/schemes.h"

namespace shakedown::crypto {

using registry::SignatureScheme;

// Can a key of this kind make or check this scheme's signatures at all? (TLS 1.2 binds no curve to an ECDSA scheme.)
bool can_use(KeyKind kind, SignatureScheme scheme);
// Is it the kind that TLS 1.3 demands for the scheme (RFC 8446 §4.2.3: curve, rsae or pss)?
bool fits(KeyKind kind, SignatureScheme scheme);

// Does the same input make the same signature? Always with the wolfCrypt that ./dev setup builds; older builds cannot
// for every ECDSA scheme.
bool is_repeatable(SignatureScheme scheme);

// Cause::unsupported for an unknown scheme or a key of another kind. `salt` is drawn from by PSS only.
Result<Bytes> sign(const PrivateKey& key, SignatureScheme scheme, View message, Rng& salt);
// PSS with this very salt (for vectors, and for salts of a wrong length).
Result<Bytes> sign_pss_with_salt(const PrivateKey& key, SignatureScheme scheme, View message, View salt);

// Cause::crypto if the signature does not verify, with the reason.
Status verify(const PublicKey& key, SignatureScheme scheme, View message, View signature);
// The salt of a PSS signature that verifies; its length is whatever the signer took.
Result<Bytes> recover_pss_salt(const PublicKey& key, SignatureScheme scheme, View message, View signature);

}  // namespace shakedown::crypto
