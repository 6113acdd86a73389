// Targets that somebody else runs: a server at host:port, or clients that come to us. Nothing can be configured or
// asked; only the bytes are known.
#pragma once
#include <memory>
#include <string>

#include "harness/target/target.h"

namespace shakedown::target {

struct AddressLimits {
  int connect_ms = 5000;  // until a server has to accept
  int arrive_ms = 60000;  // until a client has to come
};

// host:port or [v6]:port. Cause `usage`: not an address. That nobody answers shows at connect, as cause `target`.
Result<std::unique_ptr<Target>> make_address_target(const std::string& host_port, AddressLimits limits = {});

// [host:]port, port 0 for any free one; the name of the target then tells which. Listens at once.
Result<std::unique_ptr<Target>> make_listening_target(const std::string& host_port, AddressLimits limits = {});

}  // namespace shakedown::target
