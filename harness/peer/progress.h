// What a handshake message changes once it is sent or received: the transcript, what is agreed, secrets. Internal to
// harness/peer.
#pragma once
#include "harness/peer/state.h"

namespace shakedown::peer {

// `transcript`: what the transcript takes, empty for nothing (RFC 8446 §4.4.1 says which messages belong there).
// `body` is what the message says, parsed from the octets on the wire.
void advance(State& s, Role sender, const wire::ParsedMessage& message, View transcript);

}  // namespace shakedown::peer
