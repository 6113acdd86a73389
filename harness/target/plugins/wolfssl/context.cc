#include "harness/target/plugins/wolfssl/context.h"

#include <fmt/format.h>

#include <array>
#include <cstring>

#include "harness/target/plugins/glue.h"
#include "harness/target/plugins/wolfssl/names.h"
#include "harness/target/plugins/wolfssl/psk.h"

namespace shakedown::plugin::wolf {
namespace {

constexpr std::uint16_t tls12 = 0x0303;
constexpr std::uint16_t tls13 = 0x0304;

Status ok_or(int code, const std::string& what) {
  if (code == WOLFSSL_SUCCESS) return {};
  return library_error(what, code);
}

WOLFSSL_METHOD* method(const shakedown_config& config) {
  const bool client = config.role == SHAKEDOWN_CLIENT;
  if (config.version_max == tls12) return client ? wolfTLSv1_2_client_method() : wolfTLSv1_2_server_method();
  if (config.version_min == tls13) return client ? wolfTLSv1_3_client_method() : wolfTLSv1_3_server_method();
  return client ? wolfSSLv23_client_method() : wolfSSLv23_server_method();
}

Status check_versions(const shakedown_config& config) {
  const bool known = config.version_min >= tls12 && config.version_max <= tls13;
  if (known && config.version_min <= config.version_max) return {};
  return unsupported(fmt::format("versions {:#06x} to {:#06x}", config.version_min, config.version_max));
}

Status use_credential(WOLFSSL_CTX* ctx, const shakedown_config& config) {
  if (config.certificates.count == 0) return {};
  Bytes chain;
  for (std::size_t i = 0; i < config.certificates.count; ++i) append(chain, view(config.certificates.items[i]));
  const int chain_code = wolfSSL_CTX_use_certificate_chain_buffer_format(
      ctx, chain.data(), static_cast<long>(chain.size()), WOLFSSL_FILETYPE_ASN1);
  if (auto status = ok_or(chain_code, "the certificate chain was refused"); !status) return status;
  const int key_code = wolfSSL_CTX_use_PrivateKey_buffer(
      ctx, config.private_key.data, static_cast<long>(config.private_key.size), WOLFSSL_FILETYPE_ASN1);
  return ok_or(key_code, "the private key was refused");
}

Status use_trust(WOLFSSL_CTX* ctx, const shakedown_config& config) {
  for (std::size_t i = 0; i < config.trust.count; ++i) {
    const shakedown_bytes& der = config.trust.items[i];
    // Dates are judged when a chain is verified, not before there is one.
    const int code = wolfSSL_CTX_load_verify_buffer_ex(ctx, der.data, static_cast<long>(der.size),
                                                       WOLFSSL_FILETYPE_ASN1, 0, WOLFSSL_LOAD_FLAG_DATE_ERR_OKAY);
    if (auto status = ok_or(code, fmt::format("trust anchor {} was refused", i)); !status) return status;
  }
  int mode = WOLFSSL_VERIFY_NONE;
  if (config.role == SHAKEDOWN_CLIENT && config.verify_peer != 0) mode = WOLFSSL_VERIFY_PEER;
  if (config.role == SHAKEDOWN_SERVER && config.client_auth != SHAKEDOWN_AUTH_NONE) mode = WOLFSSL_VERIFY_PEER;
  if (config.role == SHAKEDOWN_SERVER && config.client_auth == SHAKEDOWN_AUTH_REQUIRE) {
    mode |= WOLFSSL_VERIFY_FAIL_IF_NO_PEER_CERT;
  }
  wolfSSL_CTX_set_verify(ctx, mode, nullptr);
  return {};
}

Status use_suites(WOLFSSL_CTX* ctx, const shakedown_codes& suites) {
  if (suites.count == 0) return {};
  Bytes list;
  for (std::size_t i = 0; i < suites.count; ++i) append_uint(list, suites.items[i], 2);
  if (wolfSSL_CTX_set_cipher_list_bytes(ctx, list.data(), static_cast<int>(list.size())) == WOLFSSL_SUCCESS) return {};
  return unsupported(fmt::format("none of the cipher suites {}", to_hex(list)));
}

Status use_groups(WOLFSSL_CTX* ctx, const shakedown_codes& groups) {
  if (groups.count == 0) return {};
  std::vector<int> list(groups.items, groups.items + groups.count);
  const int code = wolfSSL_CTX_set_groups(ctx, list.data(), static_cast<int>(list.size()));
  if (code == WOLFSSL_SUCCESS) return {};
  std::string names;
  for (const int group : list) names += fmt::format(" {:#06x}", group);
  return unsupported("one of the groups" + names);
}

Status use_schemes(WOLFSSL_CTX* ctx, const shakedown_codes& schemes) {
  if (schemes.count == 0) return {};
  std::string list;
  for (std::size_t i = 0; i < schemes.count; ++i) {
    const Scheme* row = scheme_by_code(schemes.items[i]);
    if (row == nullptr) return unsupported(fmt::format("signature scheme {:#06x}", schemes.items[i]));
    if (!list.empty()) list += ':';
    list += row->list_name;
  }
  return ok_or(wolfSSL_CTX_set1_sigalgs_list(ctx, list.c_str()), "the signature schemes were refused: " + list);
}

Status use_sessions(WOLFSSL_CTX* ctx, const shakedown_config& config) {
  const bool client = config.role == SHAKEDOWN_CLIENT;
  if (config.session_ids == 0) wolfSSL_CTX_set_session_cache_mode(ctx, WOLFSSL_SESS_CACHE_OFF);
  if (config.tickets != 0) {
    if (client) return ok_or(wolfSSL_CTX_UseSessionTicket(ctx), "tickets cannot be switched on");
    if (config.ticket_count != 0) wolfSSL_CTX_set_num_tickets(ctx, config.ticket_count);
    return {};
  }
  if (!client && config.version_max >= tls13) wolfSSL_CTX_no_ticket_TLSv13(ctx);
  if (!client && config.version_min <= tls12) wolfSSL_CTX_NoTicketTLSv12(ctx);
  return {};
}

Status use_switches(WOLFSSL_CTX* ctx, const shakedown_config& config) {
  if (config.extended_master_secret == 0) wolfSSL_CTX_DisableExtendedMasterSecret(ctx);
  wolfSSL_CTX_AllowEncryptThenMac(ctx, config.encrypt_then_mac != 0 ? 1 : 0);
  if (config.renegotiation != 0) {
    if (auto status = ok_or(wolfSSL_CTX_UseSecureRenegotiation(ctx), "renegotiation cannot be switched on"); !status) {
      return status;
    }
  }
  if (config.early_data_max == 0 || config.version_max < tls13) return {};
  if (config.role == SHAKEDOWN_CLIENT) return {};
  const int code = wolfSSL_CTX_set_max_early_data(ctx, config.early_data_max);
  return ok_or(code == 0 ? WOLFSSL_SUCCESS : code, "early data cannot be switched on");
}

struct OptionRow {
  const char* key;
  const char* value;
  int (*set)(WOLFSSL_CTX*);
};
constexpr OptionRow known_options[] = {
    {"psk_dhe", "only", wolfSSL_CTX_only_dhe_psk},
    {"psk_dhe", "never", wolfSSL_CTX_no_dhe_psk},
};

Status use_options(WOLFSSL_CTX* ctx, const shakedown_config& config) {
  for (std::size_t i = 0; i < config.option_count; ++i) {
    const shakedown_option& option = config.options[i];
    const OptionRow* found = nullptr;
    for (const OptionRow& row : known_options) {
      if (std::strcmp(row.key, option.key) == 0 && std::strcmp(row.value, option.value) == 0) found = &row;
    }
    if (found == nullptr) return unsupported(fmt::format("option {}={}", option.key, option.value));
    if (found->set(ctx) != 0) return unsupported(fmt::format("option {}={} here", option.key, option.value));
  }
  return {};
}

// wolfSSL binds an external PSK to one cipher suite; the first configured one with the PSK's hash is taken.
Result<const char*> psk_suite(const shakedown_config& config) {
  struct Row {
    std::uint16_t code;
    int hash;
    const char* name;
  };
  static constexpr Row rows[] = {{0x1301, SHAKEDOWN_SHA256, "TLS13-AES128-GCM-SHA256"},
                                 {0x1303, SHAKEDOWN_SHA256, "TLS13-CHACHA20-POLY1305-SHA256"},
                                 {0x1304, SHAKEDOWN_SHA256, "TLS13-AES128-CCM-SHA256"},
                                 {0x1305, SHAKEDOWN_SHA256, "TLS13-AES128-CCM-8-SHA256"},
                                 {0x1302, SHAKEDOWN_SHA384, "TLS13-AES256-GCM-SHA384"}};
  const shakedown_codes& wanted = config.cipher_suites;
  for (const Row& row : rows) {
    if (row.hash == config.psk_hash && wanted.count == 0) return row.name;
  }
  for (std::size_t i = 0; i < wanted.count; ++i) {
    for (const Row& row : rows) {
      if (row.code == wanted.items[i] && row.hash == config.psk_hash) return row.name;
    }
  }
  return unsupported("a pre-shared key whose hash no configured cipher suite has");
}

Result<Settings> read_settings(const shakedown_config& config) {
  Settings out;
  out.client = config.role == SHAKEDOWN_CLIENT;
  out.tls13 = config.version_max >= tls13;
  out.verify_peer = config.verify_peer != 0;
  out.hello_retry_cookie = config.hello_retry_cookie != 0 && out.tls13 && !out.client;
  out.take_early_data = config.early_data_max != 0 && out.tls13 && !out.client;
  if (config.server_name != nullptr) out.server_name = config.server_name;
  for (std::size_t i = 0; i < config.alpn.count; ++i) {
    const std::string_view name = as_text(view(config.alpn.items[i]));
    if (name.find(',') != std::string_view::npos) return unsupported("a comma in an ALPN name");
    if (i > 0) out.alpn += ',';
    out.alpn += name;
  }
  if (config.psk_identity.data == nullptr) return out;
  out.psk_identity = as_text(view(config.psk_identity));
  out.psk_key = to_bytes(view(config.psk_key));
  if (out.psk_identity.find('\0') != std::string::npos || out.psk_identity.size() > 127) {
    return unsupported("a PSK identity with a zero octet or of more than 127 octets");
  }
  auto suite = psk_suite(config);
  if (!suite) return fail(suite.error());
  out.psk_suite = *suite;
  return out;
}

}  // namespace

tl::unexpected<Error> library_error(std::string_view what, int code) {
  std::array<char, 160> text{};
  wolfSSL_ERR_error_string_n(static_cast<unsigned long>(code), text.data(), text.size());
  return fail(Cause::target, fmt::format("{}: {} ({})", what, text.data(), code));
}

tl::unexpected<Error> unsupported(std::string_view what) {
  return fail(Cause::unsupported, fmt::format("wolfSSL cannot: {}", what));
}

Result<std::unique_ptr<Context>> Context::create(const shakedown_config& config) {
  if (auto status = check_versions(config); !status) return fail(status.error());
  auto settings = read_settings(config);
  if (!settings) return fail(settings.error());
  std::unique_ptr<Context> made(new Context);
  made->environment_ = Environment(config.seed, config.now);
  made->settings_ = std::move(*settings);
  const Entered entered(made->environment_);
  WOLFSSL_CTX* ctx = wolfSSL_CTX_new(method(config));
  if (ctx == nullptr) return fail(Cause::target, "wolfSSL_CTX_new failed");
  made->ctx_.reset(ctx);
  use_psk(ctx, made->settings_);
  if (config.version_min == tls12 && config.version_max == tls13) wolfSSL_CTX_SetMinVersion(ctx, WOLFSSL_TLSV1_2);
  // Certificates set which suites and schemes make sense, so both come after them.
  for (const Status& status :
       {use_credential(ctx, config), use_trust(ctx, config), use_suites(ctx, config.cipher_suites),
        use_groups(ctx, config.groups), use_schemes(ctx, config.signature_schemes), use_sessions(ctx, config),
        use_switches(ctx, config), use_options(ctx, config)}) {
    if (!status) return fail(status.error());
  }
  made->begin(config.seed, config.now);
  return made;
}

Status Context::reset(std::uint64_t seed, std::uint64_t now) {
#if defined(SHAKEDOWN_WOLFSSL_CANNOT_FLUSH)
  return unsupported("forget sessions without a new context");
#endif
  begin(seed, now);
  return {};
}

void Context::begin(std::uint64_t seed, std::uint64_t now) {
  environment_ = Environment(seed, now);
  session_.reset();
  // The cache of sessions belongs to the process; a date at the end of time empties it.
  wolfSSL_CTX_flush_sessions(get(), 0xffffffffL);
  std::array<unsigned char, WOLFSSL_TICKET_KEYS_SZ> none{};
  if (!settings_.client) wolfSSL_CTX_set_tlsext_ticket_keys(get(), none.data(), static_cast<int>(none.size()));
}

}  // namespace shakedown::plugin::wolf
