// What a target may be able to do, beyond suites, groups and schemes, which are capabilities under their own names.
// `needs` of a case and the declaration of a target speak this vocabulary.
#pragma once
#include <array>
#include <string_view>
#include <vector>

#include "harness/registry/groups.h"
#include "harness/registry/schemes.h"
#include "harness/registry/suites.h"

namespace shakedown::registry {

struct CapabilityRow {
  std::string_view name;
  std::string_view about;
};

inline constexpr auto capabilities = std::to_array<CapabilityRow>({
    {"server", "can be the server"},
    {"client", "can be the client"},
    {"tls12", "TLS 1.2"},
    {"tls13", "TLS 1.3"},
    {"client_auth", "certificates of clients"},
    {"hello_retry", "HelloRetryRequest"},
    {"hello_retry_cookie", "a cookie in its HelloRetryRequest"},
    {"tickets", "resumption with tickets"},
    {"session_ids", "resumption by session id, TLS 1.2"},
    {"psk", "external PSKs, TLS 1.3"},
    {"early_data", "0-RTT data"},
    {"key_update", "can be made to send a KeyUpdate"},
    {"alpn", "application protocol negotiation"},
    {"sni", "server names"},
    {"extended_master_secret", "RFC 7627"},
    {"encrypt_then_mac", "RFC 7366"},
    {"renegotiation", "can be made to renegotiate, TLS 1.2"},
    {"legacy_servers", "as a client, speaks with a server without renegotiation_info, TLS 1.2 (RFC 5746 §4.1)"},
    {"exporter", "gives keying material"},
    {"key_log", "gives key log lines"},
});

inline bool is_capability(std::string_view name) {
  for (const auto& row : capabilities)
    if (row.name == name) return true;
  return value_of<CipherSuite>(name) || value_of<NamedGroup>(name) || value_of<SignatureScheme>(name);
}

}  // namespace shakedown::registry
