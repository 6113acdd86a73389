#include "tests/reference/select13.h"

#include <algorithm>

#include "harness/protocol/schedule13.h"
#include "tests/reference/credential.h"

namespace shakedown::reference {
namespace {

constexpr registry::PskKeyExchangeMode psk_dhe_ke{1};

void require_extension(bool present, ExtensionType type) {
  demand(present, Violation::extension_missing, registry::name_of(type));
}

void check_psk_form(const Core& core, const ClientHelloView& hello) {
  // RFC 8446 §4.2.11: the last extension.
  const bool last = hello.message.extensions.back().extension_type == "pre_shared_key"_ext;
  demand(last || core.faulty(Fault::accepts_psk_anywhere), Violation::psk_not_last);
  demand(hello.psks->identities.size() == hello.psks->binders.size(), Violation::psk_counts_differ);
  demand(hello.psk_modes.has_value(), Violation::psk_modes_missing);  // RFC 8446 §4.2.9
}

// RFC 8446 §9.2.
void check_presence(const Core& core, const ClientHelloView& hello) {
  if (hello.psks) {
    check_psk_form(core, hello);
  } else {
    require_extension(hello.schemes.has_value(), "signature_algorithms"_ext);
    require_extension(hello.groups.has_value(), "supported_groups"_ext);
  }
  require_extension(!hello.groups || hello.shares, "key_share"_ext);
  // We speak psk_dhe_ke only, so a hello without groups can come to nothing.
  require_extension(hello.groups.has_value(), "supported_groups"_ext);
}

// RFC 8446 §4.2.8: no group twice, none that is not in supported_groups.
void check_shares(const ClientHelloView& hello) {
  const auto& shares = hello.shares->client_shares;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    demand(contains(hello.groups->named_group_list, shares[i].group), Violation::key_share_illegal);
    for (std::size_t j = 0; j < i; ++j) demand(shares[i].group != shares[j].group, Violation::key_share_illegal);
  }
}

bool is_alive(const Core& core, const Session13& session) {
  return core.now <= session.issued + std::uint64_t{session.lifetime} * 1000;
}

std::optional<SelectedPsk13> recognise(Core& core, const wire::PskIdentity& offered, std::size_t index) {
  const auto& external = core.settings.psk;
  if (external && external->identity == offered.identity) return SelectedPsk13{index, external->key, external->hash};
  Session13* session = core.context.sessions.find13(offered.identity);
  if (session == nullptr || !is_alive(core, *session)) return std::nullopt;
  return SelectedPsk13{index, session->psk, registry::find(session->suite)->hash, session};
}

// The first suite of ours that the client offers; with this hash, if one is given.
const registry::SuiteRow* common_suite(const Core& core, const ClientHelloView& hello, std::optional<Hash> hash) {
  const bool offered = !core.faulty(Fault::selects_unoffered_suite);
  for (const CipherSuite suite : core.settings.suites) {
    const auto* row = registry::find(suite);
    if (row->tls13 && hello.offers(suite) == offered && (!hash || row->hash == *hash)) return row;
  }
  return nullptr;
}

void select_psk(Core& core, const ClientHelloView& hello, Selection13& out) {
  if (!hello.psks || !contains(hello.psk_modes->ke_modes, psk_dhe_ke)) return;
  for (std::size_t i = 0; i < hello.psks->identities.size(); ++i) {
    auto psk = recognise(core, hello.psks->identities[i], i);
    if (!psk) continue;
    const auto* suite = common_suite(core, hello, psk->hash);
    if (suite == nullptr) continue;
    out.psk = std::move(psk);
    out.suite = suite;
    return;
  }
}

void select_group(const Core& core, const ClientHelloView& hello, Selection13& out) {
  for (const NamedGroup group : core.settings.groups) {
    if (!contains(hello.groups->named_group_list, group)) continue;
    if (out.group == NamedGroup{}) out.group = group;
    for (const auto& share : hello.shares->client_shares) {
      if (share.group != group) continue;
      out.group = group;
      out.share = &share;
      return;
    }
  }
  demand(out.group != NamedGroup{}, Violation::no_common_group);  // RFC 8446 §4.1.1
}

void select_certificate(const Core& core, const ClientHelloView& hello, Selection13& out) {
  if (!core.settings.has_certificate()) demand(!hello.psks, Violation::psk_unknown);
  require_extension(hello.schemes.has_value(), "signature_algorithms"_ext);  // RFC 8446 §4.2.3
  const auto scheme = choose_scheme(core.settings, tls13, hello.schemes->supported_signature_algorithms);
  demand(scheme.has_value(), Violation::no_common_scheme);
  out.scheme = *scheme;
}

}  // namespace

