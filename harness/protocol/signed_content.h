// What the signatures of a handshake cover.
#pragma once
#include <string_view>

#include "harness/base/bytes.h"
#include "harness/registry/role.h"

namespace shakedown::protocol {

// "TLS 1.3, server CertificateVerify" or "TLS 1.3, client CertificateVerify" (RFC 8446 §4.4.3).
std::string_view certificate_verify_context(registry::Role signer);

// RFC 8446 §4.4.3: 64 spaces, the context string, a zero octet, the transcript's hash.
Bytes certificate_verify_content(std::string_view context, View transcript_hash);

// RFC 8422 §5.4, RFC 5246 §7.4.3: both randoms and the ServerKeyExchange up to its signature.
// (A TLS 1.2 CertificateVerify covers the messages so far: Transcript::bytes().)
Bytes server_key_exchange_content(View client_random, View server_random, View params);

}  // namespace shakedown::protocol
