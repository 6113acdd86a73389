// Fields overridden in place, and named mutations: from YAML to edits, with every path and value checked by the schema.
#pragma once
#include "harness/edit/edit.h"
#include "harness/script/problems.h"
#include "harness/wire/schema.h"

namespace shakedown::script {

// A message that edits are for: its name as cases call it, and its schema.
struct Subject {
  std::string name;
  const wire::Schema* schema = nullptr;
};

// `legacy_version: 0x0304`, `extensions: { add: …, key_share: { … } }`, `cipher_suites.length: 3`: one edit for each
// field. `at` is where the key stood.
void read_override(const Subject& subject, const YamlNode& key, const YamlNode& value, std::vector<edit::Edit>& out,
                   Problems& problems);

// { flip: PATH, bit: 3 }. The path may begin with the message's name or with one of its fields. Other keys that `node`
// may have are `extra`.
std::optional<edit::Edit> read_mutation(const Subject& subject, const YamlNode& node,
                                        const std::vector<std::string_view>& extra, Problems& problems);
// The operator that a map names with its first key, or nullptr.
const edit::Operator* named_operator(const YamlNode& node);

// The field behind a path that may leave out the message's name. The schema's root names the message in it.
std::optional<wire::Path> read_path(const Subject& subject, const YamlNode& node, Problems& problems);

// The keys of an operator beside its own argument's; what a list's or an extensions block's override may do.
std::vector<std::string_view> operator_keys();
const std::vector<std::string_view>& list_changes();
const std::vector<std::string_view>& extension_changes();

YamlNode write_mutation(const edit::Edit& edit);

}  // namespace shakedown::script
