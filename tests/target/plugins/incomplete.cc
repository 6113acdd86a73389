// A plugin that forgot a function.
#include "harness/target/plugin.h"

namespace {
const char* const no_capabilities[] = {nullptr};
int set_up(shakedown_error*) { return 0; }
}  // namespace

extern "C" const shakedown_plugin_table* shakedown_plugin() {
  static const shakedown_plugin_table table = {.size = sizeof(shakedown_plugin_table),
                                               .abi = SHAKEDOWN_PLUGIN_ABI,
                                               .name = "incomplete",
                                               .library_version = "1",
                                               .capabilities = no_capabilities,
                                               .set_up = set_up};
  return &table;
}
