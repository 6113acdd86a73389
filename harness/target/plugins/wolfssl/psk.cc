#include "harness/target/plugins/wolfssl/psk.h"

#include <cstring>

namespace shakedown::plugin::wolf {
namespace {

unsigned int copy_key(const Settings& settings, unsigned char* key, unsigned int size) {
  if (settings.psk_key.size() > size) return 0;
  std::memcpy(key, settings.psk_key.data(), settings.psk_key.size());
  return static_cast<unsigned int>(settings.psk_key.size());
}

unsigned int client_key(WOLFSSL* ssl, const char*, char* identity, unsigned int identity_size, unsigned char* key,
                        unsigned int key_size, const char** suite) {
  const auto& settings = *static_cast<const Settings*>(wolfSSL_get_psk_callback_ctx(ssl));
  if (settings.psk_identity.size() + 1 > identity_size) return 0;
  std::memcpy(identity, settings.psk_identity.c_str(), settings.psk_identity.size() + 1);
  *suite = settings.psk_suite;
  return copy_key(settings, key, key_size);
}

unsigned int server_key(WOLFSSL* ssl, const char* identity, unsigned char* key, unsigned int key_size,
                        const char** suite) {
  const auto& settings = *static_cast<const Settings*>(wolfSSL_get_psk_callback_ctx(ssl));
  if (settings.psk_identity != identity) return 0;
  *suite = settings.psk_suite;
  return copy_key(settings, key, key_size);
}

}  // namespace

void use_psk(WOLFSSL_CTX* ctx, const Settings& settings) {
  if (settings.psk_suite == nullptr) return;
  if (settings.client) {
    wolfSSL_CTX_set_psk_client_tls13_callback(ctx, client_key);
  } else {
    wolfSSL_CTX_set_psk_server_tls13_callback(ctx, server_key);
  }
}

void use_psk(WOLFSSL* ssl, const Settings& settings) {
  if (settings.psk_suite != nullptr) wolfSSL_set_psk_callback_ctx(ssl, const_cast<Settings*>(&settings));
}

}  // namespace shakedown::plugin::wolf
