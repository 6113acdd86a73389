// The reference endpoint as a target (see harness/target/plugin.h). Its one option is fault=NAME or fault=NUMBER.
#include <array>

#include "harness/target/plugins/glue.h"
#include "tests/reference/connection.h"
#include "tests/reference/plugin_settings.h"

namespace shakedown::reference {
namespace {

constexpr std::array capability_names = {
    "server",
    "client",
    "tls12",
    "tls13",
    // cipher suites
    "TLS_AES_128_GCM_SHA256",
    "TLS_AES_256_GCM_SHA384",
    "TLS_CHACHA20_POLY1305_SHA256",
    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
    "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
    "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
    "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
    "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
    "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256",
    "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384",
    "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
    "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
    "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
    "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384",
    "TLS_RSA_WITH_AES_128_GCM_SHA256",
    "TLS_RSA_WITH_AES_256_GCM_SHA384",
    "TLS_RSA_WITH_AES_128_CBC_SHA",
    "TLS_RSA_WITH_AES_256_CBC_SHA",
    "TLS_RSA_WITH_AES_128_CBC_SHA256",
    "TLS_RSA_WITH_AES_256_CBC_SHA256",
    // groups
    "x25519",
    "secp256r1",
    "secp384r1",
    // signature schemes
    "ecdsa_secp256r1_sha256",
    "ecdsa_secp384r1_sha384",
    "ed25519",
    "rsa_pss_rsae_sha256",
    "rsa_pss_rsae_sha384",
    "rsa_pss_rsae_sha512",
    "rsa_pkcs1_sha256",
    "rsa_pkcs1_sha384",
    "rsa_pkcs1_sha512",
    // everything else
    "client_auth",
    "hello_retry",
    "hello_retry_cookie",
    "tickets",
    "session_ids",
    "psk",
    "early_data",
    "key_update",
    "alpn",
    "sni",
    "extended_master_secret",
    "encrypt_then_mac",
    "legacy_servers",
    "exporter",
    "key_log",
    static_cast<const char*>(nullptr),
};

struct PluginContext {
  static Result<std::unique_ptr<PluginContext>> create(const shakedown_config& config) {
    auto settings = read_settings(config);
    if (!settings) return fail(settings.error());
    auto made = std::make_unique<PluginContext>();
    made->shared.settings = std::move(*settings);
    made->now = config.now;
    return made;
  }
  Status reset(std::uint64_t, std::uint64_t milliseconds) {
    shared.sessions.clear();
    now = milliseconds;
    return {};
  }
  Context shared;
  std::uint64_t now = 0;
};

class PluginConnection {
 public:
  static Result<std::unique_ptr<PluginConnection>> create(PluginContext& context,
                                                          const shakedown_connection_config& config) {
    auto made = std::make_unique<PluginConnection>();
    made->environment_ = {config.seed, config.now != 0 ? config.now : context.now};
    const plugin::Entered entered(made->environment_);
    Start start{.seed = config.seed, .now = plugin::current_time(), .resume = config.resume != 0, .early_data = {}};
    if (config.early_data.data != nullptr) start.early_data = to_bytes(plugin::view(config.early_data));
    auto inner = Connection::create(context.shared, start);
    if (!inner) return fail(inner.error());
    made->inner_ = std::move(*inner);
    return made;
  }

  plugin::Environment& environment() { return environment_; }
  void feed(View bytes) {
    inner_->set_now(plugin::current_time());
    inner_->feed(bytes);
  }
  void feed_end() { inner_->feed_end(); }
  View take() { return taken_ = inner_->take(); }
  View read() { return read_ = inner_->read(); }
  bool write(View data) { return inner_->write(data); }
  bool key_update(bool request) { return inner_->key_update(request); }
  bool renegotiate() { return inner_->renegotiate(); }
  void close() { inner_->close(); }
  const char* key_log() { return inner_->facts().key_log.c_str(); }

  bool exporter(const char* label, shakedown_bytes context, std::span<std::uint8_t> output) {
    std::optional<View> given;
    if (context.data != nullptr) given = plugin::view(context);
    const auto made = inner_->exported(label, given, output.size());
    if (!made) return false;
    std::copy(made->begin(), made->end(), output.begin());
    return true;
  }

  void state(shakedown_state& out) {
    const Facts& facts = inner_->facts();
    const auto three = [](std::optional<bool> value) { return value ? (*value ? 2 : 1) : 0; };
    const auto alert = [](std::optional<AlertDescription> value) { return value ? registry::number(*value) + 1 : 0; };
    out.ending = static_cast<std::int32_t>(inner_->ending());
    out.handshake_done = facts.done ? 1 : 0;
    out.error = inner_->error().empty() ? nullptr : inner_->error().c_str();
    out.error_code = inner_->violation() ? static_cast<std::int64_t>(*inner_->violation()) + 1 : 0;
    out.version = registry::number(facts.version);
    out.cipher_suite = registry::number(facts.suite);
    out.group = registry::number(facts.group);
    out.signature_scheme = registry::number(facts.scheme);
    name_code_points(facts, out);
    out.alpn = plugin::bytes_of(facts.alpn);
    if (facts.alpn.empty()) out.alpn = {};
    out.resumed = three(facts.resumed);
    out.early_data_accepted = three(facts.early_data_accepted);
    out.extended_master_secret = three(facts.extended_master_secret);
    out.alert_sent = alert(inner_->alert_sent());
    out.alert_received = alert(inner_->alert_received());
    out.peer_closed = inner_->peer_closed() ? 1 : 0;
  }

 private:
  // Rows of the registry end in a literal, so their names end in a NUL.
  static void name_code_points(const Facts& facts, shakedown_state& out) {
    const auto name = [](const auto* row) { return row != nullptr ? row->name.data() : nullptr; };
    out.version_name = name(registry::find(facts.version));
    if (facts.suite != CipherSuite{}) out.cipher_suite_name = name(registry::find(facts.suite));
    out.group_name = name(registry::find(facts.group));
  }

  plugin::Environment environment_;
  std::unique_ptr<Connection> inner_;
  Bytes taken_, read_;
};

struct Library {
  using Context = PluginContext;
  using Connection = PluginConnection;
  static constexpr const char* name = "reference";
  static constexpr bool deterministic = true;
  static const char* version() { return "1"; }
  static const char* const* capabilities() { return capability_names.data(); }
  static Status set_up() { return {}; }
};

}  // namespace
}  // namespace shakedown::reference

extern "C" const shakedown_plugin_table* shakedown_plugin(void) {
  return shakedown::plugin::Glue<shakedown::reference::Library>::table();
}
