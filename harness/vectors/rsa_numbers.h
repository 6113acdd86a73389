// Do the members of an RSA private key belong together (RFC 8017 §3.2)? A signer uses only some of them.
#pragma once
#include "harness/crypto/key.h"

namespace shakedown::vectors {

// Cause::crypto with the first equation that does not hold.
Status check_rsa_numbers(const crypto::RsaNumbers& key);

}  // namespace shakedown::vectors
