// One change to a message: where, what, and what the lengths around it do. Scripts write edits, fuzzers draw them.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "harness/base/rng.h"
#include "harness/wire/splice.h"

namespace shakedown::edit {

struct Edit {
  wire::Path address;
  std::string op;           // a row of operators()
  Bytes bytes;              // the operator's octets, if it takes some (already encoded for the field's kind)
  std::int64_t number = 0;  // the operator's number, if it takes one
  wire::Lengths lengths = wire::Lengths::follow;
  // In the final phase, after computed fields are filled in, although the address is not a computed field.
  bool after = false;
  friend bool operator==(const Edit&, const Edit&) = default;
};

// What an operator's argument is: a value as the field holds it, octets, a number, an element of the list, that with
// the index it goes to, or the codes of extensions (two octets each).
enum class Argument : std::uint8_t { none, value, octets, number, element, index_and_element, codes };

// The five verbs of an operator: its name, whether it applies to a slot, what it does, how it gets smaller, how it is
// printed.
struct Operator {
  std::string_view name;
  std::string_view about;  // one line for the docs and for error texts
  Argument argument;
  std::string_view key;  // how a script calls the argument: { flip: Finished.verify_data, bit: 3 }
  bool (*applies)(const wire::Laid& message, std::size_t slot, bool length);
  Status (*apply)(wire::Laid& message, std::size_t slot, const Edit& edit, Rng& rng);
  // A simpler edit of the same kind, or false when there is none (for minimising findings).
  bool (*shrink)(Edit& edit);
};

std::span<const Operator> operators();
const Operator* find_operator(std::string_view name);

// Finds the slot and applies the operator. An error names the address and what is wrong: no such field in this message,
// an operator that does not apply there, a length that no longer fits. Random operators draw from `rng`.
Status apply(wire::Laid& message, const Edit& edit, Rng& rng);
// Is the edit one of the final phase (it says `after`, or addresses a computed slot itself, not an ancestor of one)?
bool is_final(const wire::Laid& message, const Edit& edit);
// One line, as a script would write it: { set: ClientHello.legacy_version, to: "hex:0304" }
std::string to_string(const Edit& edit);

}  // namespace shakedown::edit
