// How the target ends its side.
#include <fmt/format.h>

#include <algorithm>

#include "harness/check/invariants.h"
#include "harness/check/observed.h"
#include "harness/script/match.h"

namespace shakedown::check {

// Whoever sends a fatal alert closes the connection at once. That it says more than one is left alone, and so is all
// that comes after we closed.
Finding closed_after_fatal_alert(const Subject& s) {
  std::optional<std::string> fatal;
  for (std::size_t i = 0; i < std::min(s.log.we_closed, s.log.messages.size()); ++i) {
    const auto& m = s.log.messages[i];
    if (m.sender != s.target) continue;
    if (fatal && !m.alert()) return fmt::format("{} comes after {}", script::describe(m), *fatal);
    if (!fatal && is_fatal(s.log, m)) fatal = script::describe(m);
  }
  if (!fatal || s.log.target_closed) return std::nullopt;
  return "the connection stays open after " + *fatal;
}

}  // namespace shakedown::check
