#include "harness/script/expectation.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "harness/script/address.h"
#include "harness/script/override.h"
#include "harness/script/table.h"

namespace shakedown::script {
namespace {

using Kind = Outcome::Kind;

constexpr auto outcomes = std::to_array<std::string_view>({"alert", "any_fatal_alert", "close", "completes", "waits"});
constexpr auto rest_names = std::to_array<std::string_view>({"record", "message", "nothing"});

std::optional<Outcome> read_outcome(const YamlNode& node, Problems& problems) {
  const bool with_argument = node.is_map() && node.entries.size() == 1;
  const auto& name = with_argument ? node.entries.front().key : node;
  const auto which = read_choice(name, "outcome", outcomes, problems);
  if (!which) return std::nullopt;
  Outcome out{.kind = static_cast<Kind>(*which)};
  const bool wants_argument = out.kind == Kind::alert || out.kind == Kind::waits;
  if (wants_argument != with_argument) {
    problems.add(name, fmt::format("'{}' {}", name.text, wants_argument ? "needs an argument" : "takes no argument"),
                 {}, wants_argument ? "{ alert: unexpected_message } or { waits: message }" : std::string(name.text));
    return std::nullopt;
  }
  if (out.kind == Kind::alert)
    for (const auto& item : as_list(node.entries.front().value))
      if (const auto alert = read_code<AlertDescription>(item, problems)) out.alerts.push_back(*alert);
  if (out.kind == Kind::alert && as_list(node.entries.front().value).empty()) problems.add(node, "no alert is named");
  if (out.kind == Kind::waits)
    if (const auto rest = read_choice(node.entries.front().value, "wait", rest_names, problems))
      out.rest = std::string(rest_names[*rest]);
  return out;
}

YamlNode write_outcome(const Outcome& outcome) {
  const auto name = YamlNode::scalar(std::string(outcomes[static_cast<std::size_t>(outcome.kind)]));
  if (outcome.kind == Kind::waits) return YamlNode::map({{name, YamlNode::scalar(outcome.rest)}});
  if (outcome.kind != Kind::alert) return name;
  std::vector<YamlNode> alerts;
  for (auto alert : outcome.alerts) alerts.push_back(YamlNode::scalar(registry::name_of(alert)));
  return YamlNode::map({{name, alerts.size() == 1 ? alerts.front() : YamlNode::sequence(std::move(alerts))}});
}

// Names with ? or * behind, alternatives with | between.
void read_names(const YamlNode& node, Pattern& out, Problems& problems) {
  std::string_view text = node.text;
  if (text.ends_with('?')) out.often = Pattern::Often::at_most_once;
  if (text.ends_with('*')) out.often = Pattern::Often::any;
  if (out.often != Pattern::Often::once) text.remove_suffix(1);
  while (true) {
    const auto bar = std::min(text.find('|'), text.size());
    out.names.emplace_back(text.substr(0, bar));
    YamlNode name = node;
    name.text = out.names.back();
    if (!is_sendable(name.text)) problems.unknown(name, "message", sendable_names());
    if (bar == text.size()) return;
    text.remove_prefix(bar + 1);
  }
}

void read_conditions(const Scope& scope, const YamlNode& node, Pattern& out) {
  const auto* schema = message_schema(out.names.front(), scope.context(other(scope.peer)));
  if (schema == nullptr) return scope.problems.add(node, "no such message in this version", out.names.front());
  if (!node.is_map()) return scope.problems.add(node, "not the fields of a message", describe(node), "a map");
  std::vector<edit::Edit> edits;
  for (const auto& [key, value] : node.entries)
    read_override({out.names.front(), schema}, key, value, edits, scope.problems);
  for (auto& edit : edits) {
    if (edit.op != "set" && edit.op != "remove")
      scope.problems.add(node, "an expectation cannot change a message", edit.op, "values of fields, or absent");
    out.fields.push_back({.address = edit.address, .value = edit.bytes, .absent = edit.op == "remove"});
  }
}

Pattern read_pattern(const Scope& scope, const YamlNode& node) {
  Pattern out;
  const bool with_fields = node.is_map() && node.entries.size() == 1;
  if (!with_fields && !node.is_scalar()) {
    scope.problems.add(node, "not a message to expect", describe(node), "its name, or { name: { field: value } }");
    return out;
  }
  read_names(with_fields ? node.entries.front().key : node, out, scope.problems);
  if (with_fields) read_conditions(scope, node.entries.front().value, out);
  return out;
}

// A whole extension is written as its body, as it is read; its header follows from that.
YamlNode write_condition(const Pattern::Field& field, std::string_view path) {
  if (field.absent) return YamlNode::scalar("absent");
  constexpr std::string_view list = "extensions[";
  constexpr std::size_t header = 4;
  const auto at = path.rfind(list);
  const bool whole =
      at != std::string_view::npos && path.find(']', at) == path.size() - 1 && field.value.size() >= header;
  return hex_node(whole ? View(field.value).subspan(header) : View(field.value));
}

YamlNode write_pattern(const Pattern& pattern) {
  auto name = fmt::format("{}", fmt::join(pattern.names, "|"));
  if (pattern.often != Pattern::Often::once) name += pattern.often == Pattern::Often::any ? '*' : '?';
  if (pattern.fields.empty()) return YamlNode::scalar(std::move(name));
  std::vector<YamlEntry> fields;
  for (const auto& f : pattern.fields) {
    const auto path = wire::to_string(f.address).substr(f.address.message.size());
    fields.push_back({YamlNode::scalar(path.starts_with('.') ? path.substr(1) : path), write_condition(f, path)});
  }
  return YamlNode::map({{YamlNode::scalar(std::move(name)), YamlNode::map(std::move(fields))}});
}

}  // namespace

std::vector<std::string_view> outcome_names() { return {outcomes.begin(), outcomes.end()}; }

Expectation read_expectation(const YamlNode& node, const YamlNode* level, Problems& problems) {
  Expectation out;
  for (const auto& item : as_list(node))
    if (auto outcome = read_outcome(item, problems)) out.any_of.push_back(std::move(*outcome));
  if (as_list(node).empty()) problems.add(node, "nothing is expected", {}, "completes, { alert: … }, …");
  if (level != nullptr)
    if (const auto which = read_choice(*level, "level", level_names, problems)) out.level = static_cast<Level>(*which);
  return out;
}

YamlNode write_expectation(const Expectation& expectation) {
  std::vector<YamlNode> out;
  for (const auto& outcome : expectation.any_of) out.push_back(write_outcome(outcome));
  return out.size() == 1 ? out.front() : YamlNode::sequence(std::move(out));
}

Expect read_expect(const Scope& scope, const YamlNode& node) {
  Expect out;
  for (const auto& item : as_list(node)) out.patterns.push_back(read_pattern(scope, item));
  return out;
}

YamlNode write_expect(const Expect& expect) {
  std::vector<YamlNode> out;
  for (const auto& pattern : expect.patterns) out.push_back(write_pattern(pattern));
  return YamlNode::sequence(std::move(out));
}

}  // namespace shakedown::script
