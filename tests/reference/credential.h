// Certificates and signatures: ours made, the peer's judged.
#pragma once
#include "harness/crypto/sign.h"
#include "tests/reference/core.h"

namespace shakedown::reference {

// The first of ours that our key can make, the peer takes, and the version allows.
std::optional<SignatureScheme> choose_scheme(const Settings& settings, ProtocolVersion version,
                                             const std::vector<SignatureScheme>& accepted);
Bytes sign(Core& core, SignatureScheme scheme, View content);

// Checks the chain against trust, name and time, and gives the leaf's key. `chain` is not empty.
crypto::PublicKey check_chain(const Core& core, const std::vector<Bytes>& chain);
// Scheme and signature of a CertificateVerify or ServerKeyExchange (RFC 8446 §4.4.3, RFC 5246 §7.4.3, §7.4.8).
// `lenient`: whatever the signature is worth.
void check_signature(Core& core, ProtocolVersion version, const crypto::PublicKey& key, SignatureScheme scheme,
                     View content, View signature, bool lenient);

}  // namespace shakedown::reference
