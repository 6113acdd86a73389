// TLS 1.2: every suite, group and signature; session ids and tickets, client authentication, with and without extended
// master secret and encrypt_then_mac.
#include "tests/interop/pieces.h"

namespace shakedown::interop {
namespace {

using registry::Authentication;
using registry::KeyExchange;
using registry::SuiteRow;

Handshake make(std::string name, std::string_view mode, Params params) {
  params.version = "TLSv1.2"_version;
  return {"tls12_" + std::move(name), "tls12." + std::string(mode), std::move(params)};
}

// The suites of TLS 1.2 whose key exchange our peer knows.
std::vector<const SuiteRow*> suites() {
  std::vector<const SuiteRow*> out;
  for (const auto& row : registry::Table<CipherSuite>::rows)
    if (!row.tls13 && (row.key_exchange == KeyExchange::ecdhe || row.key_exchange == KeyExchange::rsa))
      out.push_back(&row);
  return out;
}

const SuiteRow& suite_row(CipherSuite suite) { return *registry::find(suite); }

Params with_suite(const SuiteRow& suite) {
  Params params;
  params.cipher_suites = {suite.code};
  params.certificate = suite.authentication == Authentication::rsa ? KeyKind::rsa : KeyKind::ecdsa_p256;
  return params;
}

// The curve of an ECDSA certificate must be among the groups (RFC 8422 §5.1), and a server may take any of them.
// Ed25519 has no such curve.
void use_group(Params& params, NamedGroup group) {
  params.groups = {group};
  if (!crypto::is_ecdsa(params.certificate)) return;
  if (group == "secp384r1"_group) params.certificate = KeyKind::ecdsa_p384;
  if (group == "secp521r1"_group) params.certificate = KeyKind::ecdsa_p521;
  if (group == "x25519"_group) params.groups.push_back("secp256r1"_group);
  if (group == "x448"_group) params.certificate = KeyKind::ed25519;
}

void use_curve_of(Params& params, SignatureScheme scheme) {
  const NamedGroup curve{registry::find(scheme)->group};
  if (curve != NamedGroup{}) params.groups = {curve};
}

std::vector<Handshake> suites_and_groups(Breadth breadth) {
  const auto all_groups = groups12();
  std::vector<Handshake> out;
  for (const auto* suite : suites()) {
    const bool ephemeral = suite->key_exchange == KeyExchange::ecdhe;
    for (const auto group : all_groups) {
      const bool first = group == all_groups.front();
      if (!first && (!ephemeral || breadth == Breadth::each_once)) continue;
      auto params = with_suite(*suite);
      if (ephemeral) use_group(params, group);
      out.push_back(
          make("full_" + std::string(suite->name) + (ephemeral ? "_" + registry::name_of(group) : ""), "full", params));
    }
  }
  if (breadth == Breadth::all_combinations) return out;
  for (const auto group : all_groups) {
    if (group == all_groups.front()) continue;
    auto params = with_suite(suite_row("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"_suite));
    use_group(params, group);
    out.push_back(make("full_" + registry::name_of(group), "full", params));
  }
  return out;
}

std::vector<Handshake> signatures() {
  std::vector<Handshake> out;
  for (const auto& signer : signers12()) {
    auto params =
        with_suite(suite_row(crypto::is_rsa(signer.certificate) ? "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"_suite
                                                                : "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"_suite));
    sign_with(params, signer);
    use_curve_of(params, signer.scheme);
    out.push_back(make("full_signed_" + registry::name_of(signer.scheme), "full", params));
  }
  return out;
}

std::vector<Handshake> resumptions() {
  std::vector<Handshake> out;
  for (const auto suite :
       {"TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"_suite, "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"_suite,
        "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"_suite, "TLS_RSA_WITH_AES_128_GCM_SHA256"_suite})
    for (const std::string mode : {"resumed_id", "resumed_ticket"}) {
      out.push_back(make(mode + "_" + registry::name_of(suite), mode, with_suite(suite_row(suite))));
    }
  return out;
}

std::vector<Handshake> client_authentications() {
  std::vector<Handshake> out;
  for (const auto ask : {ClientAuth::requested, ClientAuth::required})
    for (const auto kind : certificate_kinds()) {
      Params params;
      params.client_auth = ask;
      params.client_certificate = kind;
      if (kind == KeyKind::ecdsa_p521) params.groups = {"secp256r1"_group, "secp521r1"_group};
      out.push_back(make("client_auth_" + name_of_ask(ask) + "_" + std::string(crypto::name_of(kind)), "full", params));
    }
  auto params = with_suite(suite_row("TLS_RSA_WITH_AES_128_GCM_SHA256"_suite));
  params.client_auth = ClientAuth::required;
  out.push_back(make("client_auth_with_rsa_key_exchange", "full", params));
  return out;
}

std::vector<Handshake> extensions() {
  std::vector<Handshake> out;
  for (const auto* suite : suites()) {
    if (suite->mac == registry::Hash::none) continue;
    auto params = with_suite(*suite);
    params.encrypt_then_mac = true;
    out.push_back(make("full_encrypt_then_mac_" + std::string(suite->name), "full", params));
  }
  for (const std::string mode : {"full", "resumed_id", "resumed_ticket"}) {
    Params params;
    params.extended_master_secret = false;
    out.push_back(make(mode + "_without_extended_master_secret", mode, params));
  }
  Params named;
  named.alpn = {"h2", "http/1.1"};
  out.push_back(make("full_alpn", "full", named));
  return out;
}

}  // namespace

std::vector<Handshake> tls12_handshakes(Breadth breadth) {
  auto out = suites_and_groups(breadth);
  append(out, signatures());
  append(out, resumptions());
  append(out, client_authentications());
  append(out, extensions());
  return out;
}

std::vector<Handshake> handshakes(Breadth breadth) {
  auto out = tls13_handshakes(breadth);
  append(out, tls12_handshakes(breadth));
  return out;
}

}  // namespace shakedown::interop
