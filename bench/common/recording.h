// A conversation's octets, kept and played again without the target: what remains is what our side costs. Our peer and
// the target are deterministic, so the same script is always answered by the same octets.
#pragma once
#include <memory>
#include <vector>

#include "harness/peer/conversation.h"
#include "harness/peer/peer.h"
#include "harness/script/script.h"
#include "harness/target/target.h"

namespace shakedown::bench {

struct Recording {
  struct Event {
    bool ours = false;  // what we fed, else what one call of take() gave
    Bytes octets;
  };
  target::TargetInfo info;
  std::vector<Event> events;
  std::vector<Exported> exported;
  TargetReport report;
  bool alive = true;  // before we closed
};

// Runs the script once, with one connection; Cause::target if it does not pass.
Result<Recording> record(target::Target& target, const script::Script& script);

// A target that says what was recorded, whatever it is fed.
std::unique_ptr<target::Target> replaying(const Recording& recording);

// The peer alone: builds and sends what the script says, receives what was recorded; no runner, no target. Throws
// std::logic_error if it sends other octets than the recording has.
peer::ConnectionLog play_peer(const script::Script& script, const Recording& recording, std::uint64_t seed,
                              peer::ShareCache& shares);

}  // namespace shakedown::bench
