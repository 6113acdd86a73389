// Named mutations: { flip: Finished.verify_data, bit: 3 }.
#include <fmt/format.h>

#include <array>

#include "harness/script/override.h"
#include "harness/script/value.h"
#include "harness/wire/path.h"

namespace shakedown::script {
namespace {

using edit::Argument;
using edit::Edit;
using edit::Operator;
using wire::Kind;

constexpr auto lengths_names = std::to_array<std::string_view>({"follow", "lie", "wrap"});

bool is_list(Kind kind) { return kind == Kind::list || kind == Kind::extensions; }

// `Finished.verify_data[3]` is the bit 3 of a field that has no elements.
void split_bit(const wire::Schema& schema, wire::Path& path, Edit& edit) {
  if (path.segments.empty() || !path.segments.back().name.empty()) return;
  auto field = path;
  const auto bit = to_number(field.segments.back().key);
  field.segments.pop_back();
  const auto node = wire::find_node(schema, field);
  if (!bit || !node || is_list(schema.nodes[*node].kind) || schema.nodes[*node].kind == Kind::structure) return;
  path = std::move(field);
  edit.number = *bit;
}

// The most that a field can ever have; nothing if only a message at hand tells.
std::optional<std::int64_t> most_bits(const wire::Node& node) {
  constexpr std::int64_t largest_hash = 64;  // Finished.verify_data (RFC 8446 §4.4.4)
  if (node.width > 0) return node.width * 8;
  if (node.prefix > 0) return ((std::int64_t{1} << (8 * node.prefix)) - 1) * 8;
  return node.computed ? std::optional(largest_hash * 8) : std::nullopt;
}

std::optional<Bytes> slot_value(const wire::Schema& schema, const wire::Path& path, std::uint16_t node,
                                const YamlNode& value, Problems& problems) {
  if (path.length) return encode_length(schema.nodes[*wire::prefixed_node(schema, node)].prefix, value, problems);
  const bool element = !path.segments.empty() && path.segments.back().name.empty();
  if (!element || !value.is_map()) return encode_value(schema, node, value, problems);
  auto block = path;
  block.segments.pop_back();
  const auto list = wire::find_node(schema, block);
  if (!list || schema.nodes[*list].kind != Kind::extensions) return encode_value(schema, node, value, problems);
  const auto name = YamlNode::scalar(path.segments.back().key);
  return encode_extension(schema, *list, name, value, problems);
}

class MutationReader {
 public:
  MutationReader(const Subject& subject, const YamlNode& node, Problems& problems)
      : schema_(*subject.schema), node_(node), problems_(problems) {}

  std::optional<Edit> read(const Operator& op, wire::Path path) {
    Edit edit{.op = std::string(op.name)};
    if (op.name == "flip") split_bit(schema_, path, edit);
    const auto found = wire::find_node(schema_, path);
    if (!found) {
      problems_.add(node_.entries.front().value, found.error());
      return std::nullopt;
    }
    if (!may_apply(op, path, *found)) return std::nullopt;
    edit.address = path;
    if (!argument(op, path, *found, edit) || !manner(edit)) return std::nullopt;
    if (op.name == "flip" && !path.length && !has_bit(schema_.nodes[*found], edit.number)) return std::nullopt;
    return edit;
  }

 private:
  // From the front, or negative from the end.
  bool has_bit(const wire::Node& node, std::int64_t bit) {
    const auto bits = most_bits(node);
    if (!bits || (bit < *bits && bit >= -*bits)) return true;
    problems_.add(node_.entries.front().value, "the field has no such bit", std::to_string(bit),
                  fmt::format("{} to {}", -*bits, *bits - 1));
    return false;
  }
  // What the schema alone can tell; the rest is the operator's to say when a message is at hand.
  bool may_apply(const Operator& op, const wire::Path& path, std::uint16_t found) {
    const auto kind = schema_.nodes[found].kind;
    const bool element = !path.segments.empty() && path.segments.back().name.empty();
    const bool wants_list = op.argument == Argument::element || op.argument == Argument::index_and_element;
    const bool structural = op.name == "remove" || op.name == "duplicate" || op.name == "swap";
    const bool fits = (!wants_list || is_list(kind)) && (op.argument != Argument::codes || kind == Kind::extensions) &&
                      (op.name != "add" || path.length || kind == Kind::number) &&
                      ((op.name != "duplicate" && op.name != "swap") || element) &&
                      (!structural || (!path.length && !path.segments.empty()));
    if (!fits)
      problems_.add(node_.entries.front().value, fmt::format("'{}' does not apply here: {}", op.name, op.about),
                    wire::to_string(path));
    return fits;
  }

