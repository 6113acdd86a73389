// Ephemeral key exchange: one row in kx.cc for each named group.
#pragma once
#include <cstddef>
#include <vector>

#include "harness/base/bytes.h"
#include "harness/base/rng.h"
#include "harness/registry/groups.h"

namespace shakedown::crypto {

using registry::NamedGroup;

// Keys as TLS carries them: public keys are key_exchange of RFC 8446 §4.2.8 (uncompressed points with their 0x04,
// u-coordinates, dh_Y padded to the prime's length); private keys are scalars, padded to the group's length.
struct KeyShare {
  NamedGroup group{};
  Bytes private_key;
  Bytes public_key;
  friend bool operator==(const KeyShare&, const KeyShare&) = default;
};

// The groups that this build can exchange keys in.
std::vector<NamedGroup> supported_groups();
bool supports(NamedGroup group);
// Octets of a public key and of a shared secret; 0 for a group without a row.
std::size_t public_key_size(NamedGroup group);
std::size_t shared_secret_size(NamedGroup group);

// The same state of `rng` gives the same share. Cause::unsupported for a group without a row.
Result<KeyShare> make_key_share(NamedGroup group, Rng& rng);
Result<Bytes> public_key_of(NamedGroup group, View private_key);

// RFC 7748 §6.1, RFC 8446 §7.4.2: a peer that sends a point of small order makes an all-zero secret.
enum class ZeroSecret { refuse, allow };

// The secret as RFC 8446 §7.4 wants it: the x-coordinate, or Z padded to the prime's length (TLS 1.2 strips Z's leading
// zeros, RFC 5246 §8.1.2). Cause::crypto if the peer's key has the wrong length, is not on the curve, or is out of
// range.
Result<Bytes> shared_secret(const KeyShare& ours, View peer_public, ZeroSecret zero = ZeroSecret::refuse);

}  // namespace shakedown::crypto
