// What we send beside handshake messages. Internal to harness/peer.
#pragma once
#include "harness/peer/state.h"

namespace shakedown::peer {

struct PlainContent {
  registry::ContentType type{};
  Bytes bytes;
};

bool is_plain_content(std::string_view name);
// change_cipher_spec, application_data, early_data, close_notify, or an alert (as `spec` says; fatal internal_error
// without one).
Result<PlainContent> plain_content(const State& s, std::string_view name, const script::MessageSpec& spec = {});

// What each side says in its application data: octets that cannot be mistaken for the other's.
Bytes application_text(Role sender, std::size_t size);

}  // namespace shakedown::peer
