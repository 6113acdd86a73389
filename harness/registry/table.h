// How a registry is kept: an open enum (any number of its width is a value) and one constexpr table of rows.
// A code point is added as a row, nowhere else; code names it with a literal that is looked up at compile time.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace shakedown::registry {

// Specialised beside each table: `name` (as IANA calls the registry) and `rows` (a constexpr array; each row has code
// and name).
template <class E>
struct Table;

template <class E>
concept Registered = std::is_enum_v<E> && requires {
  Table<E>::name;
  Table<E>::rows;
};

template <Registered E>
constexpr auto find(E code) -> decltype(&Table<E>::rows[0]) {
  for (const auto& row : Table<E>::rows)
    if (row.code == code) return &row;
  return nullptr;
}

template <Registered E>
constexpr std::optional<E> value_of(std::string_view name) {
  for (const auto& row : Table<E>::rows)
    if (row.name == name) return row.code;
  return std::nullopt;
}

// Empty for a number without a row.
template <Registered E>
constexpr std::string_view known_name(E code) {
  const auto* row = find(code);
  return row ? row->name : std::string_view{};
}

template <Registered E>
constexpr auto number(E code) {
  return static_cast<std::underlying_type_t<E>>(code);
}

// The row's name, or 0x… with the digits of its width.
template <Registered E>
std::string name_of(E code) {
  if (const auto known = known_name(code); !known.empty()) return std::string(known);
  static constexpr char digits[] = "0123456789abcdef";
  std::string out = "0x";
  for (int shift = static_cast<int>(sizeof(E)) * 8 - 4; shift >= 0; shift -= 4)
    out.push_back(digits[(static_cast<unsigned>(code) >> shift) & 15U]);
  return out;
}

// For literals: a name without a row does not compile.
template <Registered E>
consteval E named(std::string_view name) {
  const auto found = value_of<E>(name);
  if (!found) throw "no such name in this registry";
  return *found;
}

// A registry without its type, for schemas and path lint.
struct Registry {
  std::string_view name;
  std::size_t width;  // of the code in bytes
  std::string_view (*name_of)(std::uint64_t code);
  std::optional<std::uint64_t> (*value_of)(std::string_view name);
  std::string_view (*nth_name)(std::size_t index);  // empty after the last
};

template <Registered E>
inline constexpr Registry erased{
    Table<E>::name,
    sizeof(E),
    [](std::uint64_t code) { return known_name(static_cast<E>(code)); },
    [](std::string_view name) -> std::optional<std::uint64_t> {
      if (auto v = value_of<E>(name)) return static_cast<std::uint64_t>(*v);
      return std::nullopt;
    },
    [](std::size_t i) -> std::string_view {
      return i < std::size(Table<E>::rows) ? Table<E>::rows[i].name : std::string_view{};
    },
};

// Rows of registries that have nothing to tell but a name.
template <class E>
struct NameRow {
  E code;
  std::string_view name;
};

}  // namespace shakedown::registry
