#include "harness/crypto/credentials.h"

#include <algorithm>
#include <array>
#include <mutex>
#include <optional>
#include <stdexcept>

#include "harness/crypto/certificate_writer.h"
#include "harness/crypto/test_rsa_keys.h"

namespace shakedown::crypto {
namespace {

constexpr std::int64_t root_not_before = 1577836800;  // 2020-01-01T00:00:00Z
constexpr std::int64_t root_not_after = 2524607999;   // 2049-12-31T23:59:59Z

constexpr KeyKind all_kinds[] = {KeyKind::rsa,        KeyKind::rsa_pss, KeyKind::ecdsa_p256, KeyKind::ecdsa_p384,
                                 KeyKind::ecdsa_p521, KeyKind::ed25519, KeyKind::ed448};

Result<PrivateKey> fixed_rsa_key(KeyKind kind, RsaKeyUse use) {
  auto key = PrivateKey::from_der(from_hex(test_rsa_key(use)).value());
  if (!key || kind == KeyKind::rsa) return key;
  return key->as_rsa_kind(kind);
}

// RSA keys are fixed, one for each use; others follow from the seed.
Result<PrivateKey> make_key(KeyKind kind, RsaKeyUse use, std::uint64_t seed, std::string_view purpose) {
  if (is_rsa(kind)) return fixed_rsa_key(kind, use);
  Rng rng = Rng::derive(seed, std::string(purpose) + " " + std::string(name_of(kind)));
  return PrivateKey::generate(kind, rng);
}

struct Authority {
  std::string name;
  PrivateKey key;
  Bytes certificate;
};

std::string authority_name(KeyKind kind, std::string_view what) {
  return "Shakedown " + std::string(name_of(kind)) + " " + std::string(what);
}

// A root signs itself; an intermediate is signed by `above`.
Result<Authority> make_authority(KeyKind kind, const Authority* above) {
  const std::string_view what = above ? "intermediate" : "root";
  auto key = make_key(kind, above ? RsaKeyUse::intermediate : RsaKeyUse::root, 1, what);
  if (!key) return fail(std::move(key.error()));
  Authority out{authority_name(kind, what), std::move(*key), {}};
  const Authority& issuer = above ? *above : out;
  const CertificatePlan plan{.subject = out.name,
                             .issuer = issuer.name,
                             .key = out.key.public_key(),
                             .issuer_key = issuer.key.public_key(),
                             .is_ca = true,
                             .not_before = root_not_before,
                             .not_after = root_not_after};
  Rng salt = Rng::derive(1, "salt of " + out.name);
  auto certificate = write_certificate(plan, issuer.key, salt);
  if (!certificate) return fail(std::move(certificate.error()));
  out.certificate = std::move(*certificate);
  return out;
}

// Made once for each kind; the cell keeps the error of a kind that this build lacks.
const Result<Authority>& root_of(KeyKind kind) {
  struct Cell {
    std::once_flag once;
    std::optional<Result<Authority>> value;
  };
  static std::array<Cell, std::size(all_kinds)> cells;
  Cell& cell = cells[static_cast<std::size_t>(kind)];
  std::call_once(cell.once, [&] { cell.value = make_authority(kind, nullptr); });
  return *cell.value;
}

Result<Bytes> make_leaf(const CredentialSpec& spec, const PrivateKey& key, const Authority& issuer) {
  const bool server = spec.role == Role::server;
  const CertificatePlan plan{.subject = !spec.common_name.empty() ? spec.common_name
                                        : server                  ? "localhost"
                                                                  : "client",
                             .issuer = issuer.name,
                             .key = key.public_key(),
                             .issuer_key = issuer.key.public_key(),
                             .for_server = server,
                             .dns_names = spec.dns_names,
                             .ip_addresses = spec.ip_addresses,
                             .not_before = spec.not_before,
                             .not_after = spec.not_after};
  Rng salt = Rng::derive(spec.seed, "salt of " + plan.subject);
  return write_certificate(plan, issuer.key, salt);
}

CredentialSpec default_spec(KeyKind kind, Role role) {
  CredentialSpec spec{.kind = kind, .role = role};
  if (role == Role::client) {
    spec.dns_names = {"client.test"};
    spec.ip_addresses.clear();
  }
  return spec;
}

std::string pem_of(const std::vector<Bytes>& certificates) {
  std::string out;
  for (const Bytes& certificate : certificates) out += to_pem("CERTIFICATE", certificate);
  return out;
}

}  // namespace

std::string Credentials::chain_pem() const { return pem_of(chain); }
std::string Credentials::root_pem() const { return to_pem("CERTIFICATE", root); }
std::string Credentials::key_pem() const { return to_pem("PRIVATE KEY", key.pkcs8()); }

Result<Credentials> make_credentials(const CredentialSpec& spec) {
  const auto& root = root_of(spec.kind);
  if (!root) return fail(root.error());
  const bool server = spec.role == Role::server;
  auto key =
      make_key(spec.kind, server ? RsaKeyUse::server : RsaKeyUse::client, spec.seed, server ? "server" : "client");
  if (!key) return fail(std::move(key.error()));
  std::vector<Bytes> above;
  std::optional<Authority> intermediate;
  if (spec.intermediate) {
    auto made = make_authority(spec.kind, &*root);
    if (!made) return fail(std::move(made.error()));
    intermediate = std::move(*made);
    above.push_back(intermediate->certificate);
  }
  auto leaf = make_leaf(spec, *key, intermediate ? *intermediate : *root);
  if (!leaf) return fail(std::move(leaf.error()));
  above.insert(above.begin(), std::move(*leaf));
  return Credentials{spec.kind, spec.role, std::move(above), root->certificate, std::move(*key)};
}

const std::vector<KeyKind>& credential_kinds() {
  static const std::vector<KeyKind> kinds = [] {
    std::vector<KeyKind> out;
    for (const KeyKind kind : all_kinds)
      if (kind != KeyKind::rsa_pss && root_of(kind)) out.push_back(kind);
    return out;
  }();
  return kinds;
}

const Credentials& test_credentials(KeyKind kind, Role role) {
  struct Cell {
    std::once_flag once;
    std::optional<Credentials> value;
  };
  static std::array<std::array<Cell, 2>, std::size(all_kinds)> cells;
  Cell& cell = cells[static_cast<std::size_t>(kind)][static_cast<std::size_t>(role)];
  std::call_once(cell.once, [&] {
    auto made = make_credentials(default_spec(kind, role));
    if (!made)
      throw std::logic_error("test credentials of kind " + std::string(name_of(kind)) + ": " + to_string(made.error()));
    cell.value = std::move(*made);
  });
  return *cell.value;
}

const std::vector<Bytes>& test_roots() {
  static const std::vector<Bytes> roots = [] {
    std::vector<Bytes> out;
    for (const KeyKind kind : credential_kinds()) out.push_back(root_of(kind)->certificate);
    return out;
  }();
  return roots;
}

std::string test_roots_pem() { return pem_of(test_roots()); }

}  // namespace shakedown::crypto
