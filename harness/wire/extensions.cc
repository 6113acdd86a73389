#include "harness/wire/extensions.h"

#include "harness/wire/schema.h"

namespace shakedown::wire {

std::string to_string(const DecodeError& error) {
  const auto where = error.field + " at octet " + std::to_string(error.offset);
  switch (error.what) {
    case DecodeError::What::truncated:
      return where + " wants " + std::to_string(error.wanted) + " octets, " + std::to_string(error.had) + " are left";
    case DecodeError::What::ragged_list:
      return where + ": the list ends inside an element";
    case DecodeError::What::trailing_data:
      return std::to_string(error.had) + " octets follow the last field at octet " + std::to_string(error.offset);
  }
  return where;
}

// Each element is { extension_type, extension_data }, the latter transparent: `extensions[key_share].client_shares`.
void Describer::extension_elements(std::uint16_t block, unsigned in) {
  const auto element = [&](std::optional<std::uint16_t> code, std::string_view name) {
    Describer list(schema_, block);
    const auto id = list.add({.name = name, .extension = code});
    Describer parts(schema_, id);
    parts.number("extension_type", registry::ExtensionType{});
    return id;
  };
  for_each_type(TypedExtensions{}, [&]<class T>(std::type_identity<T>) {
    if ((T::in & in) == 0) return;
    const auto id = element(registry::number(T::code), registry::known_name(T::code));
    Describer parts(schema_, id);
    const auto data = parts.add({.name = "extension_data", .kind = Kind::structure, .prefix = 2, .transparent = true});
    Describer body(schema_, data);
    T::fields(body, static_cast<const T&>(T{}));
  });
  const auto raw = element(std::nullopt, "");
  Describer parts(schema_, raw);
  parts.add({.name = "extension_data", .kind = Kind::opaque, .prefix = 2, .transparent = true});
}

}  // namespace shakedown::wire
