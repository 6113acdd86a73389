// Certificates and keys as every library takes them: DER inside, PEM at the edges (RFC 7468).
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/bytes.h"

namespace shakedown::target {

struct PemBlock {
  std::string label;  // CERTIFICATE, PRIVATE KEY
  Bytes der;
  friend bool operator==(const PemBlock&, const PemBlock&) = default;
};

// Text between blocks is skipped. Errors give the line.
Result<std::vector<PemBlock>> pem_decode(std::string_view text);
std::string pem_encode(std::string_view label, View der);

struct Credential {
  std::vector<Bytes> chain;  // X.509 DER, leaf first
  Bytes key;                 // PKCS#8 DER
  bool present() const { return !chain.empty(); }
  friend bool operator==(const Credential&, const Credential&) = default;
};

// The key must be PKCS#8 ("PRIVATE KEY"); the text of both may be in one string given twice.
Result<Credential> credential_from_pem(std::string_view chain, std::string_view key);
// All certificates of a PEM text; none is an error.
Result<std::vector<Bytes>> certificates_from_pem(std::string_view text);
std::string certificates_to_pem(const std::vector<Bytes>& certificates);

}  // namespace shakedown::target
