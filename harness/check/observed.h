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
  bool ended = false;     // it ended its side before we did
  bool answered = false;  // its close_notify, or its end, answers ours, which came behind the deviation
  bool handshake_done_by_us =
      false;  // our Finished had been sent before the deviation, so the handshake itself was in order
  bool before_deviation = false;  // it stopped before the deviation was sent
  // By its own account: the handshake is done although we had deviated before our Finished.
  bool handshake_done = false;
  bool delivered = false;  // and its application was given data of the message that deviates
  // The first thing that it sent after the deviation that is neither alert nor closure.
  std::optional<std::string> went_on;

  bool gave_up() const { return fatal_alert || ((ended || close_notify) && !answered); }
};

// RFC 8446 §6: in TLS 1.3 the level means nothing, and every alert but two is an error alert; RFC 5246 §7.2 goes by the
// level.
bool is_fatal(const peer::ConnectionLog& log, const protocol::SeenMessage& message);

Observed observe(const peer::Conversation& conversation, registry::Role peer, bool deviates);
// For reports: "alert decrypt_error", "the handshake completes", "silence".
std::string describe(const Observed& observed);

}  // namespace shakedown::check
