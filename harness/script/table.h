// Optional members read and written through tables of rows. Internal to script/.
#pragma once
#include <array>
#include <span>

#include "harness/protocol/epoch.h"
#include "harness/registry/hash.h"
#include "harness/registry/role.h"
#include "harness/script/scalars.h"

namespace shakedown::script {

// One key of a map that sets one member of T.
template <class T>
struct KeyRow {
  std::string_view key;
  void (*read)(T& out, const YamlNode& node, Problems& problems);
  // Nothing when the member has its default.
  std::optional<YamlNode> (*write)(const T& value);
};

template <class T>
std::vector<std::string_view> keys_of(std::span<const KeyRow<T>> rows) {
  std::vector<std::string_view> keys;
  for (const auto& row : rows) keys.push_back(row.key);
  return keys;
}

template <class T>
const KeyRow<T>* find_row(std::span<const KeyRow<T>> rows, std::string_view key) {
  for (const auto& row : rows)
    if (row.key == key) return &row;
  return nullptr;
}

template <class T>
void read_rows(std::span<const KeyRow<T>> rows, std::string_view what, const YamlNode& node, T& out,
               Problems& problems) {
  if (!check_keys(node, what, keys_of(rows), problems)) return;
  for (const auto& [key, value] : node.entries)
    if (const auto* row = find_row(rows, key.text)) row->read(out, value, problems);
}

template <class T>
YamlNode write_rows(std::span<const KeyRow<T>> rows, const T& value) {
  std::vector<YamlEntry> out;
  for (const auto& row : rows)
    if (row.write != nullptr)
      if (auto node = row.write(value)) out.push_back({YamlNode::scalar(std::string(row.key)), std::move(*node)});
  return YamlNode::map(std::move(out));
}

template <class M>
struct MemberOf;
template <class C, class V>
struct MemberOf<V C::*> {
  using Class = C;
  using Value = V;
};
template <auto member>
using ClassOf = MemberOf<decltype(member)>::Class;
template <auto member>
using ValueOf = MemberOf<decltype(member)>::Value;
template <class V>
struct Unwrapped {
  using type = V;
};
template <class V>
struct Unwrapped<std::optional<V>> {
  using type = V;
};

template <auto member>
bool has_default(const ClassOf<member>& value) {
  return value.*member == ClassOf<member>{}.*member;
}

// true or false.
template <auto member>
constexpr auto flag_row(std::string_view key) -> KeyRow<ClassOf<member>> {
  using T = ClassOf<member>;
  return {key,
          [](T& out, const YamlNode& node, Problems& problems) {
            if (const auto flag = read_flag(node, problems)) out.*member = *flag;
          },
          [](const T& value) -> std::optional<YamlNode> {
            if (has_default<member>(value)) return std::nullopt;
            return YamlNode::scalar(value.*member ? "true" : "false");
          }};
}

// A number, or an optional one.
template <auto member>
constexpr auto number_row(std::string_view key) -> KeyRow<ClassOf<member>> {
  using T = ClassOf<member>;
  using V = Unwrapped<ValueOf<member>>::type;
  return {key,
          [](T& out, const YamlNode& node, Problems& problems) {
            const auto most = sizeof(V) < 4 ? (std::int64_t{1} << (8 * sizeof(V))) - 1 : INT64_MAX;
            if (const auto n = read_number(node, 0, most, problems)) out.*member = static_cast<V>(*n);
          },
          [](const T& value) -> std::optional<YamlNode> {
            if (has_default<member>(value)) return std::nullopt;
            return number_node(static_cast<std::int64_t>(std::optional<V>(value.*member).value_or(V{})));
          }};
}

template <auto member>
constexpr auto text_row(std::string_view key) -> KeyRow<ClassOf<member>> {
  using T = ClassOf<member>;
  return {key,
          [](T& out, const YamlNode& node, Problems& problems) {
            if (const auto text = read_text(node, problems)) out.*member = *text;
          },
          [](const T& value) -> std::optional<YamlNode> {
            if (has_default<member>(value)) return std::nullopt;
            return YamlNode::scalar(std::optional<std::string>(value.*member).value_or(""));
          }};
}

// A code of a registry, alone or optional.
template <auto member>
constexpr auto code_row(std::string_view key) -> KeyRow<ClassOf<member>> {
  using T = ClassOf<member>;
  using E = Unwrapped<ValueOf<member>>::type;
  return {key,
          [](T& out, const YamlNode& node, Problems& problems) {
            const auto code = read_code<E>(node, problems);
            if (!code) return;
            const E value = *code;
            out.*member = value;
          },
          [](const T& value) -> std::optional<YamlNode> {
            if (has_default<member>(value)) return std::nullopt;
            const std::optional<E>& code = value.*member;
            return YamlNode::scalar(registry::name_of(code.value_or(E{})));
          }};
}

// Names of a small enumeration, in the order of its values; `names` has them.
template <auto member, const auto& names>
constexpr auto choice_row(std::string_view key) -> KeyRow<ClassOf<member>> {
  using T = ClassOf<member>;
  using E = Unwrapped<ValueOf<member>>::type;
  return {key,
          [](T& out, const YamlNode& node, Problems& problems) {
            if (const auto which = read_choice(node, "value", names, problems)) out.*member = static_cast<E>(*which);
          },
          [](const T& value) -> std::optional<YamlNode> {
            if (has_default<member>(value)) return std::nullopt;
            const auto which = static_cast<std::size_t>(std::optional<E>(value.*member).value_or(E{}));
            return YamlNode::scalar(std::string(names[which]));
          }};
}

inline constexpr auto role_names = std::to_array<std::string_view>({"client", "server"});
inline constexpr auto hash_names = std::to_array<std::string_view>({"none", "sha1", "sha256", "sha384", "sha512"});
inline constexpr auto epoch_names = std::to_array<std::string_view>({"plaintext", "early", "handshake", "application"});

}  // namespace shakedown::script
