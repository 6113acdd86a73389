// Which conversations are measured, and with which target.
#pragma once
#include <memory>
#include <string>

#include "harness/protocol/flow.h"
#include "harness/script/script.h"
#include "harness/target/target.h"

namespace shakedown::bench {

// The unedited flow with our peer in the role `peer` and default parameters: X25519, ECDSA P-256, one ticket, a round
// trip of application data, close_notify.
script::Script honest_script(const std::string& flow, registry::Role peer);

// wolfSSL in process, loaded anew for each call: each has its own contexts. Prints the reason and ends the program if
// the plugin is not there: without it there is nothing to measure.
std::unique_ptr<target::Target> load_wolfssl();

}  // namespace shakedown::bench
