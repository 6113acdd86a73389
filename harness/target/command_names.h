// Code points as the command lines of OpenSSL and GnuTLS name them.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "harness/base/result.h"

namespace shakedown::target {

struct SuiteName {
  std::uint16_t code;
  const char* openssl;
  const char* gnutls;  // cipher, MAC and key exchange, as a priority string adds them
};
struct CodeName {
  std::uint16_t code;
  const char* openssl;
  const char* gnutls;
};

const std::vector<SuiteName>& suite_names();
const std::vector<CodeName>& group_names();
const std::vector<CodeName>& scheme_names();

// Cause `unsupported`, with the code, when a row is missing.
Result<const SuiteName*> suite_name(std::uint16_t code);
Result<const CodeName*> group_name(std::uint16_t code);
Result<const CodeName*> scheme_name(std::uint16_t code);

constexpr bool is_tls13_suite(std::uint16_t code) { return code >> 8 == 0x13; }

}  // namespace shakedown::target
