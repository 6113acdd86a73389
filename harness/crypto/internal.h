// What the .cc files of this folder share. It names the library's generator without including the library.
#pragma once
#include <string>
#include <string_view>

#include "harness/base/result.h"

struct WC_RNG;

namespace shakedown::crypto {

// The library's own generator, one for each thread. It blinds private operations and never decides an output.
WC_RNG* blinding_rng();

// Cause::crypto, with the library's name for its error code in `got`.
Error library_error(std::string what, int code);

// For calls that cannot fail with the arguments that we give them: throws std::logic_error if one does.
void expect_ok(int code, std::string_view call);

}  // namespace shakedown::crypto
