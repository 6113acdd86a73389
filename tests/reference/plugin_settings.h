// The plugin contract's configuration as Settings.
#pragma once
#include "harness/target/plugin.h"
#include "tests/reference/settings.h"

namespace shakedown::reference {

// Cause::unsupported for a wish that this endpoint cannot fulfil, Cause::input for one that is broken.
Result<Settings> read_settings(const shakedown_config& config);

}  // namespace shakedown::reference
