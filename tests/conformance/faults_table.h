// For each fault of the reference endpoint, which cases notice it.
#pragma once
#include <string_view>
#include <vector>

#include "tests/reference/faults.h"

namespace shakedown::conformance {

using Globs = std::vector<std::string_view>;  // over ids of cases, without the cell

struct FaultNotice {
  reference::Fault fault;
  std::string_view worst;  // of all verdicts, as reports name it
  Globs cases;             // that are about it: every one that a glob matches fails
  Globs others = {};       // that may fail with them, since they need what the fault breaks; no case beyond these does
};

// In the order of reference::faults().
const std::vector<FaultNotice>& fault_notices();

}  // namespace shakedown::conformance
