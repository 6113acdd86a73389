#include "harness/target/plugin_config.h"

namespace shakedown::target {
namespace {

std::vector<shakedown_bytes> views(const std::vector<Bytes>& items) {
  std::vector<shakedown_bytes> out;
  for (const Bytes& item : items) out.push_back(to_c(item));
  return out;
}

shakedown_list list(const std::vector<shakedown_bytes>& items) { return {items.data(), items.size()}; }
shakedown_codes codes(const std::vector<std::uint16_t>& items) { return {items.data(), items.size()}; }

}  // namespace

shakedown_bytes to_c(View bytes) {
  static constexpr std::uint8_t empty = 0;
  return {bytes.data() != nullptr ? bytes.data() : &empty, bytes.size()};
}

PluginConfig::PluginConfig(const TargetConfig& config, std::uint64_t seed)
    : alpn_(views(config.alpn)), chain_(views(config.credential.chain)), trust_(views(config.trust)) {
  for (const Option& option : config.options) options_.push_back({option.key.c_str(), option.value.c_str()});
  out_.size = sizeof(out_);
  out_.role = config.role == Role::client ? SHAKEDOWN_CLIENT : SHAKEDOWN_SERVER;
  out_.version_min = config.version_min;
  out_.version_max = config.version_max;
  out_.cipher_suites = codes(config.cipher_suites);
  out_.groups = codes(config.groups);
  out_.signature_schemes = codes(config.signature_schemes);
  out_.alpn = list(alpn_);
  out_.server_name = config.server_name.empty() ? nullptr : config.server_name.c_str();
  out_.certificates = list(chain_);
  out_.private_key = to_c(config.credential.key);
  out_.trust = list(trust_);
  out_.verify_peer = config.verify_peer ? 1 : 0;
  out_.client_auth = static_cast<std::int32_t>(config.client_auth);
  out_.tickets = config.tickets ? 1 : 0;
  out_.ticket_count = config.ticket_count;
  out_.session_ids = config.session_ids ? 1 : 0;
  out_.extended_master_secret = config.extended_master_secret ? 1 : 0;
  out_.encrypt_then_mac = config.encrypt_then_mac ? 1 : 0;
  out_.hello_retry_cookie = config.hello_retry_cookie ? 1 : 0;
  if (config.psk) {
    out_.psk_identity = to_c(config.psk->identity);
    out_.psk_key = to_c(config.psk->key);
    out_.psk_hash = static_cast<std::int32_t>(config.psk->hash);
  }
  out_.early_data_max = config.early_data_max;
  out_.renegotiation = config.renegotiation ? 1 : 0;
  out_.seed = seed;
  out_.now = config.now;
  out_.options = options_.data();
  out_.option_count = options_.size();
}

}  // namespace shakedown::target
