#include "tests/reference/select12.h"

#include "tests/reference/credential.h"

namespace shakedown::reference {
namespace {

// RFC 5246 §7.4.1.4.1: what a client without signature_algorithms is taken to accept.
const std::vector<SignatureScheme>& accepted_schemes(const ClientHelloView& hello) {
  static const std::vector<SignatureScheme> sha1 = {"rsa_pkcs1_sha1"_scheme, "ecdsa_sha1"_scheme};
  return hello.schemes ? hello.schemes->supported_signature_algorithms : sha1;
}

// RFC 8422 §4: without supported_groups the choice is ours.
bool accepts(const ClientHelloView& hello, NamedGroup group) {
  return !hello.groups || contains(hello.groups->named_group_list, group);
}

NamedGroup common_group(const Settings& settings, const ClientHelloView& hello) {
  for (const NamedGroup group : settings.groups)
    if (accepts(hello, group)) return group;
  return {};
}

// RFC 8422 §5.1: a certificate's curve is one that the client supports.
bool curve_accepted(const ClientHelloView& hello, crypto::KeyKind kind) {
  if (kind == crypto::KeyKind::ecdsa_p256) return accepts(hello, "secp256r1"_group);
  if (kind == crypto::KeyKind::ecdsa_p384) return accepts(hello, "secp384r1"_group);
  if (kind == crypto::KeyKind::ecdsa_p521) return accepts(hello, "secp521r1"_group);
  return true;
}

std::optional<Selection12> fit(const Settings& settings, const ClientHelloView& hello,
                               const registry::SuiteRow& suite) {
  const auto kind = settings.key->kind();
  if (!authenticates(kind, suite) || !curve_accepted(hello, kind)) return std::nullopt;
  if (suite.key_exchange == registry::KeyExchange::rsa) return Selection12{&suite, {}, {}};
  const NamedGroup group = common_group(settings, hello);
  const auto scheme = choose_scheme(settings, tls12, accepted_schemes(hello));
  if (group == NamedGroup{} || !scheme) return std::nullopt;
  return Selection12{&suite, group, *scheme};
}

}  // namespace

bool authenticates(crypto::KeyKind kind, const registry::SuiteRow& suite) {
  using registry::KeyExchange;
  if (suite.key_exchange == KeyExchange::rsa) return kind == crypto::KeyKind::rsa;
  if (suite.key_exchange != KeyExchange::ecdhe) return false;
  return suite.authentication == registry::Authentication::rsa ? crypto::is_rsa(kind) : !crypto::is_rsa(kind);
}

void check_hello12(const ClientHelloView& hello) {
  // RFC 5246 §7.4.1.2.
  demand(contains(hello.message.legacy_compression_methods, registry::CompressionMethod{0}),
         Violation::compression_illegal);
  if (hello.point_formats && hello.groups)
    demand(contains(hello.point_formats->ec_point_format_list, registry::ECPointFormat{0}),
           Violation::point_formats_illegal);
  // RFC 5746 §3.6.
  if (hello.renegotiation_info)
    demand(hello.renegotiation_info->renegotiated_connection.empty(), Violation::renegotiation_info_wrong);
}

Selection12 select12(const Core& core, const ClientHelloView& hello) {
  demand(core.settings.has_certificate(), Violation::no_common_suite);
  const bool offered = !core.faulty(Fault::selects_unoffered_suite);
  for (const CipherSuite suite : core.settings.suites) {
    const auto* row = registry::find(suite);
    if (row->tls13 || hello.offers(suite) != offered) continue;
    if (const auto selection = fit(core.settings, hello, *row)) return *selection;
  }
  abort_with(Violation::no_common_suite);
}

const Session12* find_session12(const Core& core, const ClientHelloView& hello) {
  const Settings& settings = core.settings;
  const Sessions& sessions = core.context.sessions;
  const Session12* found = nullptr;
  if (settings.tickets && hello.ticket && !hello.ticket->ticket.empty()) {
    found = sessions.find12_by_ticket(hello.ticket->ticket);  // RFC 5077 §3.4: then the id says nothing
  } else if (settings.session_ids) {
    found = sessions.find12_by_id(hello.message.legacy_session_id);
  }
  if (found == nullptr || !hello.offers(found->suite) || !contains(settings.suites, found->suite)) return nullptr;
  if (core.faulty(Fault::ignores_extended_master_secret_of_session)) return found;
  // RFC 7627 §5.3, in its order.
  if (!found->extended_master_secret && hello.extended_master_secret) return nullptr;
  demand(!found->extended_master_secret || hello.extended_master_secret, Violation::extended_master_secret_mismatch);
  if (!found->extended_master_secret)
    demand(!settings.extended_master_secret, Violation::extended_master_secret_mismatch);
  return found;
}

}  // namespace shakedown::reference
