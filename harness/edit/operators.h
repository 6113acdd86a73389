// What the operators do, on the octets of one slot. Internal to edit/.
#pragma once
#include "harness/edit/edit.h"

namespace shakedown::edit {

// The octets that an edit of this slot changes: the content, or the length prefix in front of it.
View current(const wire::Laid& message, std::size_t slot, bool length);

// Where they apply.
bool anywhere(const wire::Laid& message, std::size_t slot, bool length);
bool not_empty(const wire::Laid& message, std::size_t slot, bool length);
bool number_like(const wire::Laid& message, std::size_t slot, bool length);
bool removable(const wire::Laid& message, std::size_t slot, bool length);
bool list_element(const wire::Laid& message, std::size_t slot, bool length);
bool has_next(const wire::Laid& message, std::size_t slot, bool length);
bool list_like(const wire::Laid& message, std::size_t slot, bool length);
bool extension_block(const wire::Laid& message, std::size_t slot, bool length);

// Octets to octets.
Result<Bytes> set(View now, const Edit& edit, Rng& rng);
Result<Bytes> flip(View now, const Edit& edit, Rng& rng);
Result<Bytes> truncate(View now, const Edit& edit, Rng& rng);
Result<Bytes> extend(View now, const Edit& edit, Rng& rng);
Result<Bytes> empty(View now, const Edit& edit, Rng& rng);
Result<Bytes> zero(View now, const Edit& edit, Rng& rng);
Result<Bytes> fill(View now, const Edit& edit, Rng& rng);
Result<Bytes> add(View now, const Edit& edit, Rng& rng);
Result<Bytes> random(View now, const Edit& edit, Rng& rng);

// On the structure around the slot.
Status remove(wire::Laid& message, std::size_t slot, const Edit& edit, Rng& rng);
Status duplicate(wire::Laid& message, std::size_t slot, const Edit& edit, Rng& rng);
Status insert(wire::Laid& message, std::size_t slot, const Edit& edit, Rng& rng);
Status append(wire::Laid& message, std::size_t slot, const Edit& edit, Rng& rng);
Status swap(wire::Laid& message, std::size_t slot, const Edit& edit, Rng& rng);
Status order(wire::Laid& message, std::size_t slot, const Edit& edit, Rng& rng);

// Smaller edits.
bool no_shrink(Edit& edit);
bool shrink_value(Edit& edit);
bool shrink_octets(Edit& edit);
bool shrink_number(Edit& edit);
bool shrink_index(Edit& edit);
bool shrink_codes(Edit& edit);

}  // namespace shakedown::edit
