// The check of a Finished, and what the faults make of it.
#pragma once
#include <functional>

#include "tests/reference/core.h"

namespace shakedown::reference {

// verify_data as other computations would have it; asked for only when a fault accepts one of them.
struct OtherFinished {
  View own;                             // what we sent; empty if we have not yet
  std::function<Bytes()> of_own_side;   // with our own label or key
  std::function<Bytes()> without_last;  // over a transcript without its last message
};

void check_finished(Core& core, View received, View expected, const OtherFinished& others);

}  // namespace shakedown::reference
