#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "harness/check/observed.h"
#include "harness/check/verdict.h"

namespace shakedown::check {
namespace {

using registry::operator""_version;
using script::Expectation;
using script::Level;
using script::Outcome;

struct Grade {
  Kind kind = Kind::pass;
  Severity severity = Severity::none;
  std::string reason;
};

Grade failed(Severity severity, std::string reason) { return {Kind::fail, severity, std::move(reason)}; }

bool tls13(const Observed& o) { return o.log->params.version == "TLSv1.3"_version; }

// Whatever it did then: what must not happen had happened.
std::optional<Grade> too_late(const Observed& o) {
  if (o.handshake_done || (o.completed && !o.handshake_done_by_us))
    return failed(Severity::security, "the handshake completes although it must not");
  if (o.delivered) return failed(Severity::security, "its application is given data that it must refuse");
  return std::nullopt;
}

// It had to end the connection, and did not.
Grade not_ended(const Observed& o) {
  if (auto late = too_late(o)) return *late;
  if (o.completed) return failed(Severity::protocol, "the connection goes on although it must be ended");
  if (o.went_on) return failed(Severity::protocol, fmt::format("it goes on with {} where it must abort", *o.went_on));
  if (o.answered) return failed(Severity::protocol, "it answers our close_notify where it must abort");
  return failed(Severity::protocol, "it stays silent where it must abort");
}

// It ended the connection without saying why: RFC 8446 §6.2 makes the alert a SHOULD, RFC 5246 §7.2.2 a MUST.
Grade ended_silently(const Observed& o) {
  if (tls13(o)) return {Kind::warn, Severity::none, "ended without an alert, which it SHOULD send"};
  return failed(Severity::alert, "ended without an alert, which it MUST send");
}

Grade grade_alert(const Outcome& outcome, const Observed& o) {
  if (!o.gave_up() || (o.completed && !o.fatal_alert)) return not_ended(o);
  if (auto late = too_late(o)) return *late;
  if (!o.fatal_alert) return ended_silently(o);
  if (outcome.kind == Outcome::Kind::any_fatal_alert || std::ranges::count(outcome.alerts, *o.fatal_alert) > 0)
    return {};
  return failed(Severity::alert, fmt::format("rightly ended, but with {}", registry::name_of(*o.fatal_alert)));
}

Grade grade_close(const Observed& o) {
  if (!o.gave_up() || (o.completed && !o.fatal_alert)) return not_ended(o);
  return too_late(o).value_or(Grade{});
}

std::string waits_of(const Outcome& outcome) {
  return outcome.rest == "nothing" ? "keeps silent" : "waits for the rest of a " + outcome.rest;
}

Grade grade_waits(const Outcome& outcome, const Observed& o) {
  using What = wire::Waits::What;
  const auto wanted = outcome.rest == "record"    ? What::rest_of_record
                      : outcome.rest == "message" ? What::rest_of_message
                                                  : What::nothing;
  const bool quiet = !o.ended && !o.fatal_alert && !o.completed && !o.close_notify;
  if (quiet && o.log->target_waits.what == wanted) return {};
  if (o.completed) return not_ended(o);
  return failed(Severity::protocol, "expected is that it " + waits_of(outcome));
}

Grade grade(const Outcome& outcome, const Observed& o) {
  switch (outcome.kind) {
    case Outcome::Kind::alert:
    case Outcome::Kind::any_fatal_alert:
      return grade_alert(outcome, o);
    case Outcome::Kind::close:
      return grade_close(o);
    case Outcome::Kind::completes:
      if (o.completed) return {};
      return failed(Severity::protocol, fmt::format("it does not complete: {}", o.log->mismatch));
    case Outcome::Kind::waits:
      return grade_waits(outcome, o);
  }
  return failed(Severity::protocol, "an outcome that nobody grades");
}

Grade best(const Expectation& expectation, const Observed& o) {
  std::optional<Grade> best;
  for (const auto& outcome : expectation.any_of) {
    auto g = grade(outcome, o);
    if (!best || rank(g.kind, g.severity) < rank(best->kind, best->severity)) best = std::move(g);
  }
  return best.value_or(failed(Severity::protocol, "the script expects nothing"));
}

Grade at_level(Grade g, Level level) {
  if (g.kind != Kind::fail || level == Level::must) return g;
  if (level == Level::may) return {Kind::pass, Severity::none, {}};
  return {Kind::warn, Severity::none, "a SHOULD is not followed: " + g.reason};
}

// What the conversation itself says before anything is expected of the target.
std::optional<Verdict> obstacle(const peer::Conversation& c, const Observed& o) {
  if (c.error) {
    const bool not_its_thing = c.error->cause == Cause::unsupported;
    return Verdict{.kind = not_its_thing ? Kind::not_applicable : Kind::error,
                   .reason = shakedown::to_string(*c.error)};
  }
  if (o.log == nullptr) return Verdict{.kind = Kind::error, .reason = "no connection was made"};
  for (const auto& log : c.connections)
    if (log.target.ending == Ending::crashed)
      return Verdict{.kind = Kind::crash, .reason = fmt::format("the target died of signal {}", log.target.code)};
  return std::nullopt;
}

bool deviates(const script::Script& script) {
  const auto in_step = [](const script::Step& step) {
    const auto* send = std::get_if<script::Send>(&step);
    return send && std::ranges::any_of(send->messages, &script::MessageSpec::deviates);
  };
  return std::ranges::any_of(script.connections, [&](const auto& c) { return std::ranges::any_of(c.steps, in_step); });
}

// Whether the script wants anything of the target once all that deviates is sent; else to reach its end says nothing.
bool expects_after_deviation(const script::Script& script) {
  bool deviated = false, expects = false;
  for (const auto& connection : script.connections)
    for (const auto& step : connection.steps) {
      const auto* send = std::get_if<script::Send>(&step);
      const auto* expect = std::get_if<script::Expect>(&step);
      if (send != nullptr && std::ranges::any_of(send->messages, &script::MessageSpec::deviates)) {
        deviated = true;
        expects = false;
      }
      if (deviated && expect != nullptr &&
          std::ranges::count(expect->patterns, script::Pattern::Often::once, &script::Pattern::often) > 0)
        expects = true;
    }
  return expects;
}

bool may_complete(const Expectation& expectation) {
  return std::ranges::count(expectation.any_of, Outcome::Kind::completes, &Outcome::kind) > 0;
}

void add_invariants(Verdict& v, std::vector<Invariant> broken) {
  for (const auto& i : broken) {
    if (rank(Kind::fail, i.severity) <= rank(v.kind, v.severity)) continue;
    v.kind = Kind::fail;
    v.severity = i.severity;
    v.reason = fmt::format("{}: {}", i.name, i.detail);
  }
  v.invariants = std::move(broken);
}

}  // namespace

Verdict judge(const script::Script& script, const peer::Conversation& conversation) {
  auto o = observe(conversation, script.peer, deviates(script));
  if (!may_complete(script.expect) && !expects_after_deviation(script)) o.completed = false;
  auto v = obstacle(conversation, o);
  if (v) {
    v->expected = to_string(script.expect);
    v->seen = describe(o);
    return *v;
  }
  Verdict out{.expected = to_string(script.expect), .seen = describe(o)};
  if (o.before_deviation) {
    out.kind = Kind::blocked;
    out.reason = fmt::format("it ended before the deviation was sent: {}", o.log->mismatch);
  } else {
    auto g = at_level(best(script.expect, o), script.expect.level);
    out.kind = g.kind;
    out.severity = g.severity;
    out.reason = std::move(g.reason);
  }
  add_invariants(out, check_invariants(script, conversation));
  return out;
}

std::string to_string(const Expectation& expectation) {
  std::vector<std::string> parts;
  for (const auto& o : expectation.any_of) {
    std::vector<std::string> alerts;
    for (const auto a : o.alerts) alerts.push_back(registry::name_of(a));
    switch (o.kind) {
      case Outcome::Kind::alert:
        parts.push_back(fmt::format("alert {}", fmt::join(alerts, "|")));
        break;
      case Outcome::Kind::any_fatal_alert:
        parts.emplace_back("any fatal alert");
        break;
      case Outcome::Kind::close:
        parts.emplace_back("close");
        break;
      case Outcome::Kind::completes:
        parts.emplace_back("the handshake completes");
        break;
      case Outcome::Kind::waits:
        parts.push_back(waits_of(o));
        break;
    }
  }
  auto text = fmt::format("{}", fmt::join(parts, " or "));
  if (expectation.level == Level::should) text += " (SHOULD)";
  if (expectation.level == Level::may) text += " (MAY)";
  return text;
}

std::string_view name_of(Kind kind) {
  static constexpr std::string_view names[kind_count] = {"pass", "warn",           "fail",    "crash",
                                                         "hang", "not_applicable", "blocked", "error"};
  return names[static_cast<std::size_t>(kind)];
}

std::string_view name_of(Severity severity) {
  static constexpr std::string_view names[] = {"none", "alert", "protocol", "security"};
  return names[static_cast<std::size_t>(severity)];
}

int rank(Kind kind, Severity severity) {
  switch (kind) {
    case Kind::pass:
    case Kind::not_applicable:
      return 0;
    case Kind::warn:
      return 1;
    case Kind::fail:
      return severity == Severity::security ? 4 : severity == Severity::protocol ? 3 : 2;
    case Kind::blocked:
      return 3;
    case Kind::hang:
      return 5;
    case Kind::crash:
      return 6;
    case Kind::error:
      return 7;
  }
  return 7;
}

}  // namespace shakedown::check
