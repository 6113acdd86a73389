// External pre-shared keys for TLS 1.3.
#pragma once
#include "harness/target/plugins/wolfssl/context.h"

namespace shakedown::plugin::wolf {

// Without a PSK in the settings both do nothing. wolfSSL_new wants a certificate or this in the context.
void use_psk(WOLFSSL_CTX* ctx, const Settings& settings);
// `settings` must outlive `ssl`.
void use_psk(WOLFSSL* ssl, const Settings& settings);

}  // namespace shakedown::plugin::wolf
