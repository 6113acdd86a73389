#include "harness/trace/facts.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "harness/crypto/certificate.h"
#include "harness/trace/text.h"
#include "harness/wire/message.h"

namespace shakedown::trace {
namespace {

using registry::name_of;
using registry::operator""_content;

using Facts = std::vector<std::string>;

std::string joined(const auto& list, auto text) {
  std::vector<std::string> names;
  for (const auto& item : list) names.push_back(text(item));
  return names.empty() ? "none" : fmt::format("{}", fmt::join(names, "|"));
}
std::string names(const auto& list) {
  return joined(list, [](auto code) { return name_of(code); });
}
std::string count(std::size_t n, std::string_view what) { return fmt::format("{} {}{}", n, what, n == 1 ? "" : "s"); }

using Block = std::vector<wire::Extension>;

void flag(Facts& out, const Block& block, registry::ExtensionType code) {
  if (wire::find(block, code) != nullptr) out.push_back(name_of(code));
}
void alpn(Facts& out, const Block& block) {
  if (const auto v = wire::view<wire::ProtocolNameList>(block))
    out.push_back("ALPN " + joined(v->protocol_name_list, [](const auto& p) { return bare(p.name); }));
}
void cookie(Facts& out, const Block& block) {
  if (const auto v = wire::view<wire::Cookie>(block)) out.push_back("cookie of " + count(v->cookie.size(), "octet"));
}
// Absent and empty differ: an empty session_ticket asks for one (RFC 5077 §3.2).
void ticket12(Facts& out, const Block& block) {
  const auto v = wire::view<wire::SessionTicket>(block);
  if (v) out.push_back(v->ticket.empty() ? "session_ticket" : "ticket of " + count(v->ticket.size(), "octet"));
}

void add(Facts& out, const wire::ClientHello& m) {
  const auto versions = wire::view<wire::SupportedVersions>(m.extensions);
  out.push_back(versions ? names(versions->versions) : name_of(m.legacy_version));
  out.push_back(count(m.cipher_suites.size(), "suite"));
  if (const auto v = wire::view<wire::KeyShareClientHello>(m.extensions))
    out.push_back("share " + joined(v->client_shares, [](const auto& s) { return name_of(s.group); }));
  if (const auto v = wire::view<wire::ServerNameList>(m.extensions))
    out.push_back("SNI " + joined(v->server_name_list, [](const auto& n) { return bare(n.host_name); }));
  alpn(out, m.extensions);
  if (!versions && !m.legacy_session_id.empty())
    out.push_back("session id of " + count(m.legacy_session_id.size(), "octet"));
  ticket12(out, m.extensions);
  cookie(out, m.extensions);
  if (const auto v = wire::view<wire::OfferedPsks>(m.extensions)) out.push_back(count(v->identities.size(), "PSK"));
  flag(out, m.extensions, wire::EarlyData::code);
}

void add(Facts& out, const wire::ServerHello& m) {
  const auto version = wire::view<wire::SelectedVersion>(m.extensions);
  out.push_back(name_of(version ? version->selected_version : m.legacy_version));
  out.push_back(name_of(m.cipher_suite));
  if (const auto v = wire::view<wire::KeyShareServerHello>(m.extensions)) out.push_back(name_of(v->server_share.group));
  if (const auto v = wire::view<wire::SelectedPsk>(m.extensions))
    out.push_back(fmt::format("PSK {} selected", v->selected_identity));
  if (!version && !m.legacy_session_id_echo.empty())
    out.push_back("session id of " + count(m.legacy_session_id_echo.size(), "octet"));
  alpn(out, m.extensions);
  ticket12(out, m.extensions);
  flag(out, m.extensions, wire::ExtendedMasterSecret::code);
  flag(out, m.extensions, wire::EncryptThenMac::code);
}

void add(Facts& out, const wire::HelloRetryRequest& m) {
  out.push_back(name_of(m.cipher_suite));
  if (const auto v = wire::view<wire::KeyShareHelloRetryRequest>(m.extensions))
    out.push_back("share " + name_of(v->selected_group) + " wanted");
  cookie(out, m.extensions);
}

void add(Facts& out, const wire::EncryptedExtensions& m) {
  for (const auto& e : m.extensions)
    if (e.extension_type != wire::ProtocolNameList::code) out.push_back(name_of(e.extension_type));
  alpn(out, m.extensions);
}

void add(Facts& out, const wire::CertificateRequest& m) {
  if (const auto v = wire::view<wire::SignatureAlgorithms>(m.extensions))
    out.push_back(count(v->supported_signature_algorithms.size(), "scheme"));
}
void add(Facts& out, const wire::CertificateRequest12& m) {
  out.push_back(names(m.certificate_types));
  out.push_back(count(m.supported_signature_algorithms.size(), "scheme"));
}

void add_chain(Facts& out, const auto& list) {
  out.push_back(list.empty() ? "no certificate" : count(list.size(), "certificate"));
  if (list.empty()) return;
  const auto leaf = crypto::parse_certificate(list.front().cert_data);
  out.push_back(leaf ? leaf->subject : "not a certificate: " + to_string(leaf.error()));
}
void add(Facts& out, const wire::Certificate& m) { add_chain(out, m.certificate_list); }
void add(Facts& out, const wire::Certificate12& m) { add_chain(out, m.certificate_list); }

void add(Facts& out, const wire::CertificateVerify& m) { out.push_back(name_of(m.algorithm)); }
void add(Facts& out, const wire::ServerKeyExchangeEcdhe& m) {
  out.push_back(name_of(m.params.named_curve));
  out.push_back(name_of(m.algorithm));
}

std::string lifetime(std::uint32_t seconds) { return fmt::format("lifetime {} s", seconds); }
void add(Facts& out, const wire::NewSessionTicket& m) {
  out.push_back(lifetime(m.ticket_lifetime));
  out.push_back("ticket of " + count(m.ticket.size(), "octet"));
  if (const auto v = wire::view<wire::EarlyDataTicket>(m.extensions))
    out.push_back(fmt::format("early data up to {}", count(v->max_early_data_size, "octet")));
}
void add(Facts& out, const wire::NewSessionTicket12& m) {
  out.push_back(lifetime(m.ticket_lifetime_hint));
  out.push_back("ticket of " + count(m.ticket.size(), "octet"));
}
void add(Facts& out, const wire::KeyUpdate& m) { out.push_back(name_of(m.request_update)); }

template <class T>
void add(Facts&, const T&) {}  // the name says it all

Facts content_facts(const protocol::SeenMessage& m) {
  if (const auto alert = m.alert()) return {name_of(alert->first)};
  const bool usual = m.content_type == "change_cipher_spec"_content && m.raw == Bytes{1};
  if (usual || m.raw.empty()) return {};
  return {readable(m.raw)};
}

}  // namespace

std::string facts(const protocol::SeenMessage& message) {
  const auto parsed = message.parsed();
  Facts out;
  if (!parsed) {
    out = content_facts(message);
  } else if (parsed->first_error) {
    out = {"does not decode: " + wire::to_string(*parsed->first_error)};
  } else {
    std::visit([&](const auto& m) { add(out, m); }, parsed->value);
  }
  return fmt::format("{}", fmt::join(out, ", "));
}

}  // namespace shakedown::trace
