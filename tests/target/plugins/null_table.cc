// A plugin whose function returns nothing.
#include "harness/target/plugin.h"

extern "C" const shakedown_plugin_table* shakedown_plugin() { return nullptr; }
