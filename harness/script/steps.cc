#include "harness/script/steps.h"

#include "harness/script/expectation.h"
#include "harness/script/message_reader.h"
#include "harness/script/table.h"

namespace shakedown::script {
namespace {

constexpr auto verbs = std::to_array<std::string_view>({"send", "expect", "ask"});
constexpr auto asks =
    std::to_array<std::string_view>({"key_update", "key_update_requested", "renegotiate", "write", "close"});

Send read_send(const Scope& scope, const YamlNode& node) {
  Send out;
  for (const auto& item : as_list(node))
    for (auto& message : read_messages(scope, item)) out.messages.push_back(std::move(message));
  return out;
}

YamlNode only(std::string_view key, YamlNode value) {
  return YamlNode::map({{YamlNode::scalar(std::string(key)), std::move(value)}});
}

YamlNode write(const Send& send) {
  std::vector<YamlNode> messages;
  for (const auto& m : send.messages) messages.push_back(write_message(m));
  return only("send", YamlNode::sequence(std::move(messages)));
}
YamlNode write(const Expect& expect) { return only("expect", write_expect(expect)); }
YamlNode write(const Ask& ask) {
  auto name = YamlNode::scalar(std::string(asks[static_cast<std::size_t>(ask.what)]));
  return only("ask", ask.data.empty() ? name : only(name.text, hex_node(ask.data)));
}

}  // namespace

std::vector<std::string_view> step_names() { return {verbs.begin(), verbs.end()}; }
std::vector<std::string_view> ask_names() { return {asks.begin(), asks.end()}; }

std::optional<Ask> read_ask(const YamlNode& node, Problems& problems) {
  const bool with_data = node.is_map() && node.entries.size() == 1;
  const auto which = read_choice(with_data ? node.entries.front().key : node, "request", asks, problems);
  if (!which) return std::nullopt;
  Ask out{.what = static_cast<Ask::What>(*which)};
  if (with_data && out.what != Ask::What::write) {
    problems.add(node, "only 'write' takes data", describe(node.entries.front().key), "{ write: … }");
    return std::nullopt;
  }
  if (with_data) out.data = read_octets(node.entries.front().value, problems).value_or(Bytes{});
  return out;
}

std::optional<Step> read_step(const Scope& scope, const YamlNode& node) {
  if (!node.is_map() || node.entries.size() != 1) {
    scope.problems.add(node, "not a step", describe(node), "{ send: … }, { expect: … } or { ask: … }");
    return std::nullopt;
  }
  const auto& [key, value] = node.entries.front();
  const auto verb = read_choice(key, "step", verbs, scope.problems);
  if (!verb) return std::nullopt;
  if (*verb == 0) return read_send(scope, value);
  if (*verb == 1) return read_expect(scope, value);
  const auto ask = read_ask(value, scope.problems);
  return ask ? std::optional<Step>(*ask) : std::nullopt;
}

std::vector<Step> read_steps(const Scope& scope, const YamlNode& node) {
  std::vector<Step> out;
  if (!node.is_sequence()) scope.problems.add(node, "not a list of steps", describe(node), "[ { send: … }, … ]");
  for (const auto& item : node.items)
    if (auto step = read_step(scope, item)) out.push_back(std::move(*step));
  return out;
}

YamlNode write_step(const Step& step) {
  return std::visit([](const auto& s) { return write(s); }, step);
}

}  // namespace shakedown::script
