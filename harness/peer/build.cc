#include "harness/peer/build.h"

#include <fmt/format.h>

#include "harness/base/suggest.h"
#include "harness/crypto/sign.h"
#include "harness/protocol/schedule12.h"

namespace shakedown::peer {
namespace {

using registry::SignatureScheme;
using registry::operator""_version;

bool is13(ProtocolVersion v) { return v == "TLSv1.3"_version; }

std::vector<SignatureScheme> offered_by_target(const State& s) {
  if (s.role == Role::server) {
    if (!s.client_hello) return {};
    const auto list = wire::view<wire::SignatureAlgorithms>(s.client_hello->extensions);
    return list ? list->supported_signature_algorithms : std::vector<SignatureScheme>{};
  }
  if (s.certificate_request12) return s.certificate_request12->supported_signature_algorithms;
  if (!s.certificate_request) return {};
  const auto list = wire::view<wire::SignatureAlgorithms>(s.certificate_request->extensions);
  return list ? list->supported_signature_algorithms : std::vector<SignatureScheme>{};
}

wire::Message build_encrypted_extensions(State& s, ProtocolVersion) {
  wire::EncryptedExtensions m;
  if (s.client_hello && !s.params.alpn.empty() &&
      wire::find(s.client_hello->extensions, wire::ProtocolNameList::code) != nullptr) {
    m.extensions.push_back(wire::to_extension(wire::ProtocolNameList{{{to_bytes(s.params.alpn.front())}}}));
    s.log.agreed.alpn = s.params.alpn.front();
  }
  if (s.log.agreed.early_data_accepted) m.extensions.push_back(wire::to_extension(wire::EarlyData{}));
  return m;
}

wire::Message build_certificate_request(State& s, ProtocolVersion as) {
  if (is13(as)) {
    wire::CertificateRequest m;
    m.extensions.push_back(wire::to_extension(wire::SignatureAlgorithms{s.params.signature_schemes}));
    return m;
  }
  wire::CertificateRequest12 m;
  m.certificate_types = {registry::ClientCertificateType{64}, registry::ClientCertificateType{1}};
  m.supported_signature_algorithms = s.params.signature_schemes;
  return m;
}

wire::Message build_certificate(State& s, ProtocolVersion as) {
  const auto& chain = s.credentials(s.role).chain;
  if (!is13(as)) {
    wire::Certificate12 m;
    for (const auto& der : chain) m.certificate_list.push_back({der});
    return m;
  }
  wire::Certificate m;
  if (s.role == Role::client && s.certificate_request)
    m.certificate_request_context = s.certificate_request->certificate_request_context;
  for (const auto& der : chain) m.certificate_list.push_back({der, {}});
  return m;
}

wire::Message build_certificate_verify(State& s, ProtocolVersion as) {
  const auto kind = s.credentials(s.role).key.kind();
  return wire::CertificateVerify{pick_scheme(kind, offered_by_target(s), s.params.signature_schemes, is13(as)), {}};
}

wire::Message build_finished(State& s, ProtocolVersion as) {
  return wire::Finished{Bytes(is13(as) ? registry::hash_size(s.hash()) : protocol::tls12::verify_data_size)};
}

wire::Message build_new_session_ticket(State& s, ProtocolVersion as) {
  // The n-th ticket of a connection is another one, although it is built by the same rule.
  std::size_t given = 0;
  for (const auto& m : s.log.messages) given += m.sender == s.role && m.name() == "NewSessionTicket" ? 1U : 0U;
  auto rng = s.rng("ticket" + std::to_string(given));
  if (!is13(as)) return wire::NewSessionTicket12{7200, rng.bytes(64)};
  wire::NewSessionTicket m;
  m.ticket_lifetime = 7200;
  m.ticket_age_add = static_cast<std::uint32_t>(rng.next());
  append_uint(m.ticket_nonce, given, 1);
  m.ticket = rng.bytes(64);
  if (s.params.early_data) m.extensions.push_back(wire::to_extension(wire::EarlyDataTicket{16384}));
  return m;
}

template <class T>
wire::Message build_default(State&, ProtocolVersion) {
  return T{};
}

struct Builder {
  std::string_view message;
  wire::Message (*build)(State&, ProtocolVersion);
};
constexpr Builder builders[] = {
    {"ClientHello", build_client_hello},
    {"ServerHello", build_server_hello},
    {"HelloRetryRequest", build_hello_retry_request},
    {"EncryptedExtensions", build_encrypted_extensions},
    {"CertificateRequest", build_certificate_request},
    {"Certificate", build_certificate},
    {"CertificateVerify", build_certificate_verify},
    {"Finished", build_finished},
    {"NewSessionTicket", build_new_session_ticket},
    {"EndOfEarlyData", build_default<wire::EndOfEarlyData>},
    {"KeyUpdate", build_default<wire::KeyUpdate>},
    {"HelloRequest", build_default<wire::HelloRequest>},
    {"ServerHelloDone", build_default<wire::ServerHelloDone>},
    {"ServerKeyExchange", build_server_key_exchange},
    {"ClientKeyExchange", build_client_key_exchange},
    {"CertificateStatus", build_default<wire::CertificateStatus>},
};

}  // namespace

Result<wire::Message> build(State& s, std::string_view message, ProtocolVersion as) {
  for (const auto& b : builders)
    if (b.message == message) return b.build(s, as);
  std::vector<std::string_view> names;
  for (const auto& b : builders) names.push_back(b.message);
  return fail({.cause = Cause::input,
               .what = "the peer cannot build this message",
               .got = fmt::format("'{}'", message),
               .expected = expected_names(message, names)});
}

SignatureScheme pick_scheme(crypto::KeyKind kind, const std::vector<SignatureScheme>& offered,
                            const std::vector<SignatureScheme>& own, bool tls13) {
  const auto fits = [&](SignatureScheme scheme) {
    const auto* row = registry::find(scheme);
    return row && (tls13 ? row->tls13_handshake && crypto::fits(kind, scheme) : crypto::can_use(kind, scheme));
  };
  for (const auto scheme : offered)
    if (fits(scheme)) return scheme;
  for (const auto scheme : own)
    if (fits(scheme)) return scheme;
  for (const auto& row : registry::Table<SignatureScheme>::rows)
    if (fits(row.code)) return row.code;
  return {};
}

}  // namespace shakedown::peer
