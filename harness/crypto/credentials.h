// Certificates and keys for tests: made from a fixed seed, the same bytes each time and everywhere.
// Each kind of key has its own root that signs with that kind, so a peer that offers only one scheme can check the
// chain.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/bytes.h"
#include "harness/crypto/key.h"
#include "harness/crypto/pem.h"
#include "harness/registry/role.h"

namespace shakedown::crypto {

using registry::Role;

struct Credentials {
  KeyKind kind;
  Role role;
  std::vector<Bytes> chain;  // DER, leaf first, without the root
  Bytes root;                // DER
  PrivateKey key;            // of the leaf

  std::string chain_pem() const;
  std::string root_pem() const;
  std::string key_pem() const;  // PKCS#8
};

// What can be asked for. The default is what test_credentials() gives.
struct CredentialSpec {
  KeyKind kind = KeyKind::ecdsa_p256;
  Role role = Role::server;
  bool intermediate = false;  // one more CA between root and leaf
  std::string common_name;    // empty: "localhost" or "client"
  std::vector<std::string> dns_names = {"localhost", "example.com", "*.example.org", "server.test"};
  std::vector<Bytes> ip_addresses = {{127, 0, 0, 1}};
  std::int64_t not_before = 1577836800;  // 2020-01-01T00:00:00Z
  std::int64_t not_after = 2524607999;   // 2049-12-31T23:59:59Z
  std::uint64_t seed = 1;                // of the leaf's key; RSA keys are fixed, one for each role
};
Result<Credentials> make_credentials(const CredentialSpec& spec);

// The kinds of the usual test roots that this build can make. KeyKind::rsa_pss is not among them, since libraries that
// do not know it refuse a whole file of roots for its sake; it can be asked for by name.
const std::vector<KeyKind>& credential_kinds();
// Made on first use, then kept.
const Credentials& test_credentials(KeyKind kind, Role role);

// Every root of credential_kinds(), in that order.
const std::vector<Bytes>& test_roots();
std::string test_roots_pem();

struct CredentialFiles {
  std::string certificate;  // PEM, leaf first
  std::string private_key;  // PEM, PKCS#8
  std::string ca;           // PEM, every root of test_roots() and the credentials' own
};
// Writes into `directory` (made if missing) unless files of the same contents are there; names tell kind and role.
Result<CredentialFiles> write_files(const Credentials& credentials, std::string_view directory);

}  // namespace shakedown::crypto
