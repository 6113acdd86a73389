// One function in the middle of the house: Script × Target → Conversation, in this thread. Fuzzers and benchmarks call
// it directly; the suite calls it in worker processes.
#pragma once
#include <cstdint>

#include "harness/peer/peer.h"
#include "harness/target/target.h"

namespace shakedown::run {

struct RunOptions {
  std::uint64_t seed = 1;  // of the run; every conversation derives its own from it and from its id
  bool timed = false;      // note the wall time of each message (handshake traces); never in deterministic reports
  bool exporters = true;   // ask the target for keying material when a handshake is done
};

// In process the target's clock is ours and stands still; certificates of the tests are valid then. Milliseconds since
// 1970.
inline constexpr std::uint64_t virtual_now = 1'750'000'000'000;

// What everything random in a conversation of a run follows from.
std::uint64_t conversation_seed(std::uint64_t run_seed, const script::Script& script);

// What the target has to be for these parameters.
target::TargetConfig target_config(const protocol::Params& params, registry::Role target);

class Runner {
 public:
  Runner(target::Target& target, const RunOptions& options);

  // Never throws; what goes wrong on our side is Conversation::error. Connections of a script share the target's
  // sessions and ours.
  peer::Conversation run(const script::Script& script);

 private:
  target::Target& target_;
  RunOptions options_;
  peer::ShareCache shares_;
};

}  // namespace shakedown::run
