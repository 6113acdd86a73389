#include "harness/script/match.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "harness/wire/content.h"
#include "harness/wire/layout.h"

namespace shakedown::script {
namespace {

using registry::operator""_alert;

// Data under early keys are no application_data of a finished handshake, although the record says so.
std::string name_in_flow(const protocol::SeenMessage& message) {
  auto name = message.name();
  return name == "application_data" && message.epoch == protocol::Epoch::early ? "early_data" : name;
}

bool named(const Pattern& pattern, const protocol::SeenMessage& message) {
  const auto name = name_in_flow(message);
  const auto alert = message.alert();
  const bool close = alert && alert->second == "close_notify"_alert;
  return std::ranges::any_of(pattern.names, [&](const auto& n) { return n == name || (close && n == "close_notify"); });
}

wire::Laid laid(const protocol::SeenMessage& message) {
  if (const auto parsed = message.parsed())
    return {message.raw, wire::lay_out(wire::schema_of(parsed->value), message.raw)};
  return {message.raw, wire::lay_out(wire::schema_for_content(message.content_type), message.raw)};
}

std::optional<std::string> field_misfit(const wire::Laid& m, const Pattern::Field& field) {
  const auto slot = wire::find_slot(m, field.address);
  const auto path = wire::to_string(field.address);
  if (!slot) return field.absent ? std::nullopt : std::optional(fmt::format("{} is absent", path));
  if (field.absent) return fmt::format("{} is there", path);
  const auto& s = m.layout.slots[*slot];
  const auto value = View(m.bytes).subspan(s.begin, s.end - s.begin);
  if (equal(value, field.value)) return std::nullopt;
  return fmt::format("{} is {}, not {}", path, to_hex(value), to_hex(field.value));
}

std::string names_of(const Pattern& pattern) { return fmt::format("{}", fmt::join(pattern.names, "|")); }

}  // namespace

std::string describe(const protocol::SeenMessage& message) {
  const auto alert = message.alert();
  return alert ? "alert " + registry::name_of(alert->second) : name_in_flow(message);
}

std::optional<std::string> misfit(const Pattern& pattern, const protocol::SeenMessage& message) {
  if (!named(pattern, message)) return describe(message);
  if (pattern.fields.empty()) return std::nullopt;
  const auto m = laid(message);
  for (const auto& field : pattern.fields)
    if (auto why = field_misfit(m, field)) return why;
  return std::nullopt;
}

Matcher::State Matcher::offer(const protocol::SeenMessage& message) {
  if (!mismatch_.empty()) return State::mismatch;
  const auto wanted = expected();
  std::string got = describe(message);
  for (auto i = at_; i < patterns_.size(); ++i) {
    const auto& p = patterns_[i];
    const auto why = misfit(p, message);
    if (!why) {
      at_ = p.often == Pattern::Often::any ? i : i + 1;
      seen_ += (seen_.empty() ? "" : "+") + got;
      return state();
    }
    if (named(p, message)) got = *why;
    if (p.often == Pattern::Often::once) break;
  }
  mismatch_ = fmt::format("got {}, expected {}", got, wanted.empty() ? "nothing more" : wanted);
  if (!seen_.empty()) mismatch_ += ", seen " + seen_;
  return State::mismatch;
}

bool Matcher::takes(const protocol::SeenMessage& message) const {
  auto trial = *this;
  return trial.offer(message) != State::mismatch;
}

Matcher::State Matcher::state() const {
  if (!mismatch_.empty()) return State::mismatch;
  const auto missing = std::any_of(patterns_.begin() + static_cast<std::ptrdiff_t>(at_), patterns_.end(),
                                   [](const auto& p) { return p.often == Pattern::Often::once; });
  return missing ? State::wants_more : State::satisfied;
}

std::string Matcher::expected() const {
  std::vector<std::string> names;
  for (auto i = at_; i < patterns_.size(); ++i) {
    const auto name = names_of(patterns_[i]);
    if (std::ranges::find(names, name) == names.end()) names.push_back(name);
    if (patterns_[i].often == Pattern::Often::once) break;
  }
  return fmt::format("{}", fmt::join(names, "|"));
}

std::vector<Pattern> Matcher::tail() const {
  std::vector<Pattern> out;
  for (auto i = at_; i < patterns_.size(); ++i)
    if (patterns_[i].often != Pattern::Often::once) out.push_back(patterns_[i]);
  return out;
}

}  // namespace shakedown::script
