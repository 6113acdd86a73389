// AES-CBC over whole blocks, without any padding: TLS 1.2's padding belongs to record protection, which wants to get it
// wrong.
#pragma once
#include <cstddef>
#include <memory>

#include "harness/base/bytes.h"

namespace shakedown::crypto {

inline constexpr std::size_t aes_block_size = 16;

class AesCbc {
 public:
  // Keys of 16 or 32 octets.
  static Result<AesCbc> create(View key);
  AesCbc(AesCbc&&) noexcept;
  AesCbc& operator=(AesCbc&&) noexcept;
  ~AesCbc();

  // An error if `iv` is not a block or the data is not a whole number of blocks.
  Result<Bytes> encrypt(View iv, View plaintext) const;
  Result<Bytes> decrypt(View iv, View ciphertext) const;

 private:
  struct Key;
  explicit AesCbc(std::unique_ptr<Key> key);
  std::unique_ptr<Key> key_;
};

}  // namespace shakedown::crypto
