// A plugin that needs what nobody has.
extern "C" const void* nobody_defines_this_function();

extern "C" const void* shakedown_plugin() { return nobody_defines_this_function(); }
