#include "harness/protocol/schedule13.h"

namespace shakedown::protocol::tls13 {

Bytes hkdf_label(std::string_view label, View context, std::size_t length, std::string_view prefix) {
  Bytes out;
  out.reserve(4 + prefix.size() + label.size() + context.size());
  append_uint(out, length, 2);
  append_uint(out, prefix.size() + label.size(), 1);
  append(out, as_view(prefix));
  append(out, as_view(label));
  append_uint(out, context.size(), 1);
  append(out, context);
  return out;
}

Bytes expand_label(Hash hash, View secret, std::string_view label, View context, std::size_t length,
                   std::string_view prefix) {
  return crypto::hkdf_expand(hash, secret, hkdf_label(label, context, length, prefix), length);
}

Bytes derive_secret(Hash hash, View secret, std::string_view label, View transcript_hash, std::string_view prefix) {
  return expand_label(hash, secret, label, transcript_hash, crypto::hash_size(hash), prefix);
}

Bytes derived_secret(Hash hash, View secret, std::string_view prefix) {
  return derive_secret(hash, secret, label::derived, crypto::hash(hash, {}), prefix);
}

namespace {
Bytes or_zeros(Hash hash, View secret) { return secret.empty() ? Bytes(crypto::hash_size(hash)) : to_bytes(secret); }
}  // namespace

Bytes early_secret(Hash hash, View psk) { return crypto::hkdf_extract(hash, {}, or_zeros(hash, psk)); }

Bytes handshake_secret(Hash hash, View early_secret, View shared_secret, std::string_view prefix) {
  return crypto::hkdf_extract(hash, derived_secret(hash, early_secret, prefix), or_zeros(hash, shared_secret));
}

Bytes master_secret(Hash hash, View handshake_secret, std::string_view prefix) {
  return crypto::hkdf_extract(hash, derived_secret(hash, handshake_secret, prefix), or_zeros(hash, {}));
}

TrafficKeys traffic_keys(Hash hash, View traffic_secret, registry::BulkCipher cipher, std::string_view prefix) {
  return {.key = expand_label(hash, traffic_secret, label::key, {}, crypto::aead_key_size(cipher), prefix),
          .iv = expand_label(hash, traffic_secret, label::iv, {}, crypto::aead_nonce_size, prefix),
          .mac_key = {}};
}

Bytes next_traffic_secret(Hash hash, View traffic_secret, std::string_view prefix) {
  return expand_label(hash, traffic_secret, label::traffic_update, {}, crypto::hash_size(hash), prefix);
}

Bytes finished_key(Hash hash, View base_key, std::string_view label, std::string_view prefix) {
  return expand_label(hash, base_key, label, {}, crypto::hash_size(hash), prefix);
}

Bytes verify_data(Hash hash, View base_key, View transcript_hash, std::string_view label, std::string_view prefix) {
  return crypto::hmac(hash, finished_key(hash, base_key, label, prefix), transcript_hash);
}

Bytes binder_key(Hash hash, View early_secret, std::string_view label, std::string_view prefix) {
  return derive_secret(hash, early_secret, label, crypto::hash(hash, {}), prefix);
}

Bytes binder(Hash hash, View psk, std::string_view label, View transcript_hash, std::string_view prefix) {
  return verify_data(hash, binder_key(hash, early_secret(hash, psk), label, prefix), transcript_hash, label::finished,
                     prefix);
}

Bytes ticket_psk(Hash hash, View resumption_secret, View ticket_nonce, std::string_view prefix) {
  return expand_label(hash, resumption_secret, label::ticket_psk, ticket_nonce, crypto::hash_size(hash), prefix);
}

Bytes export_keying_material(Hash hash, View exporter_secret, std::string_view label, View context, std::size_t length,
                             std::string_view prefix) {
  const Bytes secret = derive_secret(hash, exporter_secret, label, crypto::hash(hash, {}), prefix);
  return expand_label(hash, secret, label::exported, crypto::hash(hash, context), length, prefix);
}

}  // namespace shakedown::protocol::tls13
