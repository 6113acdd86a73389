// Writes X.509 certificates (RFC 5280) for tests, the same octets from the same input.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "harness/base/bytes.h"
#include "harness/base/rng.h"
#include "harness/crypto/key.h"

namespace shakedown::crypto {

struct CertificatePlan {
  std::string subject, issuer;  // common names; the organisation is always "Shakedown"
  PublicKey key;
  PublicKey issuer_key;
  bool is_ca = false;
  bool for_server = false;  // extended key usage of a certificate that is no CA: server or client
  std::vector<std::string> dns_names;
  std::vector<Bytes> ip_addresses;
  std::int64_t not_before = 0, not_after = 0;  // seconds since 1970
};

// Signed with the hash that suits the signer's kind; `salt` feeds RSASSA-PSS.
Result<Bytes> write_certificate(const CertificatePlan& plan, const PrivateKey& signer, Rng& salt);

}  // namespace shakedown::crypto