  bool argument(const Operator& op, const wire::Path& path, std::uint16_t found, Edit& edit) {
    const auto* given = node_.find(op.key);
    if (op.argument == Argument::none) return true;
    if (given == nullptr) return missing(op);
    switch (op.argument) {
      case Argument::number:
        return number(*given, edit.number);
      case Argument::octets:
        return octets(read_octets(*given, problems_), edit);
      case Argument::value:
        return octets(slot_value(schema_, path, found, *given, problems_), edit);
      case Argument::element:
        return octets(encode_element(schema_, found, *given, problems_), edit);
      case Argument::index_and_element: {
        const auto* at = node_.find("at");
        if (at != nullptr && !number(*at, edit.number)) return false;
        return octets(encode_element(schema_, found, *given, problems_), edit);
      }
      case Argument::codes:
        return codes(*given, edit);
      case Argument::none:
        break;
    }
    return true;
  }
  // A bit in brackets, or a number whose default means something, may be left out.
  bool missing(const Operator& op) {
    const bool has_default = op.name == "flip" || op.name == "random";
    if (!has_default) problems_.add(node_, fmt::format("'{}' needs '{}'", op.name, op.key), {}, std::string(op.about));
    return has_default;
  }
  bool number(const YamlNode& given, std::int64_t& out) {
    const auto n = read_number(given, -(std::int64_t{1} << 48), std::int64_t{1} << 48, problems_);
    if (n) out = *n;
    return n.has_value();
  }
  static bool octets(std::optional<Bytes> given, Edit& edit) {
    if (given) edit.bytes = std::move(*given);
    return given.has_value();
  }
  bool codes(const YamlNode& given, Edit& edit) {
    if (given.is_scalar() && given.text.starts_with("hex:")) return octets(read_octets(given, problems_), edit);
    for (const auto& name : as_list(given)) {
      const auto code = read_extension_code(name, problems_);
      if (!code) return false;
      append_uint(edit.bytes, *code, 2);
    }
    return true;
  }
  bool manner(Edit& edit) {
    if (const auto* lengths = node_.find("lengths")) {
      const auto which = read_choice(*lengths, "way of lengths", lengths_names, problems_);
      if (!which) return false;
      edit.lengths = static_cast<wire::Lengths>(*which);
    }
    if (const auto* after = node_.find("after")) {
      const auto flag = read_flag(*after, problems_);
      if (!flag) return false;
      edit.after = *flag;
    }
    return true;
  }

  const wire::Schema& schema_;
  const YamlNode& node_;
  Problems& problems_;
};

}  // namespace

const edit::Operator* named_operator(const YamlNode& node) {
  return node.is_map() && !node.entries.empty() ? edit::find_operator(node.entries.front().key.text) : nullptr;
}

std::optional<wire::Path> read_path(const Subject& subject, const YamlNode& node, Problems& problems) {
  const std::string root(subject.schema->root().name);
  const auto follows = [&](std::string_view name) {
    return node.text.starts_with(name) &&
           (node.text.size() == name.size() || node.text[name.size()] == '.' || node.text[name.size()] == '[');
  };
  auto text = root + (node.text.starts_with('[') ? "" : ".") + node.text;
  if (follows(root)) text = node.text;
  if (follows(subject.name)) text = root + node.text.substr(subject.name.size());
  auto path = wire::parse_path(text);
  if (path) return *path;
  problems.add(node, path.error());
  return std::nullopt;
}

std::optional<Edit> read_mutation(const Subject& subject, const YamlNode& node,
                                  const std::vector<std::string_view>& extra, Problems& problems) {
  const auto* op = named_operator(node);
  if (op == nullptr) {
    std::vector<std::string_view> names;
    for (const auto& row : edit::operators()) names.push_back(row.name);
    problems.unknown(node.is_map() && !node.entries.empty() ? node.entries.front().key : node, "operator", names);
    return std::nullopt;
  }
  std::vector<std::string_view> keys{op->name};
  if (!op->key.empty()) keys.push_back(op->key);
  for (const auto key : operator_keys())
    if (key != "at" || op->argument == Argument::index_and_element) keys.push_back(key);
  keys.insert(keys.end(), extra.begin(), extra.end());
  check_keys(node, fmt::format("'{}'", op->name), keys, problems);
  const auto path = read_path(subject, node.entries.front().value, problems);
  if (!path) return std::nullopt;
  return MutationReader(subject, node, problems).read(*op, *path);
}

std::vector<std::string_view> operator_keys() { return {"lengths", "after", "at"}; }

YamlNode write_mutation(const Edit& edit) {
  const auto* op = edit::find_operator(edit.op);
  std::vector<YamlEntry> out{{YamlNode::scalar(edit.op), YamlNode::scalar(wire::to_string(edit.address))}};
  const auto put = [&](std::string_view key, YamlNode value) {
    out.push_back({YamlNode::scalar(std::string(key)), std::move(value)});
  };
  if (op != nullptr) {
    if (op->argument == Argument::index_and_element) put("at", number_node(edit.number));
    if (op->argument == Argument::number) put(op->key, number_node(edit.number));
    if (op->argument != Argument::number && op->argument != Argument::none) put(op->key, hex_node(edit.bytes));
  }
  if (edit.lengths != wire::Lengths::follow)
    put("lengths", YamlNode::scalar(std::string(lengths_names[static_cast<std::size_t>(edit.lengths)])));
  if (edit.after) put("after", YamlNode::scalar("true"));
  return YamlNode::map(std::move(out));
}

}  // namespace shakedown::script
