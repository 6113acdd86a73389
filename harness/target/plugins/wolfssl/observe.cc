// What a connection tells: state, exporters, key log.
#include <algorithm>
#include <array>
#include <cstring>

#include "harness/target/plugins/glue.h"
#include "harness/target/plugins/wolfssl/connection.h"
#include "harness/target/plugins/wolfssl/names.h"

namespace shakedown::plugin::wolf {
namespace {

constexpr std::size_t random_size = 32;

std::int32_t three_valued(bool yes) { return yes ? 2 : 1; }

// Labels of the NSS key log in the order of wolfSSL's enum Tls13Secret.
const char* label_of(int id) {
  switch (id) {
    case CLIENT_EARLY_TRAFFIC_SECRET:
      return "CLIENT_EARLY_TRAFFIC_SECRET";
    case CLIENT_HANDSHAKE_TRAFFIC_SECRET:
      return "CLIENT_HANDSHAKE_TRAFFIC_SECRET";
    case SERVER_HANDSHAKE_TRAFFIC_SECRET:
      return "SERVER_HANDSHAKE_TRAFFIC_SECRET";
    case CLIENT_TRAFFIC_SECRET:
      return "CLIENT_TRAFFIC_SECRET_0";
    case SERVER_TRAFFIC_SECRET:
      return "SERVER_TRAFFIC_SECRET_0";
    case EARLY_EXPORTER_SECRET:
      return "EARLY_EXPORTER_SECRET";
    case EXPORTER_SECRET:
      return "EXPORTER_SECRET";
    default:
      return nullptr;
  }
}

void read_negotiated(WOLFSSL* ssl, shakedown_state& out) {
  out.version = static_cast<std::uint16_t>(wolfSSL_version(ssl));
  out.version_name = wolfSSL_get_version(ssl);
  out.cipher_suite = static_cast<std::uint16_t>(wolfSSL_get_current_cipher_suite(ssl));
  out.cipher_suite_name = wolfSSL_get_cipher(ssl);
  out.group_name = wolfSSL_get_curve_name(ssl);
  if (out.group_name != nullptr) out.group = group_by_name(out.group_name);
  int hash = 0;
  int type = 0;
  const bool signature = wolfSSL_get_peer_signature_type_nid(ssl, &type) == WOLFSSL_SUCCESS;
  wolfSSL_get_peer_signature_nid(ssl, &hash);
  const bool presented =
      wolfSSL_get_peer_chain(ssl) != nullptr && wolfSSL_get_chain_count(wolfSSL_get_peer_chain(ssl)) > 0;
  if (signature && presented) out.signature_scheme = scheme_by_nids(hash, type);
  char* name = nullptr;
  unsigned short size = 0;
  if (wolfSSL_ALPN_GetProtocol(ssl, &name, &size) == WOLFSSL_SUCCESS) {
    out.alpn = {reinterpret_cast<const std::uint8_t*>(name), size};
  }
  out.resumed = three_valued(wolfSSL_session_reused(ssl) != 0);
  if (out.version >= TLS1_3_VERSION) {
    out.early_data_accepted = three_valued(wolfSSL_get_early_data_status(ssl) == WOLFSSL_EARLY_DATA_ACCEPTED);
  }
}

}  // namespace

void Connection::state(shakedown_state& out) {
  out.handshake_done = handshake_done_ ? 1 : 0;
  if (stage_ == Stage::over) out.ending = error_ != 0 ? SHAKEDOWN_FAILED : SHAKEDOWN_CLOSED;
  out.error = error_text_.c_str();
  out.error_code = error_;
  out.peer_closed = peer_closed_ ? 1 : 0;
  if (handshake_done_) read_negotiated(ssl_.get(), out);
  WOLFSSL_ALERT_HISTORY alerts{};
  if (wolfSSL_get_alert_history(ssl_.get(), &alerts) != WOLFSSL_SUCCESS) return;
  out.alert_sent = alerts.last_tx.code + 1;  // wolfSSL says -1 for none
  out.alert_received = alerts.last_rx.code + 1;
}

bool Connection::exporter(const char* label, shakedown_bytes context, std::span<std::uint8_t> output) {
  return wolfSSL_export_keying_material(ssl_.get(), output.data(), output.size(), label, std::strlen(label),
                                        context.data, context.size, context.data != nullptr ? 1 : 0) == WOLFSSL_SUCCESS;
}

void Connection::configure_secrets() {
  wolfSSL_set_tls13_secret_cb(ssl_.get(), tls13_secret, this);
  wolfSSL_set_secret_cb(ssl_.get(), tls12_secret, this);
}

int Connection::tls13_secret(WOLFSSL*, int id, const unsigned char* secret, int size, void* self) {
  if (const char* label = label_of(id)) {
    static_cast<Connection*>(self)->secrets_.push_back({label, Bytes(secret, secret + size)});
  }
  return 0;
}

int Connection::tls12_secret(WOLFSSL*, void* secret, int size, void* self) {
  const auto* bytes = static_cast<const unsigned char*>(secret);
  static_cast<Connection*>(self)->secrets_.push_back({"CLIENT_RANDOM", Bytes(bytes, bytes + size)});
  return 0;
}

// Formatted only when somebody asks; a resumed TLS 1.2 session derives no master secret, so the callback stays silent.
const char* Connection::key_log() {
  std::array<std::uint8_t, random_size> random{};
  wolfSSL_get_client_random(ssl_.get(), random.data(), random.size());
  std::vector<Secret> secrets = secrets_;
  if (secrets.empty() && handshake_done_) {
    SessionPointer session(wolfSSL_get1_session(ssl_.get()));
    Bytes master(48);  // RFC 5246 §8.1
    const int size = wolfSSL_SESSION_get_master_key(session.get(), master.data(), static_cast<int>(master.size()));
    if (size == 48) secrets.push_back({"CLIENT_RANDOM", master});
  }
  key_log_.clear();
  for (const Secret& secret : secrets) {
    key_log_ += std::string(secret.label) + " " + to_hex(random) + " " + to_hex(secret.value) + "\n";
  }
  return key_log_.c_str();
}

}  // namespace shakedown::plugin::wolf
