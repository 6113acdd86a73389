// Small values of a case: numbers, flags, names, octets.
#pragma once
#include <cstdint>
#include <optional>
#include <span>

#include "harness/base/bytes.h"
#include "harness/registry/table.h"
#include "harness/script/problems.h"

namespace shakedown::script {

// Decimal or 0x…, with a sign; the whole text must be the number.
std::optional<std::int64_t> to_number(std::string_view text);

// Each reports a problem and gives nothing when the node is not what it should be.
std::optional<std::int64_t> read_number(const YamlNode& node, std::int64_t least, std::int64_t most,
                                        Problems& problems);
std::optional<bool> read_flag(const YamlNode& node, Problems& problems);
std::optional<std::string> read_text(const YamlNode& node, Problems& problems);
// The index of the name.
std::optional<std::size_t> read_choice(const YamlNode& node, std::string_view kind,
                                       std::span<const std::string_view> names, Problems& problems);
// "hex:00 ff", zeros(32), fill(0xab, 32), or the text's own octets. What looks like a number must be quoted or hex.
std::optional<Bytes> read_octets(const YamlNode& node, Problems& problems);
// A name of the registry or a number of its width.
std::optional<std::uint64_t> read_code(const YamlNode& node, const registry::Registry& registry, Problems& problems);
template <class E>
std::optional<E> read_code(const YamlNode& node, Problems& problems) {
  const auto code = read_code(node, registry::erased<E>, problems);
  return code ? std::optional(static_cast<E>(*code)) : std::nullopt;
}

// A map whose keys are all among `keys`; reports the others. False if it is not a map.
bool check_keys(const YamlNode& node, std::string_view what, const std::vector<std::string_view>& keys,
                Problems& problems);
// A list, or one thing that stands for a list of one.
std::span<const YamlNode> as_list(const YamlNode& node);

// "hex:00ff", as the writers give octets.
YamlNode hex_node(View octets);
YamlNode number_node(std::int64_t value);

}  // namespace shakedown::script
