#include "harness/target/command_names.h"

#include <fmt/format.h>

namespace shakedown::target {
namespace {

template <class Row>
Result<const Row*> find(const std::vector<Row>& rows, std::uint16_t code, const char* what) {
  for (const Row& row : rows) {
    if (row.code == code) return &row;
  }
  return fail(Cause::unsupported, fmt::format("the command line has no name for {} {:#06x}", what, code));
}

}  // namespace

const std::vector<SuiteName>& suite_names() {
  static const std::vector<SuiteName> rows = {
      {0x1301, "TLS_AES_128_GCM_SHA256", "+AES-128-GCM:+AEAD"},
      {0x1302, "TLS_AES_256_GCM_SHA384", "+AES-256-GCM:+AEAD"},
      {0x1303, "TLS_CHACHA20_POLY1305_SHA256", "+CHACHA20-POLY1305:+AEAD"},
      {0x1304, "TLS_AES_128_CCM_SHA256", "+AES-128-CCM:+AEAD"},
      {0x1305, "TLS_AES_128_CCM_8_SHA256", "+AES-128-CCM-8:+AEAD"},
      {0xc02b, "ECDHE-ECDSA-AES128-GCM-SHA256", "+AES-128-GCM:+AEAD:+ECDHE-ECDSA"},
      {0xc02c, "ECDHE-ECDSA-AES256-GCM-SHA384", "+AES-256-GCM:+AEAD:+ECDHE-ECDSA"},
      {0xc02f, "ECDHE-RSA-AES128-GCM-SHA256", "+AES-128-GCM:+AEAD:+ECDHE-RSA"},
      {0xc030, "ECDHE-RSA-AES256-GCM-SHA384", "+AES-256-GCM:+AEAD:+ECDHE-RSA"},
      {0xcca9, "ECDHE-ECDSA-CHACHA20-POLY1305", "+CHACHA20-POLY1305:+AEAD:+ECDHE-ECDSA"},
      {0xcca8, "ECDHE-RSA-CHACHA20-POLY1305", "+CHACHA20-POLY1305:+AEAD:+ECDHE-RSA"},
      {0xc009, "ECDHE-ECDSA-AES128-SHA", "+AES-128-CBC:+SHA1:+ECDHE-ECDSA"},
      {0xc00a, "ECDHE-ECDSA-AES256-SHA", "+AES-256-CBC:+SHA1:+ECDHE-ECDSA"},
      {0xc013, "ECDHE-RSA-AES128-SHA", "+AES-128-CBC:+SHA1:+ECDHE-RSA"},
      {0xc014, "ECDHE-RSA-AES256-SHA", "+AES-256-CBC:+SHA1:+ECDHE-RSA"},
      {0xc023, "ECDHE-ECDSA-AES128-SHA256", "+AES-128-CBC:+SHA256:+ECDHE-ECDSA"},
      {0xc024, "ECDHE-ECDSA-AES256-SHA384", "+AES-256-CBC:+SHA384:+ECDHE-ECDSA"},
      {0xc027, "ECDHE-RSA-AES128-SHA256", "+AES-128-CBC:+SHA256:+ECDHE-RSA"},
      {0xc028, "ECDHE-RSA-AES256-SHA384", "+AES-256-CBC:+SHA384:+ECDHE-RSA"},
      {0x009c, "AES128-GCM-SHA256", "+AES-128-GCM:+AEAD:+RSA"},
      {0x009d, "AES256-GCM-SHA384", "+AES-256-GCM:+AEAD:+RSA"},
      {0x002f, "AES128-SHA", "+AES-128-CBC:+SHA1:+RSA"},
      {0x0035, "AES256-SHA", "+AES-256-CBC:+SHA1:+RSA"},
      {0x003c, "AES128-SHA256", "+AES-128-CBC:+SHA256:+RSA"},
      {0x003d, "AES256-SHA256", "+AES-256-CBC:+SHA256:+RSA"},
  };
  return rows;
}

const std::vector<CodeName>& group_names() {
  static const std::vector<CodeName> rows = {
      {0x001d, "X25519", "+GROUP-X25519"},       {0x0017, "P-256", "+GROUP-SECP256R1"},
      {0x0018, "P-384", "+GROUP-SECP384R1"},     {0x0019, "P-521", "+GROUP-SECP521R1"},
      {0x001e, "X448", "+GROUP-X448"},           {0x0100, "ffdhe2048", "+GROUP-FFDHE2048"},
      {0x0101, "ffdhe3072", "+GROUP-FFDHE3072"},
  };
  return rows;
}

// GnuTLS ties the curve to the scheme only in names of TLS 1.3, and takes the older ones for both versions.
const std::vector<CodeName>& scheme_names() {
  static const std::vector<CodeName> rows = {
      {0x0403, "ecdsa_secp256r1_sha256", "+SIGN-ECDSA-SECP256R1-SHA256:+SIGN-ECDSA-SHA256"},
      {0x0503, "ecdsa_secp384r1_sha384", "+SIGN-ECDSA-SECP384R1-SHA384:+SIGN-ECDSA-SHA384"},
      {0x0603, "ecdsa_secp521r1_sha512", "+SIGN-ECDSA-SECP521R1-SHA512:+SIGN-ECDSA-SHA512"},
      {0x0804, "rsa_pss_rsae_sha256", "+SIGN-RSA-PSS-RSAE-SHA256"},
      {0x0805, "rsa_pss_rsae_sha384", "+SIGN-RSA-PSS-RSAE-SHA384"},
      {0x0806, "rsa_pss_rsae_sha512", "+SIGN-RSA-PSS-RSAE-SHA512"},
      {0x0807, "ed25519", "+SIGN-EDDSA-ED25519"},
      {0x0808, "ed448", "+SIGN-EDDSA-ED448"},
      {0x0809, "rsa_pss_pss_sha256", "+SIGN-RSA-PSS-SHA256"},
      {0x080a, "rsa_pss_pss_sha384", "+SIGN-RSA-PSS-SHA384"},
      {0x080b, "rsa_pss_pss_sha512", "+SIGN-RSA-PSS-SHA512"},
      {0x0401, "rsa_pkcs1_sha256", "+SIGN-RSA-SHA256"},
      {0x0501, "rsa_pkcs1_sha384", "+SIGN-RSA-SHA384"},
      {0x0601, "rsa_pkcs1_sha512", "+SIGN-RSA-SHA512"},
      {0x0201, "RSA+SHA1", "+SIGN-RSA-SHA1"},
      {0x0203, "ECDSA+SHA1", "+SIGN-ECDSA-SHA1"},
  };
  return rows;
}

Result<const SuiteName*> suite_name(std::uint16_t code) { return find(suite_names(), code, "cipher suite"); }
Result<const CodeName*> group_name(std::uint16_t code) { return find(group_names(), code, "group"); }
Result<const CodeName*> scheme_name(std::uint16_t code) { return find(scheme_names(), code, "signature scheme"); }

}  // namespace shakedown::target
