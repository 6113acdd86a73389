// A structure of the library with its init and free functions. Internal to the .cc files of this folder.
#pragma once
#include "harness/crypto/internal.h"

namespace shakedown::crypto {

template <class T, auto Init, auto Free>
class Owned {
 public:
  Owned() { expect_ok(Init(&value_), "initialising a key"); }
  ~Owned() { static_cast<void>(Free(&value_)); }
  Owned(const Owned&) = delete;
  Owned& operator=(const Owned&) = delete;
  T* get() { return &value_; }

 private:
  T value_;
};

}  // namespace shakedown::crypto
