#include "harness/check/observed.h"

#include <algorithm>

#include "harness/registry/alerts.h"
#include "harness/script/match.h"

namespace shakedown::check {
namespace {

using peer::Ended;
using registry::Role;
using registry::operator""_alert;
using registry::operator""_version;

const peer::ConnectionLog* last_started(const peer::Conversation& c) {
  const peer::ConnectionLog* last = nullptr;
  for (const auto& log : c.connections)
    if (log.ended != Ended::not_started) last = &log;
  return last;
}

void observe_messages(Observed& o, Role peer) {
  const auto& log = *o.log;
  const auto until = std::min(log.we_closed, log.messages.size());
  for (std::size_t i = 0; i < until; ++i) {
    const auto& m = log.messages[i];
    const bool after = log.deviation && i > *log.deviation;
    if (m.sender == peer) {
      if (!after && log.deviation && i < *log.deviation && m.name() == "Finished") o.handshake_done_by_us = true;
      continue;
    }
    const auto alert = m.alert();
    if (alert && alert->second == "close_notify"_alert) o.close_notify = true;
    if (is_fatal(log, m)) {
      if (!o.fatal_alert) o.fatal_alert = alert->second;
    } else if (after && !alert && !o.went_on) {
      o.went_on = script::describe(m);
    }
  }
}

}  // namespace

bool is_fatal(const peer::ConnectionLog& log, const protocol::SeenMessage& message) {
  const auto alert = message.alert();
  if (!alert || alert->second == "close_notify"_alert) return false;
  if (log.params.version == "TLSv1.3"_version) return alert->second != "user_canceled"_alert;
  return registry::number(alert->first) == 2;
}

Observed observe(const peer::Conversation& conversation, Role peer, bool deviates) {
  Observed o;
  o.log = last_started(conversation);
  if (o.log == nullptr) return o;
  o.completed =
      std::ranges::all_of(conversation.connections, [](const auto& l) { return l.ended == Ended::completed; });
  o.ended = o.log->target_closed;
  const bool deviated =
      std::ranges::any_of(conversation.connections, [](const auto& l) { return l.deviation.has_value(); });
  o.before_deviation = deviates && !deviated;
  observe_messages(o, peer);
  return o;
}

std::string describe(const Observed& o) {
  if (o.log == nullptr) return "nothing";
  if (o.fatal_alert) return "alert " + registry::name_of(*o.fatal_alert);
  if (o.completed) return "the handshake completes";
  if (o.close_notify) return "close_notify";
  if (o.ended) return "the connection is closed without an alert";
  if (o.went_on) return "it goes on with " + *o.went_on;
  if (o.log->target_waits.what != wire::Waits::What::nothing)
    return "it waits for " + wire::to_string(o.log->target_waits);
  return "silence";
}

}  // namespace shakedown::check
