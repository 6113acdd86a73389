#include "harness/check/observed.h"

#include <algorithm>

#include "harness/registry/alerts.h"
#include "harness/script/match.h"

namespace shakedown::check {
namespace {

using peer::Ended;
using registry::Role;
using registry::operator""_alert;
using registry::operator""_content;
using registry::operator""_version;

const peer::ConnectionLog* last_started(const peer::Conversation& c) {
  const peer::ConnectionLog* last = nullptr;
  for (const auto& log : c.connections)
    if (log.ended != Ended::not_started) last = &log;
  return last;
}

bool is_close_notify(const protocol::SeenMessage& m) {
  const auto alert = m.alert();
  return alert && alert->second == "close_notify"_alert;
}

// How many messages of the log are in order before something deviates; of one whose records we sent twice, the second
// time does.
std::size_t in_order(const peer::ConnectionLog& log, Role peer) {
  if (!log.deviation) return log.messages.size();
  const auto again = std::ranges::adjacent_find(log.records, [&](const auto& a, const auto& b) {
    return a.sender == peer && a.messages == *log.deviation + 1 && a.bytes == b.bytes;
  });
  return *log.deviation + (again == log.records.end() ? 0 : 1);
}

void observe_theirs(Observed& o, const protocol::SeenMessage& m, bool after) {
  const auto alert = m.alert();
  if (is_fatal(*o.log, m)) {
    if (!o.fatal_alert) o.fatal_alert = alert->second;
  } else if (!alert && after && !o.went_on) {
    o.went_on = script::describe(m);
  }
}

void observe_messages(Observed& o, Role peer) {
  const auto& log = *o.log;
  const auto until = std::min(log.we_closed, log.messages.size());
  const auto honest = in_order(log, peer);
  bool asked_to_close = false;  // by us, behind the deviation
  for (std::size_t i = 0; i < until; ++i) {
    const auto& m = log.messages[i];
    const bool after = log.deviation && i > *log.deviation;
    if (m.sender == peer) {
      asked_to_close = asked_to_close || (after && is_close_notify(m));
      if (log.deviation && i < honest && m.name() == "Finished") o.handshake_done_by_us = true;
      continue;
    }
    if (is_close_notify(m)) (asked_to_close ? o.answered : o.close_notify) = true;
    observe_theirs(o, m, after);
  }
}

// More octets than we had sent before the message that deviates. What the target skips makes it fewer, never more.
bool was_given_deviating_data(const peer::ConnectionLog& log, Role peer) {
  if (!log.deviation || !log.target.data_known || *log.deviation >= log.messages.size()) return false;
  const auto is_data = [&](const protocol::SeenMessage& m) {
    return m.sender == peer && m.content_type == "application_data"_content;
  };
  if (!is_data(log.messages[*log.deviation])) return false;
  std::size_t before = 0;
  for (std::size_t i = 0; i < in_order(log, peer); ++i)
    if (is_data(log.messages[i])) before += log.messages[i].raw.size();
  return log.target.application_data.size() > before;
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
  // Only an exact account counts: some commands print that they are done after failures, too.
  const auto& account = o.log->target;
  o.handshake_done =
      o.log->deviation && !o.handshake_done_by_us && account.data_known && account.handshake_done.value_or(false);
  o.delivered = was_given_deviating_data(*o.log, peer);
  return o;
}

std::string describe(const Observed& o) {
  if (o.log == nullptr) return "nothing";
  if (o.fatal_alert) return "alert " + registry::name_of(*o.fatal_alert);
  if (o.completed || o.handshake_done) return "the handshake completes";
  if (o.answered) return "it answers our close_notify";
  if (o.close_notify) return "close_notify";
  if (o.ended) return "the connection is closed without an alert";
  if (o.went_on) return "it goes on with " + *o.went_on;
  if (o.log->target_waits.what != wire::Waits::What::nothing)
    return "it waits for " + wire::to_string(o.log->target_waits);
  return "silence";
}

}  // namespace shakedown::check
