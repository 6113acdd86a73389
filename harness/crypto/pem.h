// PEM (RFC 7468): DER in base64 between two lines that name it.
#pragma once
#include <string>
#include <string_view>

#include "harness/base/bytes.h"

namespace shakedown::crypto {

std::string to_pem(std::string_view label, View der);
// Every block with that label, in order; Cause::decode if one is broken.
Result<std::vector<Bytes>> all_from_pem(std::string_view label, std::string_view text);
// The first of them; Cause::decode if there is none.
Result<Bytes> from_pem(std::string_view label, std::string_view text);

}  // namespace shakedown::crypto
