// Plugins in files. A plugin is never unloaded.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "harness/target/target.h"

namespace shakedown::target {

// Every way in which a file is not a usable plugin is one Error of cause `target` that names the file: missing, not a
// shared object, built with another sanitizer than this program, refused by the loader, without the exported function,
// of another ABI, incomplete, or failing in its set-up.
Result<std::unique_ptr<Target>> load_plugin(const std::string& path);

// `name` is a path if it holds a slash, else the plugin <dir>/<name>.so of the first directory that has it. The Error
// lists what is there.
Result<std::string> find_plugin(const std::string& name, const std::vector<std::string>& directories);
// Names of all plugins in the directories, sorted.
std::vector<std::string> list_plugins(const std::vector<std::string>& directories);

}  // namespace shakedown::target
