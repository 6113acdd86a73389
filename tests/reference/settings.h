// What an endpoint is told to be, in C++ values.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "harness/base/bytes.h"
#include "harness/crypto/key.h"
#include "harness/registry/groups.h"
#include "harness/registry/messages.h"
#include "harness/registry/role.h"
#include "harness/registry/schemes.h"
#include "harness/registry/suites.h"
#include "tests/reference/faults.h"

namespace shakedown::reference {

using registry::CipherSuite;
using registry::NamedGroup;
using registry::ProtocolVersion;
using registry::Role;
using registry::SignatureScheme;
using registry::operator""_version;
using registry::operator""_suite;
using registry::operator""_group;
using registry::operator""_scheme;

inline constexpr auto tls12 = "TLSv1.2"_version;
inline constexpr auto tls13 = "TLSv1.3"_version;

enum class ClientAuth : std::uint8_t { none, request, require };

struct ExternalPsk {
  Bytes identity;
  Bytes key;
  registry::Hash hash = registry::Hash::sha256;
};

struct Settings {
  Role role = Role::server;
  ProtocolVersion version_min = tls12, version_max = tls13;
  std::vector<CipherSuite> suites;  // both versions, by preference; empty: default_suites()
  std::vector<NamedGroup> groups;   // a client sends a share for the first
  std::vector<SignatureScheme> schemes;
  std::vector<Bytes> alpn;
  std::string server_name;
  std::vector<Bytes> chain;  // DER, leaf first
  std::optional<crypto::PrivateKey> key;
  std::vector<Bytes> trust;
  bool verify_peer = true;
  ClientAuth client_auth = ClientAuth::none;
  bool tickets = true;
  std::uint32_t ticket_count = 1;
  bool session_ids = true;
  bool extended_master_secret = true;
  bool encrypt_then_mac = true;
  bool hello_retry_cookie = false;
  std::optional<ExternalPsk> psk;
  std::uint32_t early_data_max = 0;
  Fault fault = Fault::none;

  bool allows(ProtocolVersion version) const { return version >= version_min && version <= version_max; }
  bool has_certificate() const { return !chain.empty() && key.has_value(); }
  // Empty lists filled, and what the versions cannot use left out.
  void complete();
};

const std::vector<CipherSuite>& default_suites();
const std::vector<NamedGroup>& default_groups();
const std::vector<SignatureScheme>& default_schemes();

}  // namespace shakedown::reference
