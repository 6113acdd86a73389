// A plugin's table as a Target.
#pragma once
#include <memory>

#include "harness/target/plugin.h"
#include "harness/target/target.h"

namespace shakedown::target {

// Checks the table and sets the plugin up. For plugins linked into the program; load_plugin (loader.h) is for those in
// files.
Result<std::unique_ptr<Target>> make_plugin_target(const shakedown_plugin_table* table);

}  // namespace shakedown::target
