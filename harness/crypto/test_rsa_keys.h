// Fixed RSA keys for the test credentials. Internal.
#pragma once
#include <string_view>

namespace shakedown::crypto {

enum class RsaKeyUse { root, intermediate, server, client };

// PKCS#1 in hex, 2048 bits.
std::string_view test_rsa_key(RsaKeyUse use);

}  // namespace shakedown::crypto
