// The entry that libFuzzer calls. A fuzzer with a custom mutator defines LLVMFuzzerCustomMutator itself.
#include "fuzzers/driver/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  shakedown::fuzz::fuzz({data, size});
  return 0;
}
