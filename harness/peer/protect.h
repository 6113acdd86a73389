// Step 6 of a send: content becomes records. Internal to harness/peer.
#pragma once
#include "harness/peer/state.h"

namespace shakedown::peer {

// The epoch under which our side sends a message of this name, when the script says nothing else.
Epoch epoch_of(const State& s, std::string_view message);
// Where the keys of that epoch cannot be derived (yet), the last epoch before it that has some, and a note; plaintext
// always has.
Epoch usable_epoch(State& s, Epoch wanted);
// `epoch` is a usable one. Cuts, pads, seals and edits as the plan says; the records go to the output and to the log.
Status protect(State& s, registry::ContentType type, View content, Epoch epoch, const script::RecordPlan& plan);

}  // namespace shakedown::peer
