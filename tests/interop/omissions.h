// The combinations that are left out, each with its reason. The matrix runs them nevertheless and checks that they
// really do not work: a line that is not true any more fails.
#pragma once
#include <span>
#include <string_view>

#include "harness/check/verdict.h"
#include "harness/registry/role.h"

namespace shakedown::interop {

struct Omission {
  std::string_view target;  // openssl
  std::string_view role;    // of the target: server, client, or * for both
  std::string_view what;    // glob over the handshakes' names
  check::Kind verdict;      // not_applicable: the program cannot be told to; fail: it refuses
  std::string_view reason;
};

std::span<const Omission> omissions();
// nullptr: that handshake is not left out.
const Omission* find_omission(std::string_view target, registry::Role role, std::string_view handshake);

}  // namespace shakedown::interop
