#include "harness/script/scalars.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "harness/base/suggest.h"

namespace shakedown::script {
namespace {

constexpr std::int64_t most_octets = 1 << 18;

// The arguments of `name(a, b)`; nothing if the text is not of that form.
std::optional<std::vector<std::int64_t>> call(std::string_view text, std::string_view name) {
  if (!text.starts_with(name) || !text.ends_with(')')) return std::nullopt;
  text.remove_prefix(name.size());
  if (!text.starts_with('(')) return std::nullopt;
  text = text.substr(1, text.size() - 2);
  std::vector<std::int64_t> out;
  while (true) {
    const auto comma = std::min(text.find(','), text.size());
    auto part = text.substr(0, comma);
    while (part.starts_with(' ')) part.remove_prefix(1);
    const auto number = to_number(part);
    if (!number) return std::nullopt;
    out.push_back(*number);
    if (comma == text.size()) return out;
    text.remove_prefix(comma + 1);
  }
}

// zeros(n) and fill(octet, n).
std::optional<Bytes> generated(std::string_view text) {
  auto arguments = call(text, "fill");
  if (const auto zeros = call(text, "zeros"); zeros && zeros->size() == 1) arguments = {0, zeros->front()};
  if (!arguments || arguments->size() != 2) return std::nullopt;
  const auto octet = arguments->front();
  const auto count = arguments->back();
  if (octet < 0 || octet > 0xff || count < 0 || count > most_octets) return std::nullopt;
  return Bytes(static_cast<std::size_t>(count), static_cast<std::uint8_t>(octet));
}

std::optional<Bytes> octets_of(const YamlNode& node, Problems& problems) {
  if (node.kind == YamlNode::Kind::null) return Bytes{};
  if (!node.is_scalar()) {
    problems.add(node, "not octets", describe(node), "\"hex:…\", zeros(n), fill(octet, n) or a text");
    return std::nullopt;
  }
  if (node.text.starts_with("hex:")) {
    auto octets = from_hex(std::string_view(node.text).substr(4));
    if (octets) return *octets;
    problems.add(node, octets.error());
    return std::nullopt;
  }
  if (auto octets = generated(node.text)) return octets;
  const bool failed_call = node.text.starts_with("zeros(") || node.text.starts_with("fill(");
  if (!node.quoted && (to_number(node.text) || failed_call)) {
    problems.add(node, "octets are not written like this", describe(node),
                 "\"hex:…\", zeros(n), fill(octet, n), or a text in quotes");
    return std::nullopt;
  }
  return to_bytes(node.text);
}

}  // namespace

std::optional<std::int64_t> to_number(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const bool hex = text.starts_with("0x");
  if (hex) text.remove_prefix(2);
  std::int64_t value = 0;
  if (text.empty() || text.front() == '-') return std::nullopt;
  const auto r = std::from_chars(text.data(), text.data() + text.size(), value, hex ? 16 : 10);
  if (r.ec != std::errc{} || r.ptr != text.data() + text.size()) return std::nullopt;
  return negative ? -value : value;
}

std::optional<std::int64_t> read_number(const YamlNode& node, std::int64_t least, std::int64_t most,
                                        Problems& problems) {
  const auto value = node.is_scalar() ? to_number(node.text) : std::nullopt;
  if (value && *value >= least && *value <= most) return value;
  problems.add(node, value ? "the number is out of range" : "not a number", describe(node),
               fmt::format("{} to {}", least, most));
  return std::nullopt;
}

std::optional<bool> read_flag(const YamlNode& node, Problems& problems) {
  if (node.is_scalar() && (node.text == "true" || node.text == "false")) return node.text == "true";
  problems.add(node, "not a flag", describe(node), "true or false");
  return std::nullopt;
}

std::optional<std::string> read_text(const YamlNode& node, Problems& problems) {
  if (node.is_scalar()) return node.text;
  problems.add(node, "not a text", describe(node), "a text");
  return std::nullopt;
}

std::optional<std::size_t> read_choice(const YamlNode& node, std::string_view kind,
                                       std::span<const std::string_view> names, Problems& problems) {
  const auto found = std::ranges::find(names, node.text);
  if (node.is_scalar() && found != names.end()) return static_cast<std::size_t>(found - names.begin());
  problems.unknown(node, kind, {names.begin(), names.end()});
  return std::nullopt;
}

std::optional<Bytes> read_octets(const YamlNode& node, Problems& problems) {
  auto out = octets_of(node, problems);
  if (out && !problems.afford(node, out->size())) out.reset();
  return out;
}

std::optional<std::uint64_t> read_code(const YamlNode& node, const registry::Registry& registry, Problems& problems) {
  if (!node.is_scalar()) {
    problems.add(node, "not one value", describe(node), fmt::format("a {}", registry.name));
    return std::nullopt;
  }
  if (const auto code = registry.value_of(node.text)) return code;
  if (const auto number = to_number(node.text)) {
    const auto most = static_cast<std::int64_t>((std::uint64_t{1} << (8 * registry.width)) - 1);
    const auto fits = read_number(node, 0, most, problems);
    return fits ? std::optional(static_cast<std::uint64_t>(*fits)) : std::nullopt;
  }
  std::vector<std::string_view> names;
  for (std::size_t i = 0; !registry.nth_name(i).empty(); ++i) names.push_back(registry.nth_name(i));
  problems.unknown(node, registry.name, names);
  return std::nullopt;
}

bool check_keys(const YamlNode& node, std::string_view what, const std::vector<std::string_view>& keys,
                Problems& problems) {
  if (!node.is_map()) {
    problems.add(node, fmt::format("{} is not a map", what), describe(node),
                 fmt::format("a map with {}", keys.front()));
    return false;
  }
  for (const auto& [key, value] : node.entries)
    if (std::ranges::find(keys, key.text) == keys.end()) problems.unknown(key, fmt::format("key of {}", what), keys);
  return true;
}

std::span<const YamlNode> as_list(const YamlNode& node) {
  if (node.is_sequence()) return node.items;
  if (node.kind == YamlNode::Kind::null) return {};
  return {&node, 1};
}

YamlNode hex_node(View octets) { return YamlNode::scalar("hex:" + to_hex(octets), true); }
YamlNode number_node(std::int64_t value) { return YamlNode::scalar(fmt::format("{}", value)); }

}  // namespace shakedown::script
