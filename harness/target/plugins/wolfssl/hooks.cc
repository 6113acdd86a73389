// The functions that the wolfSSL copy under test calls for randomness and time (cmake/wolfssl_hooks.h).
#include "harness/target/plugins/environment.h"

#if defined(SHAKEDOWN_WOLFSSL_HOOKED)
#include <wolfssl_hooks.h>

using shakedown::plugin::current_environment;

// Nothing in the library may draw outside of an entry that brings its generator: that would not be repeatable.
extern "C" int shakedown_target_random(unsigned char* out, unsigned int size) {
  shakedown::plugin::Environment* environment = current_environment();
  if (environment == nullptr) return -1;
  environment->rng.fill({out, size});
  return 0;
}

extern "C" long long shakedown_target_now_ms() { return static_cast<long long>(shakedown::plugin::current_time()); }
#endif
