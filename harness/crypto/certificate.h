// X.509 certificates (RFC 5280), read as far as a TLS peer needs them, by our own reader rather than the library's.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/bytes.h"
#include "harness/crypto/key.h"

namespace shakedown::crypto {

enum class Purpose { any, server, client };

struct Certificate {
  Bytes der;
  Bytes serial;         // content octets of the INTEGER
  std::string subject;  // "CN=localhost, O=Shakedown"; attributes in the certificate's order
  std::string issuer;
  Bytes subject_der, issuer_der;  // the Names in DER, for comparing
  std::int64_t not_before = 0;    // seconds since 1970, UTC
  std::int64_t not_after = 0;
  Bytes spki;                       // SubjectPublicKeyInfo in DER
  std::optional<KeyKind> key_kind;  // empty for a key that we cannot use
  std::vector<std::string> dns_names;
  std::vector<Bytes> ip_addresses;  // 4 or 16 octets
  bool is_ca = false;
  std::optional<std::uint64_t> path_length;
  std::optional<std::uint16_t> key_usage;  // bit i of RFC 5280 §4.2.1.3 is 1 << i; empty if the extension is absent
  std::vector<std::string> extended_key_usage;  // dotted object identifiers; empty if the extension is absent
  std::vector<std::string> unknown_critical;    // object identifiers of critical extensions that we do not process
  Bytes tbs;                                    // what the signature covers
  Bytes signature_algorithm;                    // AlgorithmIdentifier in DER
  Bytes signature;
};

// Cause::decode with the field's path for what is not a certificate. Total: any bytes may be given.
Result<Certificate> parse_certificate(View der);

struct ChainOptions {
  std::string host;                // DNS name or IP address that the leaf must be for; empty: any
  std::optional<std::int64_t> at;  // time of the check, seconds since 1970; empty: validity is not checked
  Purpose purpose = Purpose::any;
};

// Leaf first; each is signed by the next until one is a root or signed by a root; what follows it is ignored
// (RFC 8446 §4.4.2). Cause::crypto with the certificate and the reason.
Status verify_chain(const std::vector<Bytes>& chain, const std::vector<Bytes>& roots, const ChainOptions& options = {});

// RFC 6125 §6.4: exact, or one wildcard as the whole left-most label.
bool matches_host(const Certificate& certificate, std::string_view host);

}  // namespace shakedown::crypto
