#include "harness/suite/handshake.h"

namespace shakedown::suite {
namespace {

using registry::Role;

struct Row {
  bool tls12;
  bool psk;
  Role target;
  const char* text;
};

// A client may leave out its change_cipher_spec (RFC 8446 §D.4), a server may send tickets right after its Finished
// (§4.6.1), and a client data or its end. Whatever key a server has, some suite fits it.
constexpr Row rows[] = {
    {false, false, Role::server, R"(
about: One TLS 1.3 handshake with a server.
rfc: ["8446 §2"]
peer: client
steps:
  - send: [ClientHello]
  - expect:
      [ServerHello, change_cipher_spec?, EncryptedExtensions, Certificate, CertificateVerify, Finished, NewSessionTicket*]
  - send: [change_cipher_spec, Finished]
  - expect: [NewSessionTicket*]
  - send: [close_notify]
  - expect: [close_notify?]
expect: completes
)"},
    {false, false, Role::client, R"(
about: One TLS 1.3 handshake with a client.
rfc: ["8446 §2"]
peer: server
steps:
  - expect: [ClientHello]
  - send: [ServerHello, change_cipher_spec, EncryptedExtensions, Certificate, CertificateVerify, Finished]
  - expect: [change_cipher_spec?, Finished, application_data*, close_notify?]
  - send: [NewSessionTicket, close_notify]
  - expect: [application_data*, close_notify?]
expect: completes
)"},
    {false, true, Role::server, R"(
about: One TLS 1.3 handshake with a server, authenticated by an external PSK.
rfc: ["8446 §2.2"]
peer: client
with: { external_psk: true }
steps:
  - send: [ClientHello]
  - expect: [ServerHello, change_cipher_spec?, EncryptedExtensions, Finished, NewSessionTicket*]
  - send: [change_cipher_spec, Finished]
  - expect: [NewSessionTicket*]
  - send: [close_notify]
  - expect: [close_notify?]
expect: completes
)"},
    {false, true, Role::client, R"(
about: One TLS 1.3 handshake with a client, authenticated by an external PSK.
rfc: ["8446 §2.2"]
peer: server
with: { external_psk: true }
steps:
  - expect: [ClientHello]
  - send: [ServerHello, change_cipher_spec, EncryptedExtensions, Finished]
  - expect: [change_cipher_spec?, Finished, application_data*, close_notify?]
  - send: [NewSessionTicket, close_notify]
  - expect: [application_data*, close_notify?]
expect: completes
)"},
    {true, false, Role::server, R"(
about: One TLS 1.2 handshake with a server.
rfc: ["5246 §7.3"]
peer: client
with:
  version: TLSv1.2
  cipher_suites:
    - TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256
    - TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
    - TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384
    - TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384
    - TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256
    - TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256
steps:
  - send: [ClientHello]
  - expect: [ServerHello, Certificate, ServerKeyExchange?, ServerHelloDone]
  - send: [ClientKeyExchange, change_cipher_spec, Finished]
  - expect: [NewSessionTicket?, change_cipher_spec, Finished]
  - send: [close_notify]
  - expect: [close_notify?]
expect: completes
)"},
    {true, false, Role::client, R"(
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
    if (row.tls12 != options.tls12 || row.psk != options.psk || row.target != options.target) continue;
    auto plan = plan_of_text(row.text, "handshake", corpus);
    if (!plan) return plan;
    plan->controls.clear();
    for (auto& item : plan->cases) item.control.reset();
    return plan;
  }
  return fail(Cause::unsupported, "external PSKs are for TLS 1.3");
}

}  // namespace shakedown::suite
