// Handshake messages with their header: bytes ⇄ values, by context.
#pragma once
#include <limits>
#include <optional>
#include <string>

#include "harness/registry/role.h"
#include "harness/registry/suites.h"
#include "harness/wire/handshake.h"
#include "harness/wire/schema.h"

namespace shakedown::wire {

inline constexpr std::size_t handshake_header_size = 4;  // msg_type and a 24-bit length (RFC 8446 §4)

// What a receiver knows and the bytes do not say: one handshake type serves several structures.
struct Context {
  registry::ProtocolVersion version{0x0304};
  registry::Role sender = registry::Role::client;
  registry::KeyExchange key_exchange = registry::KeyExchange::any;  // of the negotiated suite, TLS 1.2
  friend bool operator==(const Context&, const Context&) = default;
};

// Never fails: what does not decode is kept. Encoding it again gives the same octets.
struct ParsedMessage {
  Message value;
  std::optional<DecodeError> first_error;
  Bytes raw_tail;  // octets from the first field that did not decode, or after the last
  std::size_t fields = std::numeric_limits<std::size_t>::max();  // decoded whole, when there is an error
  friend bool operator==(const ParsedMessage&, const ParsedMessage&) = default;
};

// `body` is what follows the four octets of header.
ParsedMessage parse(HandshakeType type, View body, const Context& context);
Bytes encode_body(const ParsedMessage& message);
Bytes encode_body(const Message& message);
// With msg_type and a 24-bit length (RFC 8446 §4).
Bytes encode_message(const Message& message);
Bytes add_header(HandshakeType type, View body);

HandshakeType type_of(const Message& message);
// As scripts call it: ClientHello, HelloRetryRequest; for a type without a structure its number, 0x….
std::string name_of(const Message& message);
// The name for octets that are not parsed yet; tells a HelloRetryRequest from a ServerHello by its random.
std::string name_of(HandshakeType type, View body);

// The schema of that structure with its header: a root named like the message, with msg_type and a transparent body.
const Schema& schema_of(const Message& message);
// By the name that scripts use, for lint; the structure is the one that `context` selects. nullptr if there is none.
const Schema* find_schema(std::string_view name, const Context& context);
// All message names that scripts may use.
std::vector<std::string_view> message_names();

}  // namespace shakedown::wire
