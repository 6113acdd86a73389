// The target's Finished and its signature, computed again from what was on the wire.
#include <fmt/format.h>

#include "harness/check/invariants.h"
#include "harness/crypto/sign.h"
#include "harness/protocol/schedule12.h"
#include "harness/protocol/schedule13.h"
#include "harness/protocol/signed_content.h"
#include "harness/registry/keylog.h"

namespace shakedown::check {
namespace {

using registry::KeyLogLabels;
using registry::Role;
namespace tls12 = protocol::tls12;
namespace tls13 = protocol::tls13;

std::optional<Bytes> expected_finished(const Subject& s, const protocol::Transcript& transcript) {
  if (!s.suite) return std::nullopt;
  const auto hash = s.suite->hash;
  const bool client = s.target == Role::client;
  const auto digest = transcript.digest(hash);
  if (s.tls13) {
    const auto* base = secret(s, client ? KeyLogLabels::client_handshake : KeyLogLabels::server_handshake);
    if (base == nullptr) return std::nullopt;
    return tls13::verify_data(hash, *base, digest);
  }
  const auto* master = secret(s, KeyLogLabels::client_random);
  if (master == nullptr) return std::nullopt;
  return tls12::verify_data(hash, *master, client ? tls12::label::client_finished : tls12::label::server_finished,
                            digest);
}

std::optional<crypto::PublicKey> target_key(const Subject& s) {
  if (s.log.agreed.target_certificates.empty()) return std::nullopt;
  auto key = crypto::PublicKey::from_certificate(s.log.agreed.target_certificates.front());
  return key ? std::optional(std::move(*key)) : std::nullopt;
}

Finding check_signature(const Subject& s, registry::SignatureScheme scheme, View content, View signature) {
  const auto key = target_key(s);
  if (!key) return "a signature without a certificate whose key could check it";
  const auto ok = crypto::verify(*key, scheme, content, signature);
  return ok ? Finding{} : fmt::format("{}: {}", registry::name_of(scheme), to_string(ok.error()));
}

Finding certificate_verify(const Subject& s, const protocol::Transcript& transcript, const wire::CertificateVerify& m) {
  if (!s.tls13) return check_signature(s, m.algorithm, transcript.bytes(), m.signature);
  if (!s.suite) return std::nullopt;
  const auto content = protocol::certificate_verify_content(protocol::certificate_verify_context(s.target),
                                                            transcript.digest(s.suite->hash));
  return check_signature(s, m.algorithm, content, m.signature);
}

// Right for one of the transcripts; otherwise what is wrong for the first.
Finding for_any(const std::vector<protocol::Transcript>& transcripts, const auto& check) {
  Finding first;
  for (const auto& transcript : transcripts) {
    auto wrong = check(transcript);
    if (!wrong) return std::nullopt;
    if (!first) first = std::move(wrong);
  }
  return first;
}

Finding finished(const Subject& s, const protocol::Transcript& transcript, const wire::Finished& m) {
  const auto expected = expected_finished(s, transcript);
  if (!expected) return "a Finished before any secret that could key it";
  if (m.verify_data == *expected) return std::nullopt;
  return fmt::format("got verify_data {}, expected {}", to_hex(m.verify_data), to_hex(*expected));
}

Finding key_exchange(const Subject& s, const wire::ServerKeyExchangeEcdhe& m) {
  const auto content = protocol::server_key_exchange_content(s.log.agreed.client_random, s.log.agreed.server_random,
                                                             wire::encode(m.params));
  return check_signature(s, m.algorithm, content, m.signature);
}

}  // namespace

Finding finished_verifies(const Subject& s) {
  for (std::size_t i = 0; i < s.handshake.size(); ++i) {
    if (s.handshake[i].seen->sender != s.target) continue;
    const auto* m = std::get_if<wire::Finished>(&s.handshake[i].message.value);
    if (m == nullptr) continue;
    // One that comes twice is a matter of order.
    return for_any(transcripts_before(s, i), [&](const auto& transcript) { return finished(s, transcript, *m); });
  }
  return std::nullopt;
}

Finding signature_verifies(const Subject& s) {
  for (std::size_t i = 0; i < s.handshake.size(); ++i) {
    if (s.handshake[i].seen->sender != s.target) continue;
    Finding wrong;
    if (const auto* m = std::get_if<wire::CertificateVerify>(&s.handshake[i].message.value))
      wrong = for_any(transcripts_before(s, i),
                      [&](const auto& transcript) { return certificate_verify(s, transcript, *m); });
    if (const auto* m = std::get_if<wire::ServerKeyExchangeEcdhe>(&s.handshake[i].message.value))
      wrong = key_exchange(s, *m);
    if (wrong) return wrong;
  }
  return std::nullopt;
}

}  // namespace shakedown::check
