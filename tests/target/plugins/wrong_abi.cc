// A plugin of a version of plugin.h that never was.
#include "harness/target/plugin.h"

extern "C" const shakedown_plugin_table* shakedown_plugin() {
  static const shakedown_plugin_table table = {.size = sizeof(shakedown_plugin_table), .abi = 4711};
  return &table;
}
