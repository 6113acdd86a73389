// The one primitive under every edit: some octets become others, and every range and length around them stays right (or
// lies on purpose).
#pragma once
#include "harness/wire/layout.h"

namespace shakedown::wire {

enum class Lengths : std::uint8_t {
  follow,  // prefixes around the edit take the new size; one that an edit wrote stays as written
  lie,     // no prefix changes
  wrap,  // like follow, but a size that does not fit its prefix is cut to the prefix's width instead of being an error
};

// All return an error, and change nothing, if a length no longer fits its prefix (unless `wrap`).

// The content of a slot; its descendants are gone afterwards unless the new content has the same shape, which is laid
// out anew.
Status replace(Laid& message, std::size_t slot, View content, Lengths lengths);
// A slot with its prefix.
Status remove(Laid& message, std::size_t slot, Lengths lengths);
// The length prefix itself: the slot is pinned from then on. A prefix of another width shifts what follows it.
Status replace_length(Laid& message, std::size_t slot, View prefix, Lengths lengths);
// An element (with any prefix of its own) in front of the `index`-th of a list or extensions block; an index past the
// end appends.
Status insert(Laid& message, std::size_t list, std::size_t index, View element, Lengths lengths);

}  // namespace shakedown::wire
