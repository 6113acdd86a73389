#include "harness/suite/handshake.h"

namespace shakedown::suite {
namespace {

using registry::Role;

struct Row {
  bool tls12;
  Role target;
  const char* text;
};

// A server may want a certificate of ours, which we have; a client may leave out its change_cipher_spec (RFC 8446
// §D.4).
constexpr Row rows[] = {
    {false, Role::server, R"(
about: One TLS 1.3 handshake with a server.
rfc: ["8446 §2"]
peer: client
steps:
  - send: [ClientHello]
  - expect: [ServerHello, change_cipher_spec?, EncryptedExtensions, Certificate, CertificateVerify, Finished]
  - send: [change_cipher_spec, Finished]
  - expect: [NewSessionTicket*]
  - send: [close_notify]
  - expect: [close_notify?]
expect: completes
)"},
    {false, Role::client, R"(
about: One TLS 1.3 handshake with a client.
rfc: ["8446 §2"]
peer: server
steps:
  - expect: [ClientHello]
  - send: [ServerHello, change_cipher_spec, EncryptedExtensions, Certificate, CertificateVerify, Finished]
  - expect: [change_cipher_spec?, Finished]
  - send: [NewSessionTicket, close_notify]
  - expect: [application_data*, close_notify?]
expect: completes
)"},
    {true, Role::server, R"(
about: One TLS 1.2 handshake with a server.
rfc: ["5246 §7.3"]
peer: client
with: { version: TLSv1.2 }
steps:
  - send: [ClientHello]
  - expect: [ServerHello, Certificate, ServerKeyExchange?, ServerHelloDone]
  - send: [ClientKeyExchange, change_cipher_spec, Finished]
  - expect: [NewSessionTicket?, change_cipher_spec, Finished]
  - send: [close_notify]
  - expect: [close_notify?]
expect: completes
)"},
    {true, Role::client, R"(
about: One TLS 1.2 handshake with a client.
rfc: ["5246 §7.3"]
peer: server
with: { version: TLSv1.2, session_tickets: false }
steps:
  - expect: [ClientHello]
  - send: [ServerHello, Certificate, ServerKeyExchange, ServerHelloDone]
  - expect: [ClientKeyExchange, change_cipher_spec, Finished]
  - send: [change_cipher_spec, Finished, close_notify]
  - expect: [application_data*, close_notify?]
expect: completes
)"},
};

}  // namespace

Result<Plan> handshake_plan(const HandshakeOptions& options, const std::string& corpus) {
  for (const auto& row : rows) {
    if (row.tls12 != options.tls12 || row.target != options.target) continue;
    auto plan = plan_of_text(row.text, "handshake", corpus);
    if (!plan) return plan;
    plan->controls.clear();
    for (auto& item : plan->cases) item.control.reset();
    return plan;
  }
  return fail(Cause::internal, "no such handshake");
}

}  // namespace shakedown::suite
