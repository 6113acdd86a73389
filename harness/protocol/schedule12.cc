#include "harness/protocol/schedule12.h"

#include <algorithm>

namespace shakedown::protocol::tls12 {

Bytes master_secret(Hash hash, View premaster_secret, View client_random, View server_random, std::string_view label) {
  return crypto::tls12_prf(hash, premaster_secret, label, concat({client_random, server_random}), master_secret_size);
}

Bytes extended_master_secret(Hash hash, View premaster_secret, View session_hash, std::string_view label) {
  return crypto::tls12_prf(hash, premaster_secret, label, session_hash, master_secret_size);
}

Bytes key_block(Hash hash, View master_secret, View client_random, View server_random, std::size_t length,
                std::string_view label) {
  // The server's random comes first here (RFC 5246 §6.3).
  return crypto::tls12_prf(hash, master_secret, label, concat({server_random, client_random}), length);
}

std::size_t key_block_size(const Protection& protection) {
  const auto sizes = sizes_of(protection);
  return 2 * (sizes.mac_key + sizes.key + sizes.iv);
}

namespace {
Bytes take(View& block, std::size_t size) {
  const auto part = block.first(std::min(size, block.size()));
  block = block.subspan(part.size());
  return to_bytes(part);
}
}  // namespace

KeyBlock split_key_block(const Protection& protection, View block) {
  const auto sizes = sizes_of(protection);
  KeyBlock out;
  out.client.mac_key = take(block, sizes.mac_key);
  out.server.mac_key = take(block, sizes.mac_key);
  out.client.key = take(block, sizes.key);
  out.server.key = take(block, sizes.key);
  out.client.iv = take(block, sizes.iv);
  out.server.iv = take(block, sizes.iv);
  return out;
}

Bytes verify_data(Hash hash, View master_secret, std::string_view label, View transcript_hash, std::size_t length) {
  return crypto::tls12_prf(hash, master_secret, label, transcript_hash, length);
}

Bytes export_keying_material(Hash hash, View master_secret, std::string_view label, View client_random,
                             View server_random, std::optional<View> context, std::size_t length) {
  Bytes seed = concat({client_random, server_random});
  if (context) {
    append_uint(seed, context->size(), 2);
    append(seed, *context);
  }
  return crypto::tls12_prf(hash, master_secret, label, seed, length);
}

}  // namespace shakedown::protocol::tls12
