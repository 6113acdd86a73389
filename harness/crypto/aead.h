// Authenticated encryption (RFC 5116) with a key that is scheduled once.
#pragma once
#include <cstddef>
#include <memory>

#include "harness/base/bytes.h"
#include "harness/registry/suites.h"

namespace shakedown::crypto {

using AeadAlgorithm = registry::BulkCipher;  // those of its values that are AEADs

// Octets. Every nonce here has 12 octets (RFC 5116 §5, RFC 6655 §3, RFC 8439 §2.8).
inline constexpr std::size_t aead_nonce_size = 12;
// 0 for a cipher that is no AEAD.
std::size_t aead_key_size(AeadAlgorithm algorithm);
bool is_aead(AeadAlgorithm algorithm);

class Aead {
 public:
  // An error if the cipher is no AEAD or the key has the wrong length.
  static Result<Aead> create(AeadAlgorithm algorithm, View key);
  Aead(Aead&&) noexcept;
  Aead& operator=(Aead&&) noexcept;
  ~Aead();

  AeadAlgorithm algorithm() const;
  std::size_t tag_size() const;

  // Ciphertext with the tag appended. A nonce that has not 12 octets throws std::invalid_argument.
  Bytes seal(View nonce, View aad, View plaintext) const;
  // The same into `out`, whose size must be plaintext.size() + tag_size(); it may start where the plaintext starts.
  void seal_into(View nonce, View aad, View plaintext, std::span<std::uint8_t> out) const;

  // Plaintext, or an error (Cause::crypto) when the tag does not fit, or the input is shorter than a tag.
  Result<Bytes> open(View nonce, View aad, View ciphertext) const;
  // The same into `out`, whose size must be ciphertext.size() - tag_size(); it may start where the ciphertext starts.
  Status open_into(View nonce, View aad, View ciphertext, std::span<std::uint8_t> out) const;

 private:
  struct Key;
  explicit Aead(std::unique_ptr<Key> key);
  std::unique_ptr<Key> key_;
};

}  // namespace shakedown::crypto
