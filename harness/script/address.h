// How cases name messages and their fields: @2.client.ClientHello#1.extensions[key_share]
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "harness/base/result.h"
#include "harness/registry/role.h"
#include "harness/wire/message.h"

namespace shakedown::script {

inline constexpr std::size_t every = SIZE_MAX;

struct Address {
  std::size_t connection = 0;            // from @n, which counts from 1
  std::optional<registry::Role> sender;  // client. or server.; without it, our own side
  std::string message;
  std::size_t nth = 0;  // from #n: #1 is the second of its name; #* is every one
  std::string field;    // the rest, with its leading '.' or '['; empty: the message itself
  friend bool operator==(const Address&, const Address&) = default;
};

// The message's name must exist; an error has a suggestion.
Result<Address> parse_address(std::string_view text);
std::string to_string(const Address& address);

// Everything that a script can send: handshake messages, change_cipher_spec, alert, application_data, early_data,
// close_notify.
const std::vector<std::string_view>& sendable_names();
bool is_sendable(std::string_view name);
// The schema behind a name; the structure of a handshake message follows from `context`. nullptr if there is none.
const wire::Schema* message_schema(std::string_view name, const wire::Context& context);

}  // namespace shakedown::script
