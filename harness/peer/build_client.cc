// What a client builds: ClientHello and ClientKeyExchange.
#include <algorithm>

#include "harness/crypto/rsa.h"
#include "harness/peer/build.h"

namespace shakedown::peer {
namespace {

using registry::NamedGroup;
using registry::operator""_version;
using registry::operator""_group;

wire::Random hello_random(const State& s, std::string_view purpose) {
  wire::Random random{};
  auto rng = s.rng(purpose);
  rng.fill(random);
  return random;
}

// The first ClientHello offers Params::key_shares; the one after a HelloRetryRequest what that asked for (RFC 8446
// §4.1.2).
std::vector<NamedGroup> share_groups(const State& s) {
  if (s.hello_retry)
    if (const auto asked = wire::view<wire::KeyShareHelloRetryRequest>(s.hello_retry->extensions))
      return {asked->selected_group};
  return s.params.key_shares;
}

wire::Extension key_share(State& s) {
  wire::KeyShareClientHello body;
  s.own_shares.clear();
  for (const auto group : share_groups(s)) {
    auto share = s.shares.get(group, Role::client);
    if (!share) {
      s.note(to_string(share.error()));
      continue;
    }
    body.client_shares.push_back({group, share->public_key});
    s.own_shares.push_back(std::move(*share));
  }
  return wire::to_extension(body);
}

void collect_psks(State& s) {
  s.psks.clear();
  if (s.params.resume)
    if (const auto* session = s.sessions.newest("TLSv1.3"_version)) {
      const auto* suite = registry::find_keyed(session->cipher_suite);
      s.psks.push_back({.identity = session->ticket,
                        .key = session->secret,
                        .hash = suite ? suite->hash : registry::Hash::sha256,
                        .obfuscated_age = session->age_add,  // the virtual clock stands still: the age is 0 ms
                        .early_data = session->max_early_data > 0,
                        .session = *session});
    }
  if (!s.params.external_psk) return;
  const auto* first = s.params.cipher_suites.empty() ? nullptr : registry::find_keyed(s.params.cipher_suites.front());
  const auto psk = protocol::psk_of(s.params, first ? first->hash : registry::Hash::sha256);
  s.psks.push_back({.identity = to_bytes(psk.identity), .key = psk.key, .hash = psk.hash, .external = true});
}

void add_psk_extensions(State& s, wire::HelloExtensions& out) {
  collect_psks(s);
  if (s.psks.empty()) return;
  s.early_data_offered = s.params.early_data && !s.hello_retry;
  if (s.early_data_offered) out.push_back(wire::to_extension(wire::EarlyData{}));
  wire::OfferedPsks body;
  for (const auto& psk : s.psks) {
    body.identities.push_back({psk.identity, psk.obfuscated_age});
    body.binders.push_back({Bytes(registry::hash_size(psk.hash))});
  }
  out.push_back(wire::to_extension(body));  // RFC 8446 §4.2.11: the last one
}

void add_common(const State& s, wire::HelloExtensions& out) {
  if (!s.params.server_name.empty())
    out.push_back(wire::to_extension(wire::ServerNameList{{{registry::NameType{0}, to_bytes(s.params.server_name)}}}));
  out.push_back(wire::to_extension(wire::SupportedGroups{s.params.groups}));
  out.push_back(wire::to_extension(wire::SignatureAlgorithms{s.params.signature_schemes}));
  if (s.params.alpn.empty()) return;
  wire::ProtocolNameList list;
  for (const auto& name : s.params.alpn) list.protocol_name_list.push_back({to_bytes(name)});
  out.push_back(wire::to_extension(list));
}

void add_tls13(State& s, wire::HelloExtensions& out) {
  out.push_back(wire::to_extension(wire::SupportedVersions{{"TLSv1.3"_version}}));
  if (s.hello_retry)
    if (const auto* cookie = wire::find(s.hello_retry->extensions, wire::Cookie::code)) out.push_back(*cookie);
  out.push_back(key_share(s));
  out.push_back(wire::to_extension(wire::PskKeyExchangeModes{{registry::PskKeyExchangeMode{1}}}));
  add_psk_extensions(s, out);
}

void add_tls12(State& s, wire::HelloExtensions& out) {
  out.push_back(wire::to_extension(wire::EcPointFormats{{registry::ECPointFormat{0}}}));
  if (s.params.session_tickets) {
    const auto* session = s.params.resume ? s.sessions.newest("TLSv1.2"_version) : nullptr;
    out.push_back(wire::to_extension(wire::SessionTicket{session ? session->ticket : Bytes{}}));
  }
  if (s.params.extended_master_secret) out.push_back(wire::to_extension(wire::ExtendedMasterSecret{}));
  if (s.params.encrypt_then_mac) out.push_back(wire::to_extension(wire::EncryptThenMac{}));
  if (s.params.secure_renegotiation) out.push_back(wire::to_extension(wire::RenegotiationInfo{s.client_verify_data}));
}

// RFC 8446 §D.4: a made-up session id asks for compatibility mode. TLS 1.2 resumes by the session's own id, or says
// with a made-up one that it can tell an accepted ticket (RFC 5077 §3.4).
Bytes session_id(const State& s, bool tls13) {
  if (tls13) return s.params.compatibility_mode ? s.rng("session id").bytes(32) : Bytes{};
  if (!s.params.resume) return {};
  const auto* session = s.sessions.newest("TLSv1.2"_version);
  if (session == nullptr) return {};
  return session->ticket.empty() ? session->session_id : s.rng("session id").bytes(32);
}

}  // namespace

wire::Message build_client_hello(State& s, ProtocolVersion as) {
  const bool tls13 = as == "TLSv1.3"_version;
  wire::ClientHello m;
  m.random = hello_random(s, "client random");
  m.legacy_session_id = session_id(s, tls13);
  m.cipher_suites = s.params.cipher_suites;
  add_common(s, m.extensions);
  tls13 ? add_tls13(s, m.extensions) : add_tls12(s, m.extensions);
  return m;
}

wire::Message build_client_key_exchange(State& s, ProtocolVersion) {
  const auto kind = s.suite ? s.suite->key_exchange : registry::KeyExchange::ecdhe;
  if (kind == registry::KeyExchange::rsa) {
    // RFC 5246 §7.4.7.1: the version that the ClientHello offered, then 46 random octets.
    s.premaster.clear();
    append_uint(s.premaster, registry::number(s.client_hello ? s.client_hello->legacy_version : s.params.version), 2);
    append(s.premaster, s.rng("premaster").bytes(46));
    const auto size = s.target_key ? s.target_key->modulus_size() : 256;
    return wire::ClientKeyExchangeRsa{Bytes(size)};
  }
  const auto* theirs = std::get_if<wire::ServerKeyExchangeEcdhe>(&s.server_key_exchange);
  const auto group = theirs ? theirs->params.named_curve : s.params.groups.front();
  auto share = s.shares.get(group, Role::client);
  if (!share) {
    s.note(to_string(share.error()));
    return wire::ClientKeyExchangeEcdhe{};
  }
  s.log.agreed.group = group;
  if (theirs) {
    auto secret = crypto::shared_secret(*share, theirs->params.point);
    if (secret) {
      s.premaster = std::move(*secret);
    } else {
      s.note(to_string(secret.error()));
    }
  }
  return wire::ClientKeyExchangeEcdhe{share->public_key};
}

}  // namespace shakedown::peer
