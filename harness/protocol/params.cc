#include "harness/protocol/params.h"

#include <algorithm>
#include <array>

namespace shakedown::protocol {
namespace {

using registry::Hash;
using registry::operator""_group;
using registry::operator""_scheme;
using registry::operator""_suite;
using registry::operator""_version;

constexpr auto suites13 = std::to_array({
    "TLS_AES_128_GCM_SHA256"_suite,
    "TLS_AES_256_GCM_SHA384"_suite,
    "TLS_CHACHA20_POLY1305_SHA256"_suite,
});
constexpr auto ecdsa_suites12 = std::to_array({
    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"_suite,
    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"_suite,
    "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"_suite,
});
constexpr auto rsa_suites12 = std::to_array({
    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"_suite,
    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"_suite,
    "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"_suite,
});
constexpr auto default_groups = std::to_array({"x25519"_group, "secp256r1"_group, "secp384r1"_group});
constexpr auto default_schemes = std::to_array({
    "ecdsa_secp256r1_sha256"_scheme,
    "ecdsa_secp384r1_sha384"_scheme,
    "ed25519"_scheme,
    "rsa_pss_rsae_sha256"_scheme,
    "rsa_pss_rsae_sha384"_scheme,
    "rsa_pss_rsae_sha512"_scheme,
    "rsa_pkcs1_sha256"_scheme,
    "rsa_pkcs1_sha384"_scheme,
    "rsa_pkcs1_sha512"_scheme,
});

// What a key needs beyond the default schemes.
std::vector<SignatureScheme> schemes_of(KeyKind kind) {
  switch (kind) {
    case KeyKind::rsa_pss:
      return {"rsa_pss_pss_sha256"_scheme, "rsa_pss_pss_sha384"_scheme, "rsa_pss_pss_sha512"_scheme};
    case KeyKind::ecdsa_p521:
      return {"ecdsa_secp521r1_sha512"_scheme};
    case KeyKind::ed448:
      return {"ed448"_scheme};
    case KeyKind::rsa:
    case KeyKind::ecdsa_p256:
    case KeyKind::ecdsa_p384:
    case KeyKind::ed25519:
      break;
  }
  return {};
}

template <class T>
void fill(std::vector<T>& list, std::span<const T> defaults) {
  if (list.empty()) list.assign(defaults.begin(), defaults.end());
}

std::vector<SignatureScheme> schemes_for(const Params& params) {
  std::vector<SignatureScheme> out;
  for (const auto kind : {params.certificate, params.client_certificate})
    for (const auto scheme : schemes_of(kind))
      if (std::ranges::find(out, scheme) == out.end()) out.push_back(scheme);
  out.insert(out.end(), default_schemes.begin(), default_schemes.end());
  return out;
}

}  // namespace

Params with_defaults(Params params) {
  const bool tls13 = params.version == "TLSv1.3"_version;
  const auto& suites12 = crypto::is_rsa(params.certificate) ? rsa_suites12 : ecdsa_suites12;
  fill<CipherSuite>(params.cipher_suites, tls13 ? suites13 : suites12);
  fill<NamedGroup>(params.groups, default_groups);
  if (tls13 && params.key_shares.empty()) params.key_shares = {params.groups.front()};
  if (params.signature_schemes.empty()) params.signature_schemes = schemes_for(params);
  return params;
}

const ExternalPsk& test_psk(Hash hash) {
  static const ExternalPsk with_sha256{"shakedown-sha256", Bytes(32, 0x5a), Hash::sha256};
  static const ExternalPsk with_sha384{"shakedown-sha384", Bytes(48, 0xa5), Hash::sha384};
  return hash == Hash::sha384 ? with_sha384 : with_sha256;
}

ExternalPsk psk_of(const Params& params, Hash hash) {
  auto out = params.own_psk.value_or(test_psk(hash));
  out.hash = hash;
  return out;
}

}  // namespace shakedown::protocol
