// Octets as people read them. Internal to harness/trace.
#pragma once
#include <string>

#include "harness/base/bytes.h"

namespace shakedown::trace {

// In quotes if all octets are printable ASCII, else as hex; at most `most` octets of either, then an ellipsis and the
// size.
std::string readable(View octets, std::size_t most = 48);
// Names of people's choosing (a host, a protocol): bare when they are printable and without blanks, else as readable().
std::string bare(View octets);

}  // namespace shakedown::trace
