// Something that was sent or received, as both ends of a judgement look at it.
#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "harness/protocol/epoch.h"
#include "harness/registry/alerts.h"
#include "harness/wire/message.h"

namespace shakedown::protocol {

using registry::ContentType;
using registry::Role;

struct SeenMessage {
  Role sender{};
  Epoch epoch{};
  std::uint32_t generation = 0;  // of application keys: KeyUpdates before it in this direction
  ContentType content_type{22};
  // A handshake message with its header; else the content of one record.
  Bytes raw;
  wire::Context context;  // how a handshake message was parsed
  // Of ours: what the transcript took of it (nothing: empty), where a script says that this is not `raw`.
  std::optional<Bytes> committed;
  // As scripts call it: ClientHello, alert, change_cipher_spec, application_data.
  std::string name() const;
  // Handshake messages only.
  std::optional<wire::ParsedMessage> parsed() const;
  // Alerts of two octets only.
  std::optional<std::pair<registry::AlertLevel, registry::AlertDescription>> alert() const;
  friend bool operator==(const SeenMessage&, const SeenMessage&) = default;
};

}  // namespace shakedown::protocol
