// HMAC, HKDF and the TLS 1.2 PRF, on top of Hasher.
#include <algorithm>
#include <stdexcept>

#include "harness/crypto/hash.h"

namespace shakedown::crypto {
namespace {

constexpr std::size_t max_block_size = 128;

// RFC 2104 §2: a hash that has absorbed the padded key XOR `pad`.
Hasher keyed(Hash hash, View key, std::uint8_t pad) {
  std::array<std::uint8_t, max_block_size> block{};
  const std::size_t size = hash_block_size(hash);
  if (key.size() > size) {
    Hasher hasher(hash);
    hasher.update(key);
    hasher.digest_into(block);
  } else {
    std::copy(key.begin(), key.end(), block.begin());
  }
  for (auto& octet : block) octet ^= pad;
  Hasher out(hash);
  out.update(View(block).first(size));
  return out;
}

}  // namespace

Hmac::Hmac(Hash hash, View key) : inner_(keyed(hash, key, 0x36)), outer_(keyed(hash, key, 0x5c)) {}

Bytes Hmac::tag() const {
  Bytes out(size());
  tag_into(out);
  return out;
}

std::span<std::uint8_t> Hmac::tag_into(std::span<std::uint8_t> out) const {
  std::array<std::uint8_t, max_hash_size> digest;
  Hasher outer(outer_);
  outer.update(inner_.digest_into(digest));
  return outer.digest_into(out);
}

Bytes hmac(Hash hash, View key, View data) {
  Hmac mac(hash, key);
  mac.update(data);
  return mac.tag();
}

// An absent salt is a string of zeros (RFC 5869 §2.2), which HMAC cannot tell from an empty key.
Bytes hkdf_extract(Hash hash, View salt, View ikm) { return hmac(hash, salt, ikm); }

Bytes hkdf_expand(Hash hash, View prk, View info, std::size_t length) {
  const std::size_t size = hash_size(hash);
  if (length > 255 * size) throw std::length_error("HKDF-Expand gives at most 255 blocks");
  const Hmac keyed_mac(hash, prk);
  Bytes out(length);
  std::array<std::uint8_t, max_hash_size> block;
  View previous;
  for (std::size_t done = 0, i = 1; done < length; done += size, ++i) {
    const auto counter = static_cast<std::uint8_t>(i);
    Hmac mac(keyed_mac);
    mac.update(previous);
    mac.update(info);
    mac.update({&counter, 1});
    previous = mac.tag_into(block);
    std::copy_n(previous.begin(), std::min(size, length - done), out.begin() + static_cast<std::ptrdiff_t>(done));
  }
  return out;
}

Bytes tls12_prf(Hash hash, View secret, std::string_view label, View seed, std::size_t length) {
  const std::size_t size = hash_size(hash);
  const Hmac keyed_mac(hash, secret);
  std::array<std::uint8_t, max_hash_size> a;  // A(i) of RFC 5246 §5
  std::array<std::uint8_t, max_hash_size> block;
  Hmac first(keyed_mac);
  first.update(as_view(label));
  first.update(seed);
  first.tag_into(a);
  Bytes out(length);
  for (std::size_t done = 0; done < length; done += size) {
    Hmac mac(keyed_mac);
    mac.update(View(a).first(size));
    Hmac next(mac);
    mac.update(as_view(label));
    mac.update(seed);
    const View produced = mac.tag_into(block);
    std::copy_n(produced.begin(), std::min(size, length - done), out.begin() + static_cast<std::ptrdiff_t>(done));
    next.tag_into(a);
  }
  return out;
}

}  // namespace shakedown::crypto
