#include "harness/check/invariants.h"

#include <algorithm>

namespace shakedown::check {
namespace {

using peer::Ended;

struct Row {
  std::string_view name;
  std::string_view rfc13, section13;  // the clause under TLS 1.3
  std::string_view rfc12, section12;  // and under TLS 1.2
  Severity severity;
  Finding (*check)(const Subject&);
};
constexpr Row rows[] = {
    {"target_finished", "8446", "4.4.4", "5246", "7.4.9", Severity::security, finished_verifies},
    {"target_signature", "8446", "4.4.3", "5246", "7.4.3", Severity::security, signature_verifies},
    {"session_id_echo", "8446", "4.1.3", "5246", "7.4.1.3", Severity::protocol, session_id_echoed},
    {"negotiated_was_offered", "8446", "4.1.3", "5246", "7.4.1.3", Severity::security, values_were_offered},
    {"extensions_were_offered", "8446", "4.2", "5246", "7.4.1.4", Severity::protocol, extensions_were_offered},
    {"downgrade_marked", "8446", "4.1.3", "8446", "4.1.3", Severity::security, downgrade_marked},
    {"well_formed", "8446", "4", "5246", "7.4", Severity::protocol, messages_well_formed},
    {"nothing_in_the_clear", "8446", "5", "5246", "7.1", Severity::security, nothing_in_the_clear},
    {"records_open", "8446", "5.2", "5246", "6.2.3", Severity::protocol, records_open},
    {"record_sizes", "8446", "5.1", "5246", "6.2.1", Severity::protocol, record_sizes},
    {"exporters_agree", "8446", "7.5", "5705", "4", Severity::security, exporters_agree},
    {"data_delivered", "8446", "5", "5246", "10", Severity::security, data_delivered_once},
    {"closed_after_alert", "8446", "6.2", "5246", "7.2.2", Severity::protocol, closed_after_fatal_alert},
};

}  // namespace

Subject make_subject(const peer::ConnectionLog& log, registry::Role target) {
  Subject s{.log = log, .target = target, .handshake = {}};
  s.suite = registry::find_keyed(log.agreed.cipher_suite);
  const auto version = log.agreed.version != registry::ProtocolVersion{} ? log.agreed.version : log.params.version;
  s.tls13 = version == registry::ProtocolVersion{0x0304};
  for (std::size_t i = 0; i < log.messages.size(); ++i)
    if (auto parsed = log.messages[i].parsed()) s.handshake.push_back({&log.messages[i], i, std::move(*parsed)});
  return s;
}

const Bytes* secret(const Subject& s, std::string_view label) {
  for (const auto& known : s.log.secrets)
    if (known.label == label) return &known.value;
  return nullptr;
}

namespace {

// Our messages from the deviation on: the target may not have taken them when it spoke.
bool is_deviating(const Subject& s, const Subject::Parsed& p) {
  return s.log.deviation && p.index >= *s.log.deviation && p.seen->sender != s.target;
}

protocol::Transcript transcript(const Subject& s, std::size_t count, bool with_deviating) {
  protocol::Transcript t;
  for (std::size_t i = 0; i < count && i < s.handshake.size(); ++i) {
    if (!with_deviating && is_deviating(s, s.handshake[i])) continue;
    const auto& value = s.handshake[i].message.value;
    if (std::holds_alternative<wire::HelloRequest>(value)) continue;
    if (s.tls13 &&
        (std::holds_alternative<wire::NewSessionTicket>(value) || std::holds_alternative<wire::KeyUpdate>(value)))
      continue;
    if (std::holds_alternative<wire::HelloRetryRequest>(value) && s.suite) t.replace_with_message_hash(s.suite->hash);
    const auto& seen = *s.handshake[i].seen;
    if (seen.committed && seen.committed->empty()) continue;
    t.add(seen.committed ? *seen.committed : seen.raw);
  }
  return t;
}

}  // namespace

std::vector<protocol::Transcript> transcripts_before(const Subject& s, std::size_t count) {
  std::vector<protocol::Transcript> out{transcript(s, count, true)};
  const auto end = s.handshake.begin() + static_cast<std::ptrdiff_t>(std::min(count, s.handshake.size()));
  if (std::any_of(s.handshake.begin(), end, [&](const auto& p) { return is_deviating(s, p); }))
    out.push_back(transcript(s, count, false));
  return out;
}

std::vector<Invariant> check_invariants(const script::Script& script, const peer::Conversation& conversation) {
  std::vector<Invariant> broken;
  for (const auto& log : conversation.connections) {
    if (log.ended == Ended::not_started) continue;
    const auto subject = make_subject(log, other(script.peer));
    for (const auto& row : rows)
      if (auto detail = row.check(subject)) {
        const auto rfc = subject.tls13 ? row.rfc13 : row.rfc12;
        const auto section = subject.tls13 ? row.section13 : row.section12;
        broken.push_back(
            {std::string(row.name), std::move(*detail), {std::string(rfc), std::string(section), {}}, row.severity});
      }
  }
  return broken;
}

}  // namespace shakedown::check
