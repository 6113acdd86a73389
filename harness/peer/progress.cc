#include "harness/peer/progress.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/crypto/rsa.h"
#include "harness/peer/build.h"
#include "harness/peer/keys.h"
#include "harness/protocol/schedule13.h"

namespace shakedown::peer {
namespace {

using registry::operator""_message;
using registry::operator""_version;

struct SenderRow {
  registry::HandshakeType type;
  Role sender;
};
// Messages that only one side sends (RFC 8446 §2, RFC 5246 §7.3).
constexpr SenderRow senders[] = {
    {"ClientHello"_message, Role::client},         {"ClientKeyExchange"_message, Role::client},
    {"EndOfEarlyData"_message, Role::client},      {"ServerHello"_message, Role::server},
    {"EncryptedExtensions"_message, Role::server}, {"ServerKeyExchange"_message, Role::server},
    {"CertificateRequest"_message, Role::server},  {"NewSessionTicket"_message, Role::server},
};
// One from the wrong side stands in the transcript, and changes nothing else.
bool of_wrong_side(Role sender, const wire::Message& m) {
  const auto type = wire::type_of(m);
  return std::ranges::any_of(senders, [&](const auto& row) { return row.type == type && row.sender != sender; });
}

// RFC 8446 §4.4.1 leaves out what comes after the handshake, RFC 5246 §7.4.1.1 HelloRequest.
bool in_transcript(const State& s, const wire::Message& m) {
  if (std::holds_alternative<wire::HelloRequest>(m)) return false;
  if (!s.tls13()) return true;
  return !std::holds_alternative<wire::NewSessionTicket>(m) && !std::holds_alternative<wire::KeyUpdate>(m);
}

// Early data follow the ClientHello at once, so their keys are due before the ServerHello says whether they are taken.
void expect_early_data(State& s) {
  const auto accept = s.params.early_data_answer == protocol::EarlyDataAnswer::accept && s.params.early_data;
  const auto* first = registry::find(s.params.cipher_suites.front());
  const auto psks = known_psks(s, first ? first->hash : registry::Hash::sha256);
  if (!accept || psks.empty() || psks.front().key.empty()) {
    s.in.skipping_early_data = true;
    return;
  }
  begin_early_secrets(s, psks.front());
}

void on(State& s, Role, const wire::ClientHello& m) {
  s.client_hello = m;
  // A TLS 1.2 client that renegotiates does so under the keys of the handshake before.
  if (s.master.empty()) s.log.agreed.client_random = to_bytes(m.random);
  if (s.role == Role::client) {
    if (s.early_data_offered && !s.psks.empty()) begin_early_secrets(s, s.psks.front());
    return;
  }
  // RFC 8446 §4.2.10: not in the ClientHello after a HelloRetryRequest.
  s.early_data_offered = !s.hello_retry && wire::find(m.extensions, wire::EarlyData::code) != nullptr;
  if (s.early_data_offered) expect_early_data(s);
}

void on(State& s, Role, const wire::HelloRetryRequest& m) {
  s.hello_retry = m;
  s.version = s.log.agreed.version = "TLSv1.3"_version;
}

// RFC 8446 §4.2.1: supported_versions decides; without it this is a ServerHello of TLS 1.2 or before.
ProtocolVersion version_of(const wire::ServerHello& m) {
  const auto selected = wire::view<wire::SelectedVersion>(m.extensions);
  return selected ? selected->selected_version : m.legacy_version;
}

void agree_tls13(State& s, const wire::ServerHello& m) {
  if (const auto psk = wire::view<wire::SelectedPsk>(m.extensions)) {
    s.selected_psk = psk->selected_identity;
    s.log.agreed.resumed = psk->selected_identity < s.psks.size() && s.psks[psk->selected_identity].session.has_value();
  } else {
    s.selected_psk.reset();
  }
  const auto share = wire::view<wire::KeyShareServerHello>(m.extensions);
  if (!share) {
    begin_handshake_secrets(s, {});
    return;
  }
  const auto group = share->server_share.group;
  s.log.agreed.group = group;
  // Ours pairs with the other side's: the server's share is in this message, the client's in the ClientHello.
  Bytes theirs = share->server_share.key_exchange;
  if (s.role == Role::server) {
    const auto offered =
        s.client_hello ? wire::view<wire::KeyShareClientHello>(s.client_hello->extensions) : std::nullopt;
    theirs.clear();
    if (offered)
      for (const auto& e : offered->client_shares)
        if (e.group == group) theirs = e.key_exchange;
  }
  for (const auto& own : s.own_shares) {
    if (own.group != group) continue;
    auto secret = crypto::shared_secret(own, theirs, crypto::ZeroSecret::allow);
    if (secret) return begin_handshake_secrets(s, *secret);
    s.note(to_string(secret.error()));
  }
  s.note("no handshake secrets: the share that was agreed on is none of ours");
}

void agree_tls12(State& s, const wire::ServerHello& m) {
  auto& agreed = s.log.agreed;
  agreed.extended_master_secret = wire::find(m.extensions, wire::ExtendedMasterSecret::code) != nullptr;
  agreed.encrypt_then_mac = wire::find(m.extensions, wire::EncryptThenMac::code) != nullptr;
  if (const auto alpn = wire::view<wire::ProtocolNameList>(m.extensions); alpn && !alpn->protocol_name_list.empty())
    agreed.alpn = std::string(as_text(alpn->protocol_name_list.front().name));
  s.session_id12 = m.legacy_session_id_echo;
  if (s.role == Role::client && s.params.resume && s.client_hello) {
    const auto* session = s.sessions.newest("TLSv1.2"_version);
    // RFC 5246 §7.4.1.3: the echoed id is how a client learns that its session is taken up again.
    s.abbreviated =
        session && !m.legacy_session_id_echo.empty() && m.legacy_session_id_echo == s.client_hello->legacy_session_id;
    if (s.abbreviated) s.master = session->secret;
  }
  // A script may take the echo away: then our server has declined, and a full handshake follows.
  if (s.role == Role::server && s.abbreviated && s.client_hello &&
      m.legacy_session_id_echo != s.client_hello->legacy_session_id) {
    s.abbreviated = false;
    s.master.clear();
  }
  agreed.resumed = s.abbreviated;
  if (s.abbreviated) begin_key_block(s);
}

// Keys are agreed once in a connection of TLS 1.3; a ServerHello out of place changes nothing.
void on(State& s, Role, const wire::ServerHello& m) {
  if (s.tls13() && !s.server.at(Epoch::handshake).empty()) return;
  s.server_hello = m;
  s.version = s.log.agreed.version = version_of(m);
  s.log.agreed.server_random = to_bytes(m.random);
  choose_suite(s, m.cipher_suite);
  if (!s.suite) return;
  s.tls13() ? agree_tls13(s, m) : agree_tls12(s, m);
}

void on(State& s, Role, const wire::EncryptedExtensions& m) {
  if (const auto alpn = wire::view<wire::ProtocolNameList>(m.extensions); alpn && !alpn->protocol_name_list.empty())
    s.log.agreed.alpn = std::string(as_text(alpn->protocol_name_list.front().name));
  if (s.role == Role::client)
    s.log.agreed.early_data_accepted = wire::find(m.extensions, wire::EarlyData::code) != nullptr;
}

void take_chain(State& s, Role sender, const auto& list) {
  if (sender == s.role) return;
  s.log.agreed.target_certificates.clear();
  for (const auto& entry : list) s.log.agreed.target_certificates.push_back(entry.cert_data);
  if (list.empty()) return;
  auto key = crypto::PublicKey::from_certificate(list.front().cert_data);
  if (key) {
    s.target_key = std::move(*key);
  } else {
    s.note(to_string(key.error()));
  }
}
void on(State& s, Role sender, const wire::Certificate& m) { take_chain(s, sender, m.certificate_list); }
void on(State& s, Role sender, const wire::Certificate12& m) { take_chain(s, sender, m.certificate_list); }

void on(State& s, Role sender, const wire::CertificateRequest& m) {
  if (sender != s.role) s.certificate_request = m;
}
void on(State& s, Role sender, const wire::CertificateRequest12& m) {
  if (sender != s.role) s.certificate_request12 = m;
}
void on(State& s, Role sender, const wire::CertificateVerify& m) {
  if (sender != s.role) s.log.agreed.signature_scheme = m.algorithm;
}
void on(State& s, Role sender, const wire::ServerKeyExchangeEcdhe& m) {
  s.server_key_exchange = m;
  if (sender != s.role) s.log.agreed.signature_scheme = m.algorithm;
}

// The first ClientKeyExchange decides: keys do not change under a connection when there is another one.
void agree_master_secret(State& s) {
  if (s.suite && !s.premaster.empty() && s.master.empty()) begin_master_secret(s);
}

// The server's half of the key exchange; the client's was made when it built the message.
void on(State& s, Role sender, const wire::ClientKeyExchangeEcdhe& m) {
  if (sender != s.role && s.role == Role::server && !s.own_shares.empty()) {
    s.log.agreed.group = s.own_shares.front().group;
    auto secret = crypto::shared_secret(s.own_shares.front(), m.ecdh_yc);
    if (!secret) return s.note(to_string(secret.error()));
    s.premaster = std::move(*secret);
  }
  agree_master_secret(s);
}
void on(State& s, Role sender, const wire::ClientKeyExchangeRsa& m) {
  if (sender != s.role && s.role == Role::server) {
    auto premaster = crypto::rsa_decrypt(s.credentials(Role::server).key, m.encrypted_pre_master_secret);
    if (!premaster) return s.note(to_string(premaster.error()));
    s.premaster = std::move(*premaster);
  }
  agree_master_secret(s);
}

void remember_session12(State& s) {
  const bool by_ticket = !s.new_ticket12.empty();
  if (!by_ticket && s.session_id12.empty()) return;
  s.sessions.sessions.push_back({.version = "TLSv1.2"_version,
                                 .cipher_suite = s.log.agreed.cipher_suite,
                                 .ticket = s.new_ticket12,
                                 .session_id = by_ticket ? Bytes{} : s.session_id12,
                                 .secret = s.master,
                                 .extended_master_secret = s.log.agreed.extended_master_secret,
                                 .alpn = s.log.agreed.alpn});
}

// A server may give tickets before it has the client's Finished (RFC 8446 §4.6.1), on which their PSKs depend.
void key_pending_tickets(State& s) {
  if (s.resumption_secret.empty()) return;
  for (const auto& t : s.pending_tickets)
    s.sessions.sessions[t.session].secret = protocol::tls13::ticket_psk(s.hash(), s.resumption_secret, t.nonce);
  s.pending_tickets.clear();
}

void on(State& s, Role sender, const wire::Finished& m) {
  auto& verify_data = sender == Role::client ? s.client_verify_data : s.server_verify_data;
  if (s.tls13() && !verify_data.empty()) return;  // a second one is out of place
  verify_data = m.verify_data;
  if (!s.suite) return;
  if (!s.tls13()) {
    if (!s.client_verify_data.empty() && !s.server_verify_data.empty()) remember_session12(s);
    return;
  }
  if (sender == Role::server) {
    begin_application_secrets(s);
    if (s.role == Role::client) s.in.epoch = Epoch::application;
    return;
  }
  begin_resumption_secret(s);
  key_pending_tickets(s);
  if (s.role == Role::server) s.in.epoch = Epoch::application;
}

void on(State& s, Role, const wire::NewSessionTicket& m) {
  if (!s.suite) return;
  // A server may give tickets before it has the client's Finished (RFC 8446 §4.6.1); the secret is then derived when it
  // is there.
  const auto early = wire::view<wire::EarlyDataTicket>(m.extensions);
  s.sessions.sessions.push_back({.version = "TLSv1.3"_version,
                                 .cipher_suite = s.log.agreed.cipher_suite,
                                 .ticket = m.ticket,
                                 .age_add = m.ticket_age_add,
                                 .max_early_data = early ? early->max_early_data_size : 0,
                                 .alpn = s.log.agreed.alpn});
  s.pending_tickets.push_back({s.sessions.sessions.size() - 1, m.ticket_nonce});
  key_pending_tickets(s);
}
void on(State& s, Role, const wire::NewSessionTicket12& m) { s.new_ticket12 = m.ticket; }

void on(State& s, Role sender, const wire::KeyUpdate&) { update_traffic_secret(s, sender); }

template <class T>
void on(State&, Role, const T&) {}  // every other message changes nothing but the transcript

}  // namespace

void advance(State& s, Role sender, const wire::ParsedMessage& message, View transcript) {
  const bool foreign = of_wrong_side(sender, message.value);
  if (!foreign && std::holds_alternative<wire::HelloRetryRequest>(message.value)) {
    const auto* row = registry::find(std::get<wire::HelloRetryRequest>(message.value).cipher_suite);
    if (row && row->hash != registry::Hash::none) {
      s.transcript.replace_with_message_hash(row->hash);
      s.transcript_names = {"client.ClientHello"};
    }
  }
  if (!transcript.empty() && in_transcript(s, message.value)) {
    s.transcript.add(transcript);
    s.transcript_names.push_back(fmt::format("{}.{}", registry::role_name(sender), wire::name_of(message.value)));
  }
  if (foreign || (message.first_error && message.fields == 0)) return;
  std::visit([&](const auto& m) { on(s, sender, m); }, message.value);
}

}  // namespace shakedown::peer
