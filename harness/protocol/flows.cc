// The tables of legal courses. RFC 8446 §2 (figures 1 to 4) and §D.4, RFC 5246 §7.3, RFC 5077 §3.1.
#include <array>

#include "harness/protocol/flow.h"

namespace shakedown::protocol {
namespace {

using registry::operator""_version;

constexpr auto C = Role::client;  // NOLINT(readability-identifier-naming): a column of the tables
constexpr auto S = Role::server;  // NOLINT(readability-identifier-naming)

// RFC 8446 §D.4: a client sends its change_cipher_spec before its second flight, a server right after its first
// handshake message; each may leave it out.
constexpr auto full13 = std::to_array<Row>({
    {C, "ClientHello"},
    {S, "ServerHello"},
    {S, "change_cipher_spec", When::compatibility_mode, Often::at_most_once},
    {S, "EncryptedExtensions"},
    {S, "CertificateRequest", When::client_auth},
    {S, "Certificate", When::certificate_sent},
    {S, "CertificateVerify", When::certificate_sent},
    {S, "Finished"},
    {C, "change_cipher_spec", When::compatibility_mode, Often::at_most_once},
    {C, "Certificate", When::client_auth},
    {C, "CertificateVerify", When::client_auth},
    {C, "Finished"},
    {S, "NewSessionTicket", When::tickets, Often::any},
    {C, "application_data"},
    {S, "application_data"},
    {C, "close_notify"},
    {S, "close_notify", When::always, Often::at_most_once},
});

// The client's change_cipher_spec comes before its second ClientHello, the server's after the HelloRetryRequest.
constexpr auto hrr13 = std::to_array<Row>({
    {C, "ClientHello"},
    {S, "HelloRetryRequest"},
    {S, "change_cipher_spec", When::compatibility_mode, Often::at_most_once},
    {C, "change_cipher_spec", When::compatibility_mode, Often::at_most_once},
    {C, "ClientHello"},
    {S, "ServerHello"},
    {S, "EncryptedExtensions"},
    {S, "CertificateRequest", When::client_auth},
    {S, "Certificate", When::certificate_sent},
    {S, "CertificateVerify", When::certificate_sent},
    {S, "Finished"},
    {C, "Certificate", When::client_auth},
    {C, "CertificateVerify", When::client_auth},
    {C, "Finished"},
    {S, "NewSessionTicket", When::tickets, Often::any},
    {C, "application_data"},
    {S, "application_data"},
    {C, "close_notify"},
    {S, "close_notify", When::always, Often::at_most_once},
});

// Authenticated by a PSK: no CertificateRequest either (RFC 8446 §4.3.2).
constexpr auto psk13 = std::to_array<Row>({
    {C, "ClientHello"},
    {S, "ServerHello"},
    {S, "change_cipher_spec", When::compatibility_mode, Often::at_most_once},
    {S, "EncryptedExtensions"},
    {S, "Finished"},
    {C, "change_cipher_spec", When::compatibility_mode, Often::at_most_once},
    {C, "Finished"},
    {S, "NewSessionTicket", When::tickets, Often::any},
    {C, "application_data"},
    {S, "application_data"},
    {C, "close_notify"},
    {S, "close_notify", When::always, Often::at_most_once},
});

// After a HelloRetryRequest the client offers its PSK anew (RFC 8446 §4.1.2, §4.2.11.2).
constexpr auto hrr_psk13 = std::to_array<Row>({
    {C, "ClientHello"},
    {S, "HelloRetryRequest"},
    {S, "change_cipher_spec", When::compatibility_mode, Often::at_most_once},
    {C, "change_cipher_spec", When::compatibility_mode, Often::at_most_once},
    {C, "ClientHello"},
    {S, "ServerHello"},
    {S, "EncryptedExtensions"},
    {S, "Finished"},
    {C, "Finished"},
    {S, "NewSessionTicket", When::tickets, Often::any},
    {C, "application_data"},
    {S, "application_data"},
    {C, "close_notify"},
    {S, "close_notify", When::always, Often::at_most_once},
});

// RFC 8446 §2.3. With early data the change_cipher_spec follows the ClientHello at once (§D.4).
constexpr auto early13 = std::to_array<Row>({
    {C, "ClientHello"},
    {C, "change_cipher_spec", When::compatibility_mode, Often::at_most_once},
    {C, "early_data", When::early_data},
    {S, "ServerHello"},
    {S, "change_cipher_spec", When::compatibility_mode, Often::at_most_once},
    {S, "EncryptedExtensions"},
    {S, "Finished"},
    {C, "EndOfEarlyData", When::early_data_accepted},
    {C, "Finished"},
    {S, "NewSessionTicket", When::tickets, Often::any},
    {C, "application_data"},
    {S, "application_data"},
    {C, "close_notify"},
    {S, "close_notify", When::always, Often::at_most_once},
});

// RFC 5246 figure 1; a server that negotiated tickets gives one before its change_cipher_spec (RFC 5077 figure 1).
constexpr auto full12 = std::to_array<Row>({
    {C, "ClientHello"},
    {S, "ServerHello"},
    {S, "Certificate", When::certificate_sent},
    {S, "ServerKeyExchange", When::ephemeral},
    {S, "CertificateRequest", When::client_auth},
    {S, "ServerHelloDone"},
    {C, "Certificate", When::client_auth},
    {C, "ClientKeyExchange"},
    {C, "CertificateVerify", When::client_auth},
    {C, "change_cipher_spec"},
    {C, "Finished"},
    {S, "NewSessionTicket", When::session_tickets, Often::at_most_once},
    {S, "change_cipher_spec"},
    {S, "Finished"},
    {C, "application_data"},
    {S, "application_data"},
    {C, "close_notify"},
    {S, "close_notify", When::always, Often::at_most_once},
});

// RFC 5246 figure 2, RFC 5077 figure 2: the server finishes first, and may renew the ticket.
constexpr auto abbreviated12 = std::to_array<Row>({
    {C, "ClientHello"},
    {S, "ServerHello"},
    {S, "NewSessionTicket", When::session_tickets, Often::at_most_once},
    {S, "change_cipher_spec"},
    {S, "Finished"},
    {C, "change_cipher_spec"},
    {C, "Finished"},
    {C, "application_data"},
    {S, "application_data"},
    {C, "close_notify"},
    {S, "close_notify", When::always, Often::at_most_once},
});

}  // namespace

const std::vector<Flow>& flows() {
  static constexpr auto v13 = "TLSv1.3"_version;
  static constexpr auto v12 = "TLSv1.2"_version;
  static const std::vector<Flow> table{
      {"tls13.full", v13, "authentication by certificate", {full13}, {}},
      {"tls13.hrr", v13, "the server asks for another key share", {hrr13}, {"hello_retry"}},
      {"tls13.psk", v13, "an external PSK with (EC)DHE", {psk13}, {"psk"}},
      {"tls13.hrr_psk", v13, "another key share, and the external PSK again", {hrr_psk13}, {"hello_retry", "psk"}},
      {"tls13.resumed", v13, "a second connection with the first one's ticket", {full13, psk13}, {"tickets"}},
      {"tls13.early_data", v13, "a second connection, with 0-RTT data", {full13, early13}, {"tickets", "early_data"}},
      {"tls12.full", v12, "a full handshake", {full12}, {}},
      {"tls12.resumed_id", v12, "a second connection by session id", {full12, abbreviated12}, {"session_ids"}},
      {"tls12.resumed_ticket", v12, "a second connection by ticket", {full12, abbreviated12}, {"tickets"}},
  };
  return table;
}

}  // namespace shakedown::protocol
