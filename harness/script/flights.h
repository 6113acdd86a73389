// Recorded flights: one message in a line, `client handshake 010000…`, that is sender, content type and the content in
// hex (a handshake message with its header). '#' begins a comment. A flight is what one side sends before the other
// side's turn.
#pragma once
#include <vector>

#include "harness/base/bytes.h"
#include "harness/registry/messages.h"
#include "harness/registry/role.h"

namespace shakedown::script {

struct FlightMessage {
  registry::Role sender{};
  registry::ContentType content_type{22};
  Bytes content;
  friend bool operator==(const FlightMessage&, const FlightMessage&) = default;
};

Result<std::vector<FlightMessage>> parse_flights(std::string_view text, std::string_view file);
// The messages of one side's n-th flight (from 0); empty if it has none.
std::vector<FlightMessage> nth_flight(const std::vector<FlightMessage>& messages, registry::Role sender,
                                      std::size_t nth);

}  // namespace shakedown::script
