// Octets from the target become records, messages and progress. Internal to harness/peer.
#pragma once
#include "harness/peer/state.h"

namespace shakedown::peer {

void receive(State& s, View bytes);

}  // namespace shakedown::peer
