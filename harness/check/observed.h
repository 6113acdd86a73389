// The target's reaction, as the log tells it. Internal to harness/check.
#pragma once
#include <optional>
#include <string>

#include "harness/peer/conversation.h"

namespace shakedown::check {

struct Observed {
  const peer::ConnectionLog* log = nullptr;  // of the connection where it ended
  bool completed = false;                    // every step of every connection
  std::optional<registry::AlertDescription> fatal_alert;
  bool close_notify = false;
  bool ended = false;  // it ended its side before we did
  bool handshake_done_by_us =
      false;  // our Finished had been sent before the deviation, so the handshake itself was in order
  bool before_deviation = false;  // it stopped before the deviation was sent
  std::optional<std::string>
      went_on;  // the first thing that it sent after the deviation that is neither alert nor closure
};

// RFC 8446 §6: in TLS 1.3 the level means nothing, and every alert but two is an error alert; RFC 5246 §7.2 goes by the
// level.
bool is_fatal(const peer::ConnectionLog& log, const protocol::SeenMessage& message);

Observed observe(const peer::Conversation& conversation, registry::Role peer, bool deviates);
// For reports: "alert decrypt_error", "the handshake completes", "silence".
std::string describe(const Observed& observed);

}  // namespace shakedown::check
