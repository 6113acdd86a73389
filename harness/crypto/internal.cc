#include "harness/crypto/internal.h"

#include <wolfssl/options.h>
// The library's settings come first.
#include <wolfssl/wolfcrypt/settings.h>

#include <wolfssl/wolfcrypt/error-crypt.h>
#include <wolfssl/wolfcrypt/random.h>

#include <stdexcept>

namespace shakedown::crypto {
namespace {

struct ThreadRng {
  WC_RNG rng{};
  ThreadRng() { expect_ok(wc_InitRng(&rng), "wc_InitRng"); }
  ~ThreadRng() { wc_FreeRng(&rng); }
  ThreadRng(const ThreadRng&) = delete;
  ThreadRng& operator=(const ThreadRng&) = delete;
};

}  // namespace

WC_RNG* blinding_rng() {
  static thread_local ThreadRng mine;
  return &mine.rng;
}

Error library_error(std::string what, int code) {
  return {.cause = Cause::crypto,
          .what = std::move(what),
          .place = {},
          .path = {},
          .got = "wolfCrypt error " + std::to_string(code) + ", " + wc_GetErrorString(code),
          .expected = {}};
}

void expect_ok(int code, std::string_view call) {
  if (code != 0) throw std::logic_error(std::string(call) + ": " + wc_GetErrorString(code));
}

}  // namespace shakedown::crypto
