// Step 3 of a send: signatures, binders, verify_data and encrypted premasters over the edited octets. Internal to
// harness/peer.
#pragma once
#include "harness/peer/state.h"

namespace shakedown::peer {

// Does this structure have computed fields at all?
bool has_computed(const wire::Message& message);
// Fills each computed slot that no edit wrote. One that cannot be computed yet keeps its zeros, with a note.
Status complete(State& s, wire::Laid& laid, const wire::Message& built, const script::Compute& compute);

}  // namespace shakedown::peer
