// Every field of one message, by the same paths that scripts use.
#pragma once
#include <string>
#include <vector>

#include "harness/protocol/seen_message.h"

namespace shakedown::trace {

struct FieldLine {
  std::string path;   // ClientHello.extensions[key_share].client_shares[0].group
  std::string value;  // x25519; numbers of no registry in decimal, octets as text where they are text, else in hex
  friend bool operator==(const FieldLine&, const FieldLine&) = default;
};

// Total: of a message that does not fit its structure, the fields that do; a length prefix that lies gets a line of its
// own (path.length), octets that no field claims stand under the innermost field that holds them, as `path.rest`.
std::vector<FieldLine> field_lines(const protocol::SeenMessage& message);

}  // namespace shakedown::trace
