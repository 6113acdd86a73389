// Values of fields as cases write them, turned into octets by the schema: names of registries, numbers, hex, lists,
// maps.
#pragma once
#include "harness/edit/edit.h"
#include "harness/script/scalars.h"
#include "harness/wire/schema.h"

namespace shakedown::script {

// The content of a field, without its own length prefix. Nothing, and a problem, when the value does not fit the kind.
std::optional<Bytes> encode_value(const wire::Schema& schema, std::uint16_t node, const YamlNode& value,
                                  Problems& problems);
// An element of a list or of an extensions block, with any prefix of its own. An extension is { name: body }.
std::optional<Bytes> encode_element(const wire::Schema& schema, std::uint16_t list, const YamlNode& value,
                                    Problems& problems);
// extension_type, length and body of an extension of that block.
std::optional<Bytes> encode_extension(const wire::Schema& schema, std::uint16_t block, const YamlNode& name,
                                      const YamlNode& body, Problems& problems);
// A length prefix of so many octets.
std::optional<Bytes> encode_length(std::size_t width, const YamlNode& value, Problems& problems);
// The code behind a name or number; a problem if there is none.
std::optional<std::uint16_t> read_extension_code(const YamlNode& name, Problems& problems);

}  // namespace shakedown::script
