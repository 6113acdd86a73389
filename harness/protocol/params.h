// What steers honest building: everything that a well-formed handshake leaves to choice.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "harness/crypto/key.h"
#include "harness/registry/groups.h"
#include "harness/registry/messages.h"
#include "harness/registry/role.h"
#include "harness/registry/schemes.h"
#include "harness/registry/suites.h"

namespace shakedown::protocol {

using crypto::KeyKind;
using registry::CipherSuite;
using registry::NamedGroup;
using registry::ProtocolVersion;
using registry::Role;
using registry::SignatureScheme;

enum class ClientAuth : std::uint8_t { none, requested, required };
enum class EarlyDataAnswer : std::uint8_t { accept, reject };

// RFC 8446 §4.2.11: each PSK belongs to one hash.
struct ExternalPsk {
  std::string identity;
  Bytes key;
  registry::Hash hash = registry::Hash::sha256;
  friend bool operator==(const ExternalPsk&, const ExternalPsk&) = default;
};

// The same parameters configure our peer and the target, so that an honest handshake between them succeeds.
struct Params {
  ProtocolVersion version{0x0304};
  std::optional<ProtocolVersion> target_version_max;  // where the target speaks newer versions, too, and our peer none
  std::vector<CipherSuite> cipher_suites;             // in order of preference; empty: the version's defaults
  std::vector<NamedGroup> groups;                     // supported_groups; empty: the defaults
  std::vector<NamedGroup>
      key_shares;  // TLS 1.3 client; empty: the first group. An HRR flow offers one that the server lacks
  std::vector<SignatureScheme> signature_schemes;  // empty: the defaults
  KeyKind certificate = KeyKind::ecdsa_p256;       // of the server
  KeyKind client_certificate = KeyKind::ecdsa_p256;
  ClientAuth client_auth = ClientAuth::none;
  std::string server_name = "localhost";
  std::vector<std::string> alpn;
  bool compatibility_mode = true;  // RFC 8446 §D.4
  bool cookie = false;             // our HelloRetryRequest carries one, or the target's should
  std::size_t tickets = 1;         // that a server gives
  bool early_data = false;
  EarlyDataAnswer early_data_answer = EarlyDataAnswer::accept;
  bool external_psk = false;           // TLS 1.3, psk_dhe_ke
  std::optional<ExternalPsk> own_psk;  // the user's, whatever its hash, in place of test_psk()
  bool extended_master_secret = true;  // TLS 1.2, RFC 7627
  bool encrypt_then_mac = false;       // TLS 1.2 CBC, RFC 7366
  bool session_tickets = true;         // TLS 1.2, RFC 5077; otherwise resumption is by session id
  bool secure_renegotiation = true;    // TLS 1.2, RFC 5746
  std::size_t application_data = 16;   // octets that the client sends and the server answers with
  // Set by the flow when it is unrolled, since they follow from it.
  bool hello_retry = false;  // tls13.hrr: the first group's share is offered, the target accepts only the other groups
  bool resume = false;       // this connection resumes the one before it
  friend bool operator==(const Params&, const Params&) = default;
};

// Empty lists filled with the defaults of the version and of the certificate; nothing else changes.
Params with_defaults(Params params);

// The external PSK of every test; the identity and the key are not secret.
const ExternalPsk& test_psk(registry::Hash hash);
// The external PSK of these parameters, for suites with this hash.
ExternalPsk psk_of(const Params& params, registry::Hash hash);

}  // namespace shakedown::protocol
