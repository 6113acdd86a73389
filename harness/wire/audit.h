// What must hold of every layout, for tests and fuzzers. Both say what is wrong in one line; empty: nothing is.
#pragma once
#include <string>

#include "harness/wire/layout.h"

namespace shakedown::wire {

// Slots stand in preorder, lie within the octets and within their parents, behind their elder siblings, and are of
// nodes that the schema has in that place. True of any octets and after any edits.
std::string audit(const Laid& message);
// Besides, every octet belongs to one field or one length prefix, and no prefix lies. True of octets that decode.
std::string audit_whole(const Laid& message);

}  // namespace shakedown::wire
