// One default handshake, without the rest of a flow: nothing is asked of the application behind the target.
#pragma once
#include "harness/suite/plan.h"

namespace shakedown::suite {

struct HandshakeOptions {
  bool tls12 = false;
  bool psk = false;  // with the external PSK, in TLS 1.3
  registry::Role target = registry::Role::server;
};

// One conversation without a control. Cause `unsupported`: TLS 1.2 with a PSK.
Result<Plan> handshake_plan(const HandshakeOptions& options, const std::string& corpus);

}  // namespace shakedown::suite
