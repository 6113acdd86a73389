// What a reader wants to know about one message at a glance.
#pragma once
#include <string>

#include "harness/protocol/seen_message.h"

namespace shakedown::trace {

// "TLSv1.3, 3 suites, share x25519, SNI localhost"; empty where the name says it all. Of a message that does not
// decode: where it stopped.
std::string facts(const protocol::SeenMessage& message);

}  // namespace shakedown::trace
