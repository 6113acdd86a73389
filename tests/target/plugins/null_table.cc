// A plugin whose function returns nothing.
extern "C" const void* shakedown_plugin() { return nullptr; }
