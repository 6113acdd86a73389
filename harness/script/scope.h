// What the readers of a cell know while they read. Internal to script/.
#pragma once
#include <optional>

#include "harness/registry/suites.h"
#include "harness/script/case.h"
#include "harness/script/problems.h"
#include "harness/wire/message.h"

namespace shakedown::script {

struct Scope {
  Role peer = Role::client;
  registry::ProtocolVersion version{0x0304};
  registry::KeyExchange key_exchange = registry::KeyExchange::any;
  registry::Hash hash = registry::Hash::sha256;
  const ReadOptions& options;
  Problems& problems;

  wire::Context context(Role sender) const { return {version, sender, key_exchange}; }
};

}  // namespace shakedown::script
