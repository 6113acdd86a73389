// wolfSSL as a target in this process.
#include <array>

#include "harness/target/plugins/glue.h"
#include "harness/target/plugins/wolfssl/connection.h"

namespace {

using namespace shakedown;
namespace wolf = shakedown::plugin::wolf;

// Names as the RFCs have them; wolfSSL builds differ in what they leave out.
constexpr std::array capabilities = {
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
    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
    "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
    "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
    "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256",
    "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384",
    "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
    "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
    "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
    "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384",
    "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
    "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
#if defined(WOLFSSL_STATIC_RSA)
    "TLS_RSA_WITH_AES_128_GCM_SHA256",
    "TLS_RSA_WITH_AES_256_GCM_SHA384",
    "TLS_RSA_WITH_AES_128_CBC_SHA",
    "TLS_RSA_WITH_AES_256_CBC_SHA",
    "TLS_RSA_WITH_AES_128_CBC_SHA256",
    "TLS_RSA_WITH_AES_256_CBC_SHA256",
#endif
    // groups
    "x25519",
    "secp256r1",
    "secp384r1",
    "secp521r1",
#if defined(HAVE_CURVE448)
    "x448",
#endif
    // signature schemes
    "ecdsa_secp256r1_sha256",
    "ecdsa_secp384r1_sha384",
    "rsa_pss_rsae_sha256",
    "rsa_pss_rsae_sha384",
    "rsa_pss_rsae_sha512",
    "rsa_pkcs1_sha256",
    "rsa_pkcs1_sha384",
    "rsa_pkcs1_sha512",
#if defined(HAVE_ED25519)
    "ed25519",
#endif
    // everything else
    "client_auth",
    "hello_retry",
    "tickets",
    "session_ids",
    "psk",
    "key_update",
    "alpn",
    "sni",
    "extended_master_secret",
    "encrypt_then_mac",
    "legacy_servers",
#if defined(WOLFSSL_SEND_HRR_COOKIE)
    "hello_retry_cookie",
#endif
#if defined(WOLFSSL_EARLY_DATA)
    "early_data",
#endif
#if defined(HAVE_SECURE_RENEGOTIATION)
    "renegotiation",
#endif
#if defined(HAVE_KEYING_MATERIAL)
    "exporter",
#endif
#if defined(HAVE_SECRET_CALLBACK)
    "key_log",
#endif
    static_cast<const char*>(nullptr),
};

struct Library {
  using Context = wolf::Context;
  using Connection = wolf::Connection;
  static constexpr const char* name = "wolfssl";
#if defined(SHAKEDOWN_WOLFSSL_HOOKED)
  static constexpr bool deterministic = true;
#else
  static constexpr bool deterministic = false;
#endif
  static const char* version() { return wolfSSL_lib_version(); }
  static const char* const* capabilities() { return ::capabilities.data(); }
  static Status set_up() {
    static plugin::Environment environment;
    const plugin::Entered entered(environment);
    const int code = wolfSSL_Init();
    if (code != WOLFSSL_SUCCESS) return wolf::library_error("wolfSSL_Init failed", code);
    return {};
  }
};

}  // namespace

extern "C" const shakedown_plugin_table* shakedown_plugin(void) { return plugin::Glue<Library>::table(); }
