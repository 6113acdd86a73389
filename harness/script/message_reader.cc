#include "harness/script/message_reader.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/script/address.h"
#include "harness/script/flights.h"
#include "harness/script/table.h"

namespace shakedown::script {
namespace {

using registry::operator""_content;

constexpr auto commit_names = std::to_array<std::string_view>({"sent", "unedited", "nothing"});
constexpr auto version_names = std::to_array<std::string_view>({"TLSv1.2", "TLSv1.3"});

// The keys of a message that are not its fields.
constexpr auto manner_rows = std::to_array<KeyRow<MessageSpec>>({
    {"compute",
     [](MessageSpec& out, const YamlNode& node, Problems& problems) { read_compute(node, out.compute, problems); },
     [](const MessageSpec& spec) -> std::optional<YamlNode> {
       if (spec.compute == Compute{}) return std::nullopt;
       return write_compute(spec.compute);
     }},
    {"records",
     [](MessageSpec& out, const YamlNode& node, Problems& problems) { read_records(node, out.records, problems); },
     [](const MessageSpec& spec) -> std::optional<YamlNode> {
       if (spec.records == RecordPlan{}) return std::nullopt;
       return write_records(spec.records);
     }},
    choice_row<&MessageSpec::commit, commit_names>("commit"),
});

wire::Context context_of(const Scope& scope, const MessageSpec& spec) {
  auto context = scope.context(scope.peer);
  if (spec.of_version) context.version = *registry::value_of<registry::ProtocolVersion>(*spec.of_version);
  return context;
}

void read_edits(const Subject& subject, const YamlNode& node, MessageSpec& out, Problems& problems) {
  for (const auto& item : as_list(node))
    if (auto edit = read_mutation(subject, item, {}, problems)) out.edits.push_back(std::move(*edit));
}

// What an alert says; elsewhere these are no keys.
constexpr auto alert_rows = std::to_array<KeyRow<MessageSpec>>({
    code_row<&MessageSpec::alert>("description"),
    {"level",
     [](MessageSpec& spec, const YamlNode& level, Problems& problems) {
       if (const auto code = read_code<registry::AlertLevel>(level, problems))
         spec.alert_level = registry::number(*code);
     },
     nullptr},
});

bool is_data(std::string_view name) { return name == "application_data" || name == "early_data"; }

void read_deviates(const YamlNode& node, MessageSpec& out, Problems& problems) {
  if (const auto flag = read_flag(node, problems)) out.deviates = *flag;
}

// { bytes: "hex:…", content_type: handshake, message: ClientHello, records: … }
MessageSpec read_bytes(const Scope& scope, const YamlNode& node) {
  MessageSpec out{.source = MessageSpec::Source::bytes};
  check_keys(node, "a message given as bytes", bytes_keys(), scope.problems);
  out.deviates = true;
  for (const auto& [key, value] : node.entries) {
    if (key.text == "bytes") out.bytes = read_octets(value, scope.problems).value_or(Bytes{});
    if (key.text == "content_type") out.content_type = read_code<ContentType>(value, scope.problems);
    if (key.text == "message") out.message = read_text(value, scope.problems).value_or("");
    if (key.text == "deviates") read_deviates(value, out, scope.problems);
    if (const auto* row = find_row<MessageSpec>(manner_rows, key.text)) row->read(out, value, scope.problems);
  }
  if (!out.message.empty() && !is_sendable(out.message))
    scope.problems.unknown(*node.find("message"), "message", sendable_names());
  const auto* edits = node.find("edits");
  const auto* schema = message_schema(out.message, context_of(scope, out));
  if (edits != nullptr && schema != nullptr) read_edits({out.message, schema}, *edits, out, scope.problems);
  if (edits != nullptr && schema == nullptr)
    scope.problems.add(*edits, "edits of bytes need the name of what they are", {}, "message: ClientHello, …");
  return out;
}

// { flight: NAME, part: 0, records: { keys: plaintext } }
std::vector<MessageSpec> read_flight(const Scope& scope, const YamlNode& node) {
  check_keys(node, "a flight", flight_keys(), scope.problems);
  const auto name = read_text(node.entries.front().value, scope.problems);
  const auto* part = node.find("part");
  const auto nth = part == nullptr ? 0 : read_number(*part, 0, 1000, scope.problems).value_or(0);
  if (!name) return {};
  if (!scope.options.flights) {
    scope.problems.add(node, "recorded flights are not at hand here", *name);
    return {};
  }
  const auto text = scope.options.flights(*name);
  const auto messages = text ? parse_flights(*text, *name) : fail(text.error());
  if (!messages) {
    scope.problems.add(node, messages.error());
    return {};
  }
  RecordPlan records;
  if (const auto* plan = node.find("records")) read_records(*plan, records, scope.problems);
  std::vector<MessageSpec> out;
  for (const auto& m : nth_flight(*messages, scope.peer, static_cast<std::size_t>(nth))) {
    if (!scope.problems.afford(node, m.content.size())) return {};
    out.push_back({.source = MessageSpec::Source::bytes,
                   .message = m.content_type == "handshake"_content ? "" : registry::name_of(m.content_type),
                   .bytes = m.content,
                   .content_type = m.content_type,
                   .records = records,
                   .deviates = true});
  }
  if (out.empty())
    scope.problems.add(node, "our side has no such flight there", fmt::format("{}, part {}", *name, nth));
  return out;
}

MessageSpec read_named(const Scope& scope, const YamlNode& name, const YamlNode& body) {
  MessageSpec out{.message = name.text};
  if (!is_sendable(name.text)) {
    scope.problems.unknown(name, "message", sendable_names());
    return out;
  }
  if (body.kind != YamlNode::Kind::null) read_message_body(scope, body, out);
  out.deviates = out.deviates || is_altered(out);
  if (const auto* said = body.find("deviates")) read_deviates(*said, out, scope.problems);
  return out;
}

}  // namespace

std::vector<std::string_view> message_keys() {
  auto out = keys_of<MessageSpec>(manner_rows);
  for (const auto key : keys_of<MessageSpec>(alert_rows)) out.push_back(key);
  for (const auto* key : {"edits", "of_version", "deviates"}) out.emplace_back(key);
  return out;
}
const std::vector<std::string_view>& bytes_keys() {
  static const std::vector<std::string_view> keys{"bytes",   "content_type", "message", "edits",
                                                  "compute", "records",      "commit",  "deviates"};
  return keys;
}
const std::vector<std::string_view>& flight_keys() {
  static const std::vector<std::string_view> keys{"flight", "part", "records"};
  return keys;
}

bool is_altered(const MessageSpec& spec) {
  MessageSpec honest{.message = spec.message};
  honest.deviates = spec.deviates;
  return spec != honest;
}

void read_message_body(const Scope& scope, const YamlNode& body, MessageSpec& out) {
  const bool alert = out.message == "alert";
  if (alert && !body.is_map()) {
    out.alert = read_code<AlertDescription>(body, scope.problems);
    return;
  }
  if (is_data(out.message) && !body.is_map()) {
    out.source = MessageSpec::Source::bytes;
    out.content_type = "application_data"_content;
    out.bytes = read_octets(body, scope.problems).value_or(Bytes{});
    return;
  }
  if (!body.is_map()) return scope.problems.add(body, "not the fields of a message", describe(body), "a map");
  if (const auto* version = body.find("of_version"))
    if (const auto which = read_choice(*version, "version", version_names, scope.problems))
      out.of_version = std::string(version_names[*which]);
  const Subject subject{out.message, message_schema(out.message, context_of(scope, out))};
  for (const auto& [key, value] : body.entries) {
    if (key.text == "of_version" || key.text == "deviates") continue;
    if (const auto* row = find_row<MessageSpec>(manner_rows, key.text)) {
      row->read(out, value, scope.problems);
    } else if (const auto* of_alert = find_row<MessageSpec>(alert_rows, key.text); alert && of_alert != nullptr) {
      of_alert->read(out, value, scope.problems);
    } else if (subject.schema == nullptr) {
      return scope.problems.add(body, "no such message in this version", out.message);
    } else if (key.text == "edits") {
      read_edits(subject, value, out, scope.problems);
    } else {
      read_override(subject, key, value, out.edits, scope.problems);
    }
  }
}

std::vector<MessageSpec> read_messages(const Scope& scope, const YamlNode& node) {
  if (node.is_scalar()) return {read_named(scope, node, YamlNode{})};
  if (node.is_map() && node.find("bytes") != nullptr) return {read_bytes(scope, node)};
  if (node.is_map() && !node.entries.empty() && node.entries.front().key.text == "flight")
    return read_flight(scope, node);
  if (node.is_map() && node.entries.size() == 1)
    return {read_named(scope, node.entries.front().key, node.entries.front().value)};
  scope.problems.add(node, "not a message", describe(node), "its name, { name: { … } }, { bytes: … } or { flight: … }");
  return {};
}

YamlNode write_message(const MessageSpec& spec) {
  const auto put = [](std::vector<YamlEntry>& to, std::string key, YamlNode value) {
    to.push_back({YamlNode::scalar(std::move(key)), std::move(value)});
  };
  std::vector<YamlEntry> body;
  const bool bytes = spec.source == MessageSpec::Source::bytes;
  if (bytes) put(body, "bytes", hex_node(spec.bytes));
  if (spec.content_type) put(body, "content_type", YamlNode::scalar(registry::name_of(*spec.content_type)));
  if (bytes && !spec.message.empty()) put(body, "message", YamlNode::scalar(spec.message));
  if (spec.alert) put(body, "description", YamlNode::scalar(registry::name_of(*spec.alert)));
  if (spec.alert_level)
    put(body, "level", YamlNode::scalar(registry::name_of(registry::AlertLevel{*spec.alert_level})));
  if (spec.of_version) put(body, "of_version", YamlNode::scalar(*spec.of_version));
  if (!spec.edits.empty()) {
    std::vector<YamlNode> edits;
    for (const auto& edit : spec.edits) edits.push_back(write_mutation(edit));
    put(body, "edits", YamlNode::sequence(std::move(edits)));
  }
  for (const auto& row : manner_rows)
    if (auto node = row.write(spec)) put(body, std::string(row.key), std::move(*node));
  if (spec.deviates != (bytes || is_altered(spec)))
    put(body, "deviates", YamlNode::scalar(spec.deviates ? "true" : "false"));
  if (bytes) return YamlNode::map(std::move(body));
  if (body.empty()) return YamlNode::scalar(spec.message);
  return YamlNode::map({{YamlNode::scalar(spec.message), YamlNode::map(std::move(body))}});
}

}  // namespace shakedown::script
