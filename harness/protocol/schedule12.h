// The TLS 1.2 key schedule (RFC 5246 §6.3, §8.1, §7.4.9, RFC 7627, RFC 5705) as free functions with explicit inputs.
#pragma once
#include <cstddef>
#include <optional>
#include <string_view>

#include "harness/crypto/hash.h"
#include "harness/protocol/record_protection.h"

namespace shakedown::protocol::tls12 {

using crypto::Hash;

inline constexpr std::size_t master_secret_size = 48;
inline constexpr std::size_t verify_data_size = 12;  // no suite of ours says otherwise (RFC 5246 §7.4.9)

namespace label {
inline constexpr std::string_view master_secret = "master secret";
inline constexpr std::string_view extended_master_secret = "extended master secret";
inline constexpr std::string_view key_expansion = "key expansion";
inline constexpr std::string_view client_finished = "client finished";
inline constexpr std::string_view server_finished = "server finished";
}  // namespace label

Bytes master_secret(Hash hash, View premaster_secret, View client_random, View server_random,
                    std::string_view label = label::master_secret);
// RFC 7627 §4: session_hash is that of the messages up to and including the ClientKeyExchange.
Bytes extended_master_secret(Hash hash, View premaster_secret, View session_hash,
                             std::string_view label = label::extended_master_secret);

Bytes key_block(Hash hash, View master_secret, View client_random, View server_random, std::size_t length,
                std::string_view label = label::key_expansion);

// What each side writes with.
struct KeyBlock {
  TrafficKeys client;
  TrafficKeys server;
};
// Octets of key block that a protection needs.
std::size_t key_block_size(const Protection& protection);
// In the order of RFC 5246 §6.3: MAC keys, keys, IVs, the client's first. A short block leaves the last parts short.
KeyBlock split_key_block(const Protection& protection, View block);

Bytes verify_data(Hash hash, View master_secret, std::string_view label, View transcript_hash,
                  std::size_t length = verify_data_size);

// RFC 5705 §4; no context is not the same as an empty one.
Bytes export_keying_material(Hash hash, View master_secret, std::string_view label, View client_random,
                             View server_random, std::optional<View> context, std::size_t length);

}  // namespace shakedown::protocol::tls12
