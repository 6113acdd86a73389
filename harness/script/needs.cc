#include "harness/script/needs.h"

#include <algorithm>

#include "harness/registry/capabilities.h"
#include "harness/script/scalars.h"

namespace shakedown::script {
namespace {

using crypto::KeyKind;
using registry::operator""_version;

void want(std::vector<std::string>& out, std::string_view name) {
  if (std::ranges::find(out, name) == out.end()) out.emplace_back(name);
}

// A single value leaves no choice, so the target must have it.
template <class E>
void want_only(std::vector<std::string>& out, const std::vector<E>& list) {
  if (list.size() == 1 && !registry::known_name(list.front()).empty()) want(out, registry::known_name(list.front()));
}

// Keys that a target may lack; RSA and P-256 everybody has.
std::string_view scheme_of(KeyKind kind) {
  switch (kind) {
    case KeyKind::ecdsa_p384:
      return "ecdsa_secp384r1_sha384";
    case KeyKind::ecdsa_p521:
      return "ecdsa_secp521r1_sha512";
    case KeyKind::ed25519:
      return "ed25519";
    case KeyKind::ed448:
      return "ed448";
    case KeyKind::rsa_pss:
      return "rsa_pss_pss_sha256";
    case KeyKind::rsa:
    case KeyKind::ecdsa_p256:
      break;
  }
  return {};
}

void want_params(std::vector<std::string>& out, const Params& params) {
  want_only(out, params.cipher_suites);
  want_only(out, params.groups);
  want_only(out, params.signature_schemes);
  if (const auto scheme = scheme_of(params.certificate); !scheme.empty()) want(out, scheme);
  const bool client_auth = params.client_auth != protocol::ClientAuth::none;
  if (client_auth) want(out, "client_auth");
  if (const auto scheme = scheme_of(params.client_certificate); client_auth && !scheme.empty()) want(out, scheme);
  const bool tls13 = params.version == "TLSv1.3"_version;
  const std::pair<bool, std::string_view> rows[] = {
      {params.target_version_max == "TLSv1.3"_version, "tls13"},
      {!params.alpn.empty(), "alpn"},
      {params.cookie, "hello_retry_cookie"},
      {params.hello_retry, "hello_retry"},
      {params.early_data, "early_data"},
      {params.external_psk, "psk"},
      {params.resume && tls13, "tickets"},
      {params.resume && !tls13, params.session_tickets ? "tickets" : "session_ids"},
      {!tls13 && params.encrypt_then_mac, "encrypt_then_mac"},
  };
  for (const auto& [wanted, name] : rows)
    if (wanted) want(out, name);
}

}  // namespace

std::vector<std::string> needs_of(const YamlNode* stated, Role peer, const protocol::Flow* flow,
                                  const std::vector<Connection>& connections, Problems& problems) {
  std::vector<std::string> out;
  if (stated != nullptr)
    for (const auto& item : as_list(*stated)) {
      std::vector<std::string_view> names;
      for (const auto& row : registry::capabilities) names.push_back(row.name);
      if (!registry::is_capability(item.text)) problems.unknown(item, "capability", names);
      want(out, item.text);
    }
  want(out, registry::role_name(other(peer)));
  for (const auto& connection : connections)
    want(out, connection.params.version == "TLSv1.3"_version ? "tls13" : "tls12");
  if (flow != nullptr)
    for (const auto name : flow->needs) want(out, name);
  for (const auto& connection : connections) {
    const auto& params = connection.params;
    want_params(out, params);
    const bool legacy = params.version != "TLSv1.3"_version && !params.secure_renegotiation;
    if (peer == Role::server && legacy) want(out, "legacy_servers");
  }
  return out;
}

}  // namespace shakedown::script
