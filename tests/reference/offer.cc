#include "tests/reference/offer.h"

#include <algorithm>

#include "harness/protocol/schedule13.h"

namespace shakedown::reference {
namespace {

constexpr registry::PskKeyExchangeMode psk_dhe_ke{1};

tl::unexpected<Error> cannot(std::string what) { return fail(Cause::target, std::move(what)); }

Status add_session(const Core& core, Offer& offer) {
  const auto& last = core.context.sessions.last;
  if (!last) return cannot("there is no session to resume");
  if (const auto* session = std::get_if<Session12>(&*last)) {
    if (!core.settings.allows(tls12)) return cannot("the session is one of TLS 1.2, which is not offered");
    offer.session12 = *session;
    return {};
  }
  const auto& session = std::get<Session13>(*last);
  if (!core.settings.allows(tls13)) return cannot("the session is one of TLS 1.3, which is not offered");
  const std::uint64_t age = core.now - session.issued;
  if (age > std::uint64_t{session.lifetime} * 1000) return cannot("the ticket has expired");
  offer.psks.push_back({.identity = session.ticket,
                        .key = session.psk,
                        .hash = registry::find(session.suite)->hash,
                        .session = session,
                        .obfuscated_age = static_cast<std::uint32_t>(age + session.age_add)});
  return {};
}

void add_external(const Settings& settings, Offer& offer) {
  if (!settings.psk || !settings.allows(tls13)) return;
  offer.psks.push_back({.identity = settings.psk->identity,
                        .key = settings.psk->key,
                        .hash = settings.psk->hash,
                        .session = std::nullopt,
                        .obfuscated_age = 0});
}

Status add_early_data(const Settings& settings, Offer& offer, const Bytes& data) {
  if (offer.psks.empty()) return cannot("there is no PSK to send early data with");
  const OfferedPsk13& psk = offer.psks.front();
  if (psk.session) {
    if (psk.session->max_early_data < data.size()) return cannot("the ticket does not allow that much early data");
    offer.early_suite = registry::find(psk.session->suite);
    return {};
  }
  for (const CipherSuite suite : settings.suites) {
    const auto* row = registry::find(suite);
    if (row->tls13 && row->hash == psk.hash && offer.early_suite == nullptr) offer.early_suite = row;
  }
  if (offer.early_suite == nullptr) return cannot("no cipher suite has the hash of the PSK");
  return {};
}

void add_session_id(Core& core, Offer& offer) {
  wire::ClientHello& hello = offer.hello;
  if (offer.session12 && offer.session12->ticket.empty()) {
    hello.legacy_session_id = offer.session12->id;
  } else if (offer.session12 || core.settings.allows(tls13)) {
    // RFC 5077 §3.4: tells an accepted ticket; RFC 8446 §D.4: compatibility mode.
    hello.legacy_session_id = core.rng.bytes(32);
  }
}

void add_extensions12(const Settings& settings, Offer& offer) {
  auto& block = offer.hello.extensions;
  if (!settings.allows(tls12)) return;
  if (settings.extended_master_secret) block.push_back(wire::to_extension(wire::ExtendedMasterSecret{}));
  block.push_back(wire::to_extension(wire::RenegotiationInfo{}));  // RFC 5746 §3.4
  block.push_back(wire::to_extension(wire::EcPointFormats{{registry::ECPointFormat{0}}}));
  if (settings.encrypt_then_mac) block.push_back(wire::to_extension(wire::EncryptThenMac{}));
  if (!settings.tickets) return;
  const Bytes ticket = offer.session12 ? offer.session12->ticket : Bytes{};
  block.push_back(wire::to_extension(wire::SessionTicket{ticket}));
}

void add_common_extensions(const Settings& settings, Offer& offer) {
  auto& block = offer.hello.extensions;
  if (!settings.server_name.empty())
    block.push_back(wire::to_extension(
        wire::ServerNameList{{wire::ServerName{registry::NameType{0}, to_bytes(settings.server_name)}}}));
  block.push_back(wire::to_extension(wire::SupportedGroups{settings.groups}));
  block.push_back(wire::to_extension(wire::SignatureAlgorithms{settings.schemes}));
  if (settings.alpn.empty()) return;
  wire::ProtocolNameList protocols;
  for (const Bytes& name : settings.alpn) protocols.protocol_name_list.push_back({name});
  block.push_back(wire::to_extension(protocols));
}

wire::OfferedPsks psk_extension(const Offer& offer) {
  wire::OfferedPsks out;
  for (const auto& psk : offer.psks) {
    out.identities.push_back({psk.identity, psk.obfuscated_age});
    out.binders.push_back({Bytes(registry::hash_size(psk.hash))});
  }
  return out;
}

void add_extensions13(const Settings& settings, Offer& offer) {
  if (!settings.allows(tls13)) return;
  auto& block = offer.hello.extensions;
  wire::SupportedVersions versions{{tls13}};
  if (settings.allows(tls12)) versions.versions.push_back(tls12);
  block.push_back(wire::to_extension(versions));
  block.push_back(wire::to_extension(wire::KeyShareClientHello{{{offer.share.group, offer.share.public_key}}}));
  block.push_back(wire::to_extension(wire::PskKeyExchangeModes{{psk_dhe_ke}}));
  if (offer.early_suite != nullptr) block.push_back(wire::to_extension(wire::EarlyData{}));
  if (!offer.psks.empty()) block.push_back(wire::to_extension(psk_extension(offer)));
}

Status make_share(Core& core, Offer& offer, NamedGroup group) {
  auto share = crypto::make_key_share(group, core.rng);
  if (!share) return fail(share.error());
  offer.share = std::move(*share);
  return {};
}

}  // namespace

std::vector<ExtensionType> Offer::types() const {
  std::vector<ExtensionType> out;
  for (const auto& e : hello.extensions) out.push_back(e.extension_type);
  return out;
}

Result<Offer> make_offer(Core& core, const Start& start) {
  Offer out;
  const Settings& settings = core.settings;
  if (start.resume) {
    if (auto status = add_session(core, out); !status) return fail(status.error());
  }
  add_external(settings, out);
  if (start.early_data) {
    if (auto status = add_early_data(settings, out, *start.early_data); !status) return fail(status.error());
  }
  if (auto status = make_share(core, out, settings.groups.front()); !status) return fail(status.error());
  core.rng.fill(out.hello.random);
  out.hello.cipher_suites = settings.suites;
  add_session_id(core, out);
  add_common_extensions(settings, out);
  add_extensions12(settings, out);
  add_extensions13(settings, out);
  return out;
}

void change_offer(Core& core, Offer& offer, NamedGroup group, const std::optional<wire::Cookie>& cookie, Hash hash) {
  auto& block = offer.hello.extensions;
  std::erase_if(block, [](const wire::Extension& e) {
    return e.extension_type == "early_data"_ext || e.extension_type == "pre_shared_key"_ext ||
           e.extension_type == "cookie"_ext;
  });
  offer.early_suite = nullptr;
  if (group != NamedGroup{}) {
    if (auto status = make_share(core, offer, group); !status) abort_with(Violation::internal, status.error().what);
    for (auto& e : block)
      if (e.extension_type == "key_share"_ext)
        e = wire::to_extension(wire::KeyShareClientHello{{{offer.share.group, offer.share.public_key}}});
  }
  if (cookie) block.push_back(wire::to_extension(*cookie));
  // RFC 8446 §4.1.4: no PSKs of another hash than the chosen suite's.
  std::erase_if(offer.psks, [&](const OfferedPsk13& psk) { return psk.hash != hash; });
  if (!offer.psks.empty()) block.push_back(wire::to_extension(psk_extension(offer)));
}

void send_offer(Core& core, Offer& offer) {
  if (!offer.psks.empty()) {
    auto psks = psk_extension(offer);
    const Bytes draft = wire::encode_message(offer.hello);
    for (std::size_t i = 0; i < psks.binders.size(); ++i) {
      namespace schedule = protocol::tls13;
      const OfferedPsk13& psk = offer.psks[i];
      const auto label = psk.session ? schedule::label::resumption_binder : schedule::label::external_binder;
      const Bytes digest = core.transcript.digest_with(psk.hash, without_binders(draft, psks));
      psks.binders[i].binder = schedule::binder(psk.hash, psk.key, label, digest);
    }
    offer.hello.extensions.back() = wire::to_extension(psks);
  }
  offer.raw = wire::encode_message(offer.hello);
  core.send(offer.hello);
}

}  // namespace shakedown::reference
