// Looks like a plugin that was built with AddressSanitizer, to one who reads its symbols.
extern "C" void __asan_init();  // NOLINT(bugprone-reserved-identifier,readability-identifier-naming)

extern "C" const void* shakedown_plugin() {
  __asan_init();
  return nullptr;
}
