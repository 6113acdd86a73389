// What a server builds: ServerHello, HelloRetryRequest and ServerKeyExchange.
#include <algorithm>

#include "harness/peer/build.h"

namespace shakedown::peer {
namespace {

using registry::CipherSuite;
using registry::NamedGroup;
using registry::operator""_suite;
using registry::operator""_version;

// The first of ours that the client offers, else the first of ours.
CipherSuite pick_suite(const State& s, bool tls13) {
  const auto is_of_version = [&](CipherSuite c) {
    const auto* row = registry::find(c);
    return row && row->tls13 == tls13;
  };
  for (const auto ours : s.params.cipher_suites)
    if (s.client_hello && is_of_version(ours) && std::ranges::count(s.client_hello->cipher_suites, ours) > 0)
      return ours;
  return s.params.cipher_suites.front();
}

const wire::KeyShareEntry* pick_share(const State& s, const std::vector<wire::KeyShareEntry>& offered) {
  for (const auto group : s.params.groups)
    for (const auto& entry : offered)
      if (entry.group == group) return &entry;
  return nullptr;
}

std::vector<wire::KeyShareEntry> offered_shares(const State& s) {
  if (!s.client_hello) return {};
  const auto shares = wire::view<wire::KeyShareClientHello>(s.client_hello->extensions);
  return shares ? shares->client_shares : std::vector<wire::KeyShareEntry>{};
}

std::vector<NamedGroup> offered_groups(const State& s) {
  if (!s.client_hello) return {};
  const auto groups = wire::view<wire::SupportedGroups>(s.client_hello->extensions);
  return groups ? groups->named_group_list : std::vector<NamedGroup>{};
}

wire::Extension server_share(State& s) {
  const auto offered = offered_shares(s);
  const auto* theirs = pick_share(s, offered);
  const auto group = theirs ? theirs->group : s.params.groups.front();
  auto share = s.shares.get(group, Role::server);
  s.own_shares.clear();
  if (!share) {
    s.note(to_string(share.error()));
    return wire::to_extension(wire::KeyShareServerHello{{group, {}}});
  }
  auto out = wire::to_extension(wire::KeyShareServerHello{{group, share->public_key}});
  s.own_shares.push_back(std::move(*share));
  return out;
}

// RFC 8446 §4.2.11: the first identity that we know and whose hash is the suite's.
void select_psk(State& s) {
  s.psks = known_psks(s, s.hash());
  s.selected_psk.reset();
  for (std::size_t i = 0; i < s.psks.size() && !s.selected_psk; ++i)
    if (!s.psks[i].key.empty() && s.psks[i].hash == s.hash()) s.selected_psk = i;
}

void answer_early_data(State& s) {
  s.log.agreed.early_data_accepted = s.early_data_offered && s.params.early_data && s.selected_psk == 0 &&
                                     s.params.early_data_answer == protocol::EarlyDataAnswer::accept;
  s.in.skipping_early_data = s.early_data_offered && !s.log.agreed.early_data_accepted;
}

wire::Random server_random(const State& s) {
  wire::Random random{};
  auto rng = s.rng("server random");
  rng.fill(random);
  return random;
}

wire::Message tls13_server_hello(State& s) {
  wire::ServerHello m;
  m.random = server_random(s);
  if (s.client_hello) m.legacy_session_id_echo = s.client_hello->legacy_session_id;
  m.cipher_suite = pick_suite(s, true);
  m.extensions.push_back(wire::to_extension(wire::SelectedVersion{"TLSv1.3"_version}));
  m.extensions.push_back(server_share(s));
  if (const auto* row = registry::find(m.cipher_suite)) s.suite = row;
  select_psk(s);
  answer_early_data(s);
  if (s.selected_psk)
    m.extensions.push_back(wire::to_extension(wire::SelectedPsk{static_cast<std::uint16_t>(*s.selected_psk)}));
  return m;
}

// RFC 5077 §3.4, RFC 5246 §7.4.1.3: by ticket, else by session id.
const Session* session_to_resume(const State& s) {
  if (!s.params.resume || !s.client_hello) return nullptr;
  if (const auto ticket = wire::view<wire::SessionTicket>(s.client_hello->extensions);
      ticket && !ticket->ticket.empty())
    if (const auto* session = s.sessions.by_ticket(ticket->ticket)) return session;
  return s.client_hello->legacy_session_id.empty() ? nullptr : s.sessions.by_id(s.client_hello->legacy_session_id);
}

void answer_tls12_extensions(State& s, wire::HelloExtensions& out) {
  const auto offers = [&](registry::ExtensionType code) {
    return s.client_hello && wire::find(s.client_hello->extensions, code) != nullptr;
  };
  // RFC 5746 §3.6: asked for by the extension, or by the signalling suite.
  const bool secure = offers(wire::RenegotiationInfo::code) ||
                      (s.client_hello && std::ranges::count(s.client_hello->cipher_suites,
                                                            "TLS_EMPTY_RENEGOTIATION_INFO_SCSV"_suite) > 0);
  if (s.params.secure_renegotiation && secure) out.push_back(wire::to_extension(wire::RenegotiationInfo{}));
  if (s.params.extended_master_secret && offers(wire::ExtendedMasterSecret::code))
    out.push_back(wire::to_extension(wire::ExtendedMasterSecret{}));
  if (s.params.encrypt_then_mac && offers(wire::EncryptThenMac::code))
    out.push_back(wire::to_extension(wire::EncryptThenMac{}));
  if (s.params.session_tickets && offers(wire::SessionTicket::code))
    out.push_back(wire::to_extension(wire::SessionTicket{}));
  if (!s.params.alpn.empty() && offers(wire::ProtocolNameList::code))
    out.push_back(wire::to_extension(wire::ProtocolNameList{{{to_bytes(s.params.alpn.front())}}}));
  if (offers(wire::EcPointFormats::code))
    out.push_back(wire::to_extension(wire::EcPointFormats{{registry::ECPointFormat{0}}}));
}

wire::Message tls12_server_hello(State& s) {
  wire::ServerHello m;
  m.random = server_random(s);
  if (const auto* session = session_to_resume(s)) {
    s.abbreviated = true;
    s.master = session->secret;
    m.cipher_suite = session->cipher_suite;
    m.legacy_session_id_echo = s.client_hello->legacy_session_id;
  } else {
    m.cipher_suite = pick_suite(s, false);
    m.legacy_session_id_echo = s.params.session_tickets ? Bytes{} : s.rng("session id").bytes(32);
  }
  answer_tls12_extensions(s, m.extensions);
  return m;
}

}  // namespace

std::vector<OfferedPsk> known_psks(const State& s, registry::Hash hash) {
  const auto offered = s.client_hello ? wire::view<wire::OfferedPsks>(s.client_hello->extensions) : std::nullopt;
  if (!offered || (!s.params.external_psk && !s.params.resume)) return {};
  std::vector<OfferedPsk> out;
  for (const auto& identity : offered->identities) {
    auto& psk = out.emplace_back();
    psk.identity = identity.identity;
    if (const auto* session = s.sessions.by_ticket(identity.identity); session && s.params.resume) {
      const auto* suite = registry::find_keyed(session->cipher_suite);
      psk.key = session->secret;
      psk.hash = suite ? suite->hash : registry::Hash::none;
      psk.session = *session;
      psk.early_data = session->max_early_data > 0;
    } else if (const auto external = protocol::psk_of(s.params, hash);
               s.params.external_psk && equal(identity.identity, as_view(external.identity))) {
      psk.key = external.key;
      psk.hash = hash;
      psk.external = true;
    }
  }
  return out;
}

wire::Message build_server_hello(State& s, ProtocolVersion as) {
  return as == "TLSv1.3"_version ? tls13_server_hello(s) : tls12_server_hello(s);
}

wire::Message build_hello_retry_request(State& s, ProtocolVersion) {
  wire::HelloRetryRequest m;
  if (s.client_hello) m.legacy_session_id_echo = s.client_hello->legacy_session_id;
  m.cipher_suite = pick_suite(s, true);
  m.extensions.push_back(wire::to_extension(wire::SelectedVersion{"TLSv1.3"_version}));
  // RFC 8446 §4.2.8: a group that the client supports and sent no share for.
  const auto shares = offered_shares(s);
  for (const auto group : offered_groups(s)) {
    const bool has_share = std::ranges::any_of(shares, [&](const auto& e) { return e.group == group; });
    if (has_share || std::ranges::count(s.params.groups, group) == 0) continue;
    m.extensions.push_back(wire::to_extension(wire::KeyShareHelloRetryRequest{group}));
    break;
  }
  if (s.params.cookie) m.extensions.push_back(wire::to_extension(wire::Cookie{s.rng("cookie").bytes(32)}));
  return m;
}

wire::Message build_server_key_exchange(State& s, ProtocolVersion) {
  wire::ServerKeyExchangeEcdhe m;
  auto group = s.params.groups.front();
  for (const auto ours : s.params.groups) {
    const auto offered = offered_groups(s);
    if (std::ranges::count(offered, ours) == 0) continue;
    group = ours;
    break;
  }
  m.params.named_curve = group;
  auto share = s.shares.get(group, Role::server);
  if (share) {
    m.params.point = share->public_key;
    s.own_shares = {std::move(*share)};
  } else {
    s.note(to_string(share.error()));
  }
  std::vector<registry::SignatureScheme> offered;
  if (s.client_hello)
    if (auto list = wire::view<wire::SignatureAlgorithms>(s.client_hello->extensions))
      offered = std::move(list->supported_signature_algorithms);
  m.algorithm = pick_scheme(s.credentials(Role::server).key.kind(), offered, s.params.signature_schemes, false);
  return m;
}

}  // namespace shakedown::peer
