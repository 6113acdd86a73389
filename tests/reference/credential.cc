#include "tests/reference/credential.h"

#include <algorithm>

#include "harness/crypto/certificate.h"
#include "tests/reference/extensions.h"

namespace shakedown::reference {
namespace {

// RFC 8446 §4.2.3: TLS 1.3 binds curves to ECDSA schemes and knows no PKCS#1 signatures of its own.
bool usable(crypto::KeyKind kind, SignatureScheme scheme, ProtocolVersion version) {
  const auto* row = registry::find(scheme);
  if (row == nullptr) return false;
  if (version == tls13) return row->tls13_handshake && crypto::fits(kind, scheme);
  return crypto::can_use(kind, scheme);
}

std::vector<crypto::Certificate> parse_all(const std::vector<Bytes>& chain) {
  std::vector<crypto::Certificate> out;
  for (const Bytes& der : chain) {
    auto parsed = crypto::parse_certificate(der);
    if (!parsed) abort_with(Violation::certificate_bad, parsed.error().what);
    out.push_back(std::move(*parsed));
  }
  return out;
}

bool known_issuer(const Settings& settings, const crypto::Certificate& certificate) {
  return std::ranges::any_of(settings.trust, [&](const Bytes& der) {
    const auto root = crypto::parse_certificate(der);
    return root && (root->subject_der == certificate.issuer_der || root->der == certificate.der);
  });
}

void check_validity(const Core& core, const std::vector<crypto::Certificate>& chain) {
  const auto now = static_cast<std::int64_t>(core.now / 1000);
  for (const auto& certificate : chain)
    demand(certificate.not_before <= now && now <= certificate.not_after, Violation::certificate_expired);
}

void check_trust(const Core& core, const std::vector<crypto::Certificate>& parsed, const std::vector<Bytes>& chain) {
  if (core.is_client() && !core.settings.verify_peer) return;
  check_validity(core, parsed);
  demand(known_issuer(core.settings, parsed.back()), Violation::certificate_untrusted);
  crypto::ChainOptions options;
  if (core.is_client()) options.host = core.settings.server_name;
  options.purpose = core.is_client() ? crypto::Purpose::server : crypto::Purpose::client;
  const auto valid = crypto::verify_chain(chain, core.settings.trust, options);
  if (!valid) abort_with(Violation::certificate_bad, valid.error().what);
}

}  // namespace

std::optional<SignatureScheme> choose_scheme(const Settings& settings, ProtocolVersion version,
                                             const std::vector<SignatureScheme>& accepted) {
  if (!settings.has_certificate()) return std::nullopt;
  for (const SignatureScheme scheme : settings.schemes)
    if (usable(settings.key->kind(), scheme, version) && contains(accepted, scheme)) return scheme;
  return std::nullopt;
}

Bytes sign(Core& core, SignatureScheme scheme, View content) {
  auto signature = crypto::sign(*core.settings.key, scheme, content, core.rng);
  if (!signature) abort_with(Violation::internal, signature.error().what);
  if (core.faulty(Fault::sends_wrong_signature)) signature->back() ^= 1U;
  return std::move(*signature);
}

crypto::PublicKey check_chain(const Core& core, const std::vector<Bytes>& chain) {
  const auto parsed = parse_all(chain);
  if (!core.faulty(Fault::skips_chain_check)) check_trust(core, parsed, chain);
  auto key = crypto::PublicKey::from_certificate(chain.front());
  if (!key) abort_with(Violation::certificate_unsupported, key.error().what);
  return std::move(*key);
}

void check_signature(Core& core, ProtocolVersion version, const crypto::PublicKey& key, SignatureScheme scheme,
                     View content, View signature, bool lenient) {
  core.facts.scheme = scheme;
  if (lenient) return;
  demand(contains(core.settings.schemes, scheme), Violation::signature_scheme_not_offered, registry::name_of(scheme));
  demand(usable(key.kind(), scheme, version), Violation::signature_scheme_unfit, registry::name_of(scheme));
  const auto verified = crypto::verify(key, scheme, content, signature);
  if (!verified) abort_with(Violation::signature_wrong, verified.error().what);
}

}  // namespace shakedown::reference
