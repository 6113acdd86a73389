#include "tests/reference/settings.h"

namespace shakedown::reference {

const std::vector<CipherSuite>& default_suites() {
  static const std::vector<CipherSuite> suites = {
      "TLS_AES_128_GCM_SHA256"_suite,
      "TLS_AES_256_GCM_SHA384"_suite,
      "TLS_CHACHA20_POLY1305_SHA256"_suite,
      "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"_suite,
      "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"_suite,
      "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"_suite,
      "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"_suite,
      "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"_suite,
      "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"_suite,
      "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"_suite,
      "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384"_suite,
      "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA"_suite,
      "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA"_suite,
      "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256"_suite,
      "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384"_suite,
      "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"_suite,
      "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA"_suite,
      "TLS_RSA_WITH_AES_128_GCM_SHA256"_suite,
      "TLS_RSA_WITH_AES_256_GCM_SHA384"_suite,
      "TLS_RSA_WITH_AES_128_CBC_SHA256"_suite,
      "TLS_RSA_WITH_AES_256_CBC_SHA256"_suite,
      "TLS_RSA_WITH_AES_128_CBC_SHA"_suite,
      "TLS_RSA_WITH_AES_256_CBC_SHA"_suite,
  };
  return suites;
}

const std::vector<NamedGroup>& default_groups() {
  static const std::vector<NamedGroup> groups = {"x25519"_group, "secp256r1"_group, "secp384r1"_group};
  return groups;
}

const std::vector<SignatureScheme>& default_schemes() {
  static const std::vector<SignatureScheme> schemes = {
      "ecdsa_secp256r1_sha256"_scheme, "ecdsa_secp384r1_sha384"_scheme, "ed25519"_scheme,
      "rsa_pss_rsae_sha256"_scheme,    "rsa_pss_rsae_sha384"_scheme,    "rsa_pss_rsae_sha512"_scheme,
      "rsa_pss_pss_sha256"_scheme,     "rsa_pss_pss_sha384"_scheme,     "rsa_pss_pss_sha512"_scheme,
      "rsa_pkcs1_sha256"_scheme,       "rsa_pkcs1_sha384"_scheme,       "rsa_pkcs1_sha512"_scheme,
  };
  return schemes;
}

void Settings::complete() {
  if (suites.empty()) suites = default_suites();
  if (groups.empty()) groups = default_groups();
  if (schemes.empty()) schemes = default_schemes();
  std::erase_if(suites, [&](CipherSuite suite) {
    const auto* row = registry::find(suite);
    return row == nullptr || !allows(row->tls13 ? tls13 : tls12);
  });
}

}  // namespace shakedown::reference
