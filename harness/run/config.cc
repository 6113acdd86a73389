#include <algorithm>

#include "harness/crypto/credentials.h"
#include "harness/run/run.h"

namespace shakedown::run {
namespace {

using protocol::Params;
using registry::number;
using registry::Role;

std::vector<std::uint16_t> numbers(const auto& codes) {
  std::vector<std::uint16_t> out;
  for (const auto c : codes) out.push_back(number(c));
  return out;
}

target::Credential credential(protocol::KeyKind kind, Role role) {
  const auto& c = crypto::test_credentials(kind, role);
  return {.chain = c.chain, .key = c.key.pkcs8()};
}

target::ClientAuth client_auth(protocol::ClientAuth a) {
  switch (a) {
    case protocol::ClientAuth::none:
      return target::ClientAuth::none;
    case protocol::ClientAuth::requested:
      return target::ClientAuth::request;
    case protocol::ClientAuth::required:
      return target::ClientAuth::require;
  }
  return target::ClientAuth::none;
}

// A newer version needs suites of its own.
std::vector<std::uint16_t> suites(const Params& p, registry::ProtocolVersion newest) {
  auto out = numbers(p.cipher_suites);
  if (newest != p.version) {
    const auto newer = numbers(protocol::with_defaults({.version = newest}).cipher_suites);
    out.insert(out.end(), newer.begin(), newer.end());
  }
  return out;
}

// After a HelloRetryRequest a server has refused the groups of the first shares, so it must not know them.
std::vector<std::uint16_t> groups(const Params& p, Role target) {
  auto out = numbers(p.groups);
  if (!p.hello_retry || target == Role::client) return out;
  std::erase_if(
      out, [&](std::uint16_t g) { return std::ranges::count(p.key_shares, static_cast<registry::NamedGroup>(g)) > 0; });
  return out;
}

// The usual roots, and the own one of a peer that is of no usual kind.
std::vector<Bytes> trust(const Params& p, Role target) {
  auto out = crypto::test_roots();
  const auto kind = target == Role::server ? p.client_certificate : p.certificate;
  const auto& root = crypto::test_credentials(kind, other(target)).root;
  if (std::ranges::find(out, root) == out.end()) out.push_back(root);
  return out;
}

std::optional<target::Psk> psk(const Params& p) {
  if (!p.external_psk) return std::nullopt;
  const auto* suite = p.cipher_suites.empty() ? nullptr : registry::find_keyed(p.cipher_suites.front());
  const auto known = protocol::psk_of(p, suite ? suite->hash : registry::Hash::sha256);
  return target::Psk{.identity = to_bytes(known.identity),
                     .key = known.key,
                     .hash = known.hash == registry::Hash::sha384 ? target::Hash::sha384 : target::Hash::sha256};
}

}  // namespace

target::TargetConfig target_config(const Params& given, Role role) {
  const auto p = protocol::with_defaults(given);
  const bool tls13 = p.version == protocol::ProtocolVersion{0x0304};
  target::TargetConfig c;
  c.role = role;
  const auto newest = p.target_version_max.value_or(p.version);
  c.version_min = number(p.version);
  c.version_max = number(newest);
  c.cipher_suites = suites(p, newest);
  c.groups = groups(p, role);
  c.signature_schemes = numbers(p.signature_schemes);
  for (const auto& name : p.alpn) c.alpn.push_back(to_bytes(name));
  c.server_name = p.server_name;
  if (role == Role::server) {
    c.credential = credential(p.certificate, Role::server);
  } else if (p.client_auth != protocol::ClientAuth::none) {
    c.credential = credential(p.client_certificate, Role::client);
  }
  c.trust = trust(p, role);
  c.client_auth = client_auth(p.client_auth);
  c.tickets = tls13 ? p.tickets > 0 : p.session_tickets;
  c.ticket_count = static_cast<std::uint32_t>(p.tickets);
  c.extended_master_secret = p.extended_master_secret;
  c.encrypt_then_mac = p.encrypt_then_mac;
  c.hello_retry_cookie = p.cookie;
  c.psk = psk(p);
  c.early_data_max = p.early_data ? 16384 : 0;
  return c;
}

}  // namespace shakedown::run
