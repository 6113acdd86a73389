// What a TLS 1.2 server makes of a ClientHello (RFC 5246 §7.4.1, RFC 8422, RFC 7627 §5.3).
#pragma once
#include "tests/reference/client_hello.h"

namespace shakedown::reference {

struct Selection12 {
  const registry::SuiteRow* suite = nullptr;
  NamedGroup group{};        // ECDHE
  SignatureScheme scheme{};  // ECDHE
};

// What must hold whatever is selected.
void check_hello12(const ClientHelloView& hello);
Selection12 select12(const Core& core, const ClientHelloView& hello);
// The session to resume, if there is one and it may be.
const Session12* find_session12(const Core& core, const ClientHelloView& hello);

// Whether a certificate with such a key serves a suite (RFC 5246 §7.4.2, RFC 8422 §5.3).
bool authenticates(crypto::KeyKind kind, const registry::SuiteRow& suite);

}  // namespace shakedown::reference