Selection13 select13(Core& core, const ClientHelloView& hello) {
  const auto& compression = hello.message.legacy_compression_methods;
  demand(compression.size() == 1 && compression[0] == registry::CompressionMethod{0}, Violation::compression_illegal);
  check_presence(core, hello);
  check_shares(hello);
  Selection13 out;
  select_psk(core, hello, out);
  if (out.suite == nullptr) out.suite = common_suite(core, hello, std::nullopt);
  demand(out.suite != nullptr, Violation::no_common_suite);
  select_group(core, hello, out);
  if (!out.psk) select_certificate(core, hello, out);
  out.alpn = choose_protocol(core.settings, hello);
  return out;
}

void check_binder(const Core& core, const ClientHelloView& hello, const SelectedPsk13& psk,
                  const protocol::Transcript& transcript) {
  namespace schedule = protocol::tls13;
  const Bytes digest = transcript.digest_with(psk.hash, without_binders(hello.raw, *hello.psks));
  const auto binder = [&](bool external) {
    return schedule::binder(psk.hash, psk.key,
                            external ? schedule::label::external_binder : schedule::label::resumption_binder, digest);
  };
  const Bytes& received = hello.psks->binders[psk.index].binder;
  if (core.faulty(Fault::skips_binder_check)) return;
  if (core.faulty(Fault::accepts_binder_of_other_label) && received == binder(!psk.external())) return;
  demand(received == binder(psk.external()), Violation::binder_wrong);
}

void check_second_hello(const ClientHelloView& first, const ClientHelloView& second, NamedGroup asked,
                        const Bytes& cookie) {
  demand(second.cookie.has_value() || cookie.empty(), Violation::cookie_missing);
  if (second.cookie) demand(second.cookie->cookie == cookie, Violation::cookie_wrong);
  demand(first.psks.has_value() || !second.psks, Violation::second_hello_differs);
  demand(!second.early_data, Violation::second_hello_differs);  // RFC 8446 §4.2.10
  // RFC 8446 §4.2.8: a single share, of the group that was asked for.
  const bool one = second.shares && second.shares->client_shares.size() == 1;
  demand(one && second.shares->client_shares[0].group == asked, Violation::second_hello_differs);
  const auto rest = [](wire::ClientHello hello) {
    std::erase_if(hello.extensions, [](const wire::Extension& e) {
      return e.extension_type == "key_share"_ext || e.extension_type == "early_data"_ext ||
             e.extension_type == "cookie"_ext || e.extension_type == "pre_shared_key"_ext ||
             e.extension_type == "padding"_ext;
    });
    return hello;
  };
  demand(rest(first.message) == rest(second.message), Violation::second_hello_differs);
}

bool can_take_early_data(const Core& core, const ClientHelloView& hello, const Selection13& selection) {
  if (!hello.early_data || !selection.psk || selection.psk->index != 0) return false;
  if (core.settings.early_data_max == 0) return false;
  const Session13* session = selection.psk->session;
  if (session == nullptr) {
    // The client has to write with the first suite that fits the PSK.
    for (const CipherSuite suite : hello.message.cipher_suites) {
      const auto* row = registry::find(suite);
      if (row != nullptr && row->tls13 && row->hash == selection.psk->hash) return row == selection.suite;
    }
    return false;
  }
  if (session->early_data_used || session->max_early_data == 0) return false;
  if (session->suite != selection.suite->code || session->alpn != selection.alpn) return false;
  constexpr std::int64_t tolerance = 10'000;  // milliseconds, RFC 8446 §8.3
  const auto age = static_cast<std::uint32_t>(hello.psks->identities[0].obfuscated_ticket_age - session->age_add);
  const auto real = static_cast<std::int64_t>(core.now - session->issued);
  return std::abs(real - std::int64_t{age}) <= tolerance;
}

}  // namespace shakedown::reference
