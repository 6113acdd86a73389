#include "tests/reference/plugin_settings.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/crypto/kx.h"
#include "harness/target/plugins/glue.h"

namespace shakedown::reference {
namespace {

using plugin::view;

tl::unexpected<Error> unsupported(std::string what) { return fail(Cause::unsupported, std::move(what)); }

bool known(CipherSuite suite) {
  using registry::KeyExchange;
  const auto* row = registry::find(suite);
  if (row == nullptr) return false;
  if (row->tls13) return std::ranges::find(default_suites(), suite) != default_suites().end();
  return row->key_exchange == KeyExchange::ecdhe || row->key_exchange == KeyExchange::rsa;
}

template <class T>
std::vector<T> codes(const shakedown_codes& list) {
  std::vector<T> out;
  for (std::size_t i = 0; i < list.count; ++i) out.push_back(static_cast<T>(list.items[i]));
  return out;
}

std::vector<Bytes> strings(const shakedown_list& list) {
  std::vector<Bytes> out;
  for (std::size_t i = 0; i < list.count; ++i) out.push_back(to_bytes(view(list.items[i])));
  return out;
}

Status read_versions(const shakedown_config& config, Settings& out) {
  out.version_min = ProtocolVersion{config.version_min};
  out.version_max = ProtocolVersion{config.version_max};
  if (out.version_min >= tls12 && out.version_max <= tls13 && out.version_min <= out.version_max) return {};
  return unsupported(fmt::format("versions {:#06x} to {:#06x}", config.version_min, config.version_max));
}

Status read_lists(const shakedown_config& config, Settings& out) {
  out.suites = codes<CipherSuite>(config.cipher_suites);
  out.groups = codes<NamedGroup>(config.groups);
  out.schemes = codes<SignatureScheme>(config.signature_schemes);
  for (const CipherSuite suite : out.suites)
    if (!known(suite)) return unsupported("cipher suite " + registry::name_of(suite));
  for (const NamedGroup group : out.groups)
    if (!crypto::supports(group)) return unsupported("group " + registry::name_of(group));
  for (const SignatureScheme scheme : out.schemes)
    if (registry::find(scheme) == nullptr) return unsupported("signature scheme " + registry::name_of(scheme));
  out.alpn = strings(config.alpn);
  return {};
}

Status read_credential(const shakedown_config& config, Settings& out) {
  out.chain = strings(config.certificates);
  out.trust = strings(config.trust);
  if (out.chain.empty()) return {};
  auto key = crypto::PrivateKey::from_der(view(config.private_key));
  if (!key) return fail(key.error());
  out.key = std::move(*key);
  return {};
}

Status read_psk(const shakedown_config& config, Settings& out) {
  if (config.psk_identity.data == nullptr) return {};
  const bool sha256 = config.psk_hash == SHAKEDOWN_SHA256;
  if (!sha256 && config.psk_hash != SHAKEDOWN_SHA384)
    return fail(Cause::input, fmt::format("hash {} of a PSK", config.psk_hash));
  out.psk = ExternalPsk{.identity = to_bytes(view(config.psk_identity)),
                        .key = to_bytes(view(config.psk_key)),
                        .hash = sha256 ? registry::Hash::sha256 : registry::Hash::sha384};
  return {};
}

Status read_options(const shakedown_config& config, Settings& out) {
  for (std::size_t i = 0; i < config.option_count; ++i) {
    const shakedown_option& option = config.options[i];
    if (std::string_view(option.key) != "fault") return unsupported(fmt::format("option {}", option.key));
    const auto fault = find_fault(option.value);
    if (!fault) return fail(fault.error());
    out.fault = *fault;
  }
  return {};
}

void read_switches(const shakedown_config& config, Settings& out) {
  out.role = config.role == SHAKEDOWN_CLIENT ? Role::client : Role::server;
  if (config.server_name != nullptr) out.server_name = config.server_name;
  out.verify_peer = config.verify_peer != 0;
  out.client_auth = static_cast<ClientAuth>(config.client_auth);
  out.tickets = config.tickets != 0;
  if (config.ticket_count != 0) out.ticket_count = config.ticket_count;
  out.session_ids = config.session_ids != 0;
  out.extended_master_secret = config.extended_master_secret != 0;
  out.encrypt_then_mac = config.encrypt_then_mac != 0;
  out.hello_retry_cookie = config.hello_retry_cookie != 0;
  out.early_data_max = config.early_data_max;
}

}  // namespace

Result<Settings> read_settings(const shakedown_config& config) {
  Settings out;
  if (config.client_auth < 0 || config.client_auth > SHAKEDOWN_AUTH_REQUIRE)
    return fail(Cause::input, fmt::format("client_auth {}", config.client_auth));
  if (config.renegotiation != 0) return unsupported("renegotiation: it is refused, always");
  read_switches(config, out);
  for (const auto read : {read_versions, read_lists, read_credential, read_psk, read_options}) {
    if (auto status = read(config, out); !status) return fail(status.error());
  }
  out.complete();
  if (out.suites.empty()) return unsupported("no cipher suite is left for the versions");
  return out;
}

}  // namespace shakedown::reference
