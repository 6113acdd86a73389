// Hashes and what is made of them: HMAC, HKDF, the TLS 1.2 PRF. Every input is legal;
// Hash::none, which is none, throws std::invalid_argument.
#pragma once
#include <array>
#include <cstddef>
#include <string_view>

#include "harness/base/bytes.h"
#include "harness/registry/hash.h"

namespace shakedown::crypto {

using registry::Hash;
using registry::hash_size;  // octets

inline constexpr std::size_t max_hash_size = 64;

// Octets of the block that HMAC pads its key to (RFC 2104 §2).
std::size_t hash_block_size(Hash hash);

Bytes hash(Hash hash, View data);

// A running hash. Copying costs a few hundred bytes and no allocation, so a transcript can be forked at any message.
class Hasher {
 public:
  explicit Hasher(Hash hash);
  Hasher(const Hasher& other);
  Hasher& operator=(const Hasher& other);
  ~Hasher();

  Hash algorithm() const { return hash_; }
  std::size_t size() const { return hash_size(hash_); }
  void update(View data);
  // The digest of what came so far; the running hash goes on undisturbed.
  Bytes digest() const;
  // The same, written to the first size() octets of `out`; gives the part that was written.
  std::span<std::uint8_t> digest_into(std::span<std::uint8_t> out) const;

 private:
  static constexpr std::size_t state_size = 384;
  Hash hash_;
  alignas(16) std::array<std::byte, state_size> state_;  // the library's own structure, whose type stays in hash.cc
};

// A running HMAC (RFC 2104). The key is absorbed once; copies share that work.
class Hmac {
 public:
  Hmac(Hash hash, View key);

  std::size_t size() const { return inner_.size(); }
  void update(View data) { inner_.update(data); }
  Bytes tag() const;
  std::span<std::uint8_t> tag_into(std::span<std::uint8_t> out) const;

 private:
  Hasher inner_;
  Hasher outer_;
};

Bytes hmac(Hash hash, View key, View data);

// RFC 5869 §2.2 and §2.3. `length` is at most 255 times the hash's size; more throws std::length_error.
Bytes hkdf_extract(Hash hash, View salt, View ikm);
Bytes hkdf_expand(Hash hash, View prk, View info, std::size_t length);

// RFC 5246 §5: P_hash(secret, label + seed), `length` octets.
Bytes tls12_prf(Hash hash, View secret, std::string_view label, View seed, std::size_t length);

}  // namespace shakedown::crypto
