// The YAML forms of Compute and RecordPlan.
#include <fmt/format.h>

#include <charconv>

#include "harness/script/address.h"
#include "harness/script/message_reader.h"
#include "harness/script/table.h"
#include "harness/wire/record.h"

namespace shakedown::script {
namespace {

// client.X or server.X: a message that was seen.
std::optional<std::string> read_seen(const YamlNode& node, Problems& problems) {
  const auto address = parse_address(node.text);
  if (!address) {
    problems.add(node, address.error());
    return std::nullopt;
  }
  if (address->sender && address->field.empty() && address->connection == 0 && address->nth == 0) return node.text;
  problems.add(node, "not a message of the transcript", describe(node), "client.X or server.X");
  return std::nullopt;
}

void read_without(Compute& out, const YamlNode& node, Problems& problems) {
  for (const auto& item : as_list(node))
    if (auto name = read_seen(item, problems)) out.without.push_back(std::move(*name));
}
std::optional<YamlNode> write_without(const Compute& value) {
  if (value.without.empty()) return std::nullopt;
  std::vector<YamlNode> names;
  for (const auto& name : value.without) names.push_back(YamlNode::scalar(name));
  return YamlNode::sequence(std::move(names));
}
void read_replay(Compute& out, const YamlNode& node, Problems& problems) { out.replay = read_seen(node, problems); }

constexpr auto compute_rows = std::to_array<KeyRow<Compute>>({
    text_row<&Compute::label>("label"),
    choice_row<&Compute::side, role_names>("side"),
    choice_row<&Compute::hash, hash_names>("hash"),
    {"without", read_without, write_without},
    choice_row<&Compute::key, epoch_names>("key"),
    {"replay", read_replay, text_row<&Compute::replay>("replay").write},
});

void read_cuts(RecordPlan& out, const YamlNode& node, Problems& problems) {
  for (const auto& item : as_list(node))
    if (const auto n = read_number(item, 0, 1 << 24, problems)) out.cuts.push_back(static_cast<std::size_t>(*n));
}
std::optional<YamlNode> write_cuts(const RecordPlan& value) {
  if (value.cuts.empty()) return std::nullopt;
  std::vector<YamlNode> out;
  for (auto cut : value.cuts) out.push_back(number_node(static_cast<std::int64_t>(cut)));
  return YamlNode::sequence(std::move(out));
}

void read_fragment(RecordPlan& out, const YamlNode& node, Problems& problems) {
  if (const auto n = read_number(node, 1, 1 << 24, problems)) out.fragment = static_cast<std::size_t>(*n);
}
void read_padding(RecordPlan& out, const YamlNode& node, Problems& problems) {
  if (const auto n = read_number(node, 0, 1 << 16, problems)) out.padding = static_cast<std::size_t>(*n);
}

const wire::Schema& schema_of(std::vector<edit::Edit> RecordPlan::*edits) {
  return edits == &RecordPlan::inner ? wire::inner_schema() : wire::record_schema();
}
template <std::vector<edit::Edit> RecordPlan::*edits>
void read_edits(RecordPlan& out, const YamlNode& node, Problems& problems) {
  const auto& schema = schema_of(edits);
  for (const auto& item : as_list(node))
    if (auto edit = read_mutation({std::string(schema.root().name), &schema}, item, {}, problems))
      (out.*edits).push_back(std::move(*edit));
}
template <std::vector<edit::Edit> RecordPlan::*edits>
std::optional<YamlNode> write_edits(const RecordPlan& value) {
  if ((value.*edits).empty()) return std::nullopt;
  std::vector<YamlNode> out;
  for (const auto& edit : value.*edits) out.push_back(write_mutation(edit));
  return YamlNode::sequence(std::move(out));
}

// All 64 bits are wanted here.
void read_sequence(RecordPlan& out, const YamlNode& node, Problems& problems) {
  const bool hex = node.text.starts_with("0x");
  const auto digits = std::string_view(node.text).substr(hex ? 2 : 0);
  std::uint64_t value = 0;
  const auto r = std::from_chars(digits.data(), digits.data() + digits.size(), value, hex ? 16 : 10);
  if (r.ec != std::errc{} || r.ptr != digits.data() + digits.size())
    return problems.add(node, "not a sequence number", describe(node), "0 to 0xffffffffffffffff");
  out.sequence = value;
}
std::optional<YamlNode> write_sequence(const RecordPlan& value) {
  if (!value.sequence) return std::nullopt;
  return YamlNode::scalar(fmt::format("{}", *value.sequence));
}

void read_interleave(RecordPlan& out, const YamlNode& node, Problems& problems) {
  static constexpr auto names = std::to_array<std::string_view>({"change_cipher_spec", "alert", "application_data"});
  if (const auto which = read_choice(node, "content", names, problems)) out.interleave = std::string(names[*which]);
}

constexpr auto record_rows = std::to_array<KeyRow<RecordPlan>>({
    {"fragment", read_fragment, number_row<&RecordPlan::fragment>("").write},
    {"cuts", read_cuts, write_cuts},
    flag_row<&RecordPlan::coalesce>("coalesce"),
    {"padding", read_padding, number_row<&RecordPlan::padding>("").write},
    code_row<&RecordPlan::content_type>("content_type"),
    code_row<&RecordPlan::outer_type>("outer_type"),
    {"version",
     [](RecordPlan& out, const YamlNode& node, Problems& problems) {
       if (const auto code = read_code<registry::ProtocolVersion>(node, problems))
         out.version = registry::number(*code);
     },
     [](const RecordPlan& value) -> std::optional<YamlNode> {
       if (!value.version) return std::nullopt;
       return YamlNode::scalar(registry::name_of(registry::ProtocolVersion{*value.version}));
     }},
    choice_row<&RecordPlan::keys, epoch_names>("keys"),
    {"sequence", read_sequence, write_sequence},
    {"inner", read_edits<&RecordPlan::inner>, write_edits<&RecordPlan::inner>},
    {"ciphertext", read_edits<&RecordPlan::ciphertext>, write_edits<&RecordPlan::ciphertext>},
    {"interleave", read_interleave, text_row<&RecordPlan::interleave>("").write},
    flag_row<&RecordPlan::repeat>("repeat"),
});

}  // namespace

void read_compute(const YamlNode& node, Compute& out, Problems& problems) {
  read_rows<Compute>(compute_rows, "compute", node, out, problems);
}
void read_records(const YamlNode& node, RecordPlan& out, Problems& problems) {
  read_rows<RecordPlan>(record_rows, "records", node, out, problems);
}
std::vector<std::string_view> compute_keys() { return keys_of<Compute>(compute_rows); }
std::vector<std::string_view> record_keys() { return keys_of<RecordPlan>(record_rows); }
YamlNode write_compute(const Compute& compute) { return write_rows<Compute>(compute_rows, compute); }
YamlNode write_records(const RecordPlan& plan) { return write_rows<RecordPlan>(record_rows, plan); }

}  // namespace shakedown::script
