// The TLS 1.3 key schedule (RFC 8446 §7) as free functions: each takes its label, hash and transcript hash from the
// caller, so that a script can hand in wrong ones.
#pragma once
#include <cstddef>
#include <string_view>

#include "harness/crypto/hash.h"
#include "harness/protocol/record_protection.h"

namespace shakedown::protocol::tls13 {

using crypto::Hash;

// What stands before each label (RFC 8446 §7.1); DTLS 1.3 has "dtls13" (RFC 9147 §5.9).
inline constexpr std::string_view label_prefix = "tls13 ";

// Labels of RFC 8446 §7.1, §7.2, §7.3, §4.4.4, §4.6.1 and §7.5.
namespace label {
inline constexpr std::string_view derived = "derived";
inline constexpr std::string_view external_binder = "ext binder";
inline constexpr std::string_view resumption_binder = "res binder";
inline constexpr std::string_view client_early = "c e traffic";
inline constexpr std::string_view early_exporter = "e exp master";
inline constexpr std::string_view client_handshake = "c hs traffic";
inline constexpr std::string_view server_handshake = "s hs traffic";
inline constexpr std::string_view client_application = "c ap traffic";
inline constexpr std::string_view server_application = "s ap traffic";
inline constexpr std::string_view exporter = "exp master";
inline constexpr std::string_view resumption = "res master";
inline constexpr std::string_view traffic_update = "traffic upd";
inline constexpr std::string_view key = "key";
inline constexpr std::string_view iv = "iv";
inline constexpr std::string_view finished = "finished";
inline constexpr std::string_view ticket_psk = "resumption";
inline constexpr std::string_view exported = "exporter";
}  // namespace label

// The HkdfLabel structure. A label or context of more octets than its length octet can say gets its length modulo 256.
Bytes hkdf_label(std::string_view label, View context, std::size_t length, std::string_view prefix = label_prefix);
// `length` is at most 255 times the hash's size; more throws std::length_error (as crypto::hkdf_expand does).
Bytes expand_label(Hash hash, View secret, std::string_view label, View context, std::size_t length,
                   std::string_view prefix = label_prefix);
// Derive-Secret with the transcript's hash instead of its messages.
Bytes derive_secret(Hash hash, View secret, std::string_view label, View transcript_hash,
                    std::string_view prefix = label_prefix);
// Derive-Secret(secret, "derived", ""): what goes from one extraction to the next.
Bytes derived_secret(Hash hash, View secret, std::string_view prefix = label_prefix);

// The three extractions. An empty PSK or shared secret stands for Hash.length zero octets, as the RFC's 0 does.
Bytes early_secret(Hash hash, View psk);
Bytes handshake_secret(Hash hash, View early_secret, View shared_secret, std::string_view prefix = label_prefix);
Bytes master_secret(Hash hash, View handshake_secret, std::string_view prefix = label_prefix);

// Keys and IV of records under a traffic secret (§7.3).
TrafficKeys traffic_keys(Hash hash, View traffic_secret, registry::BulkCipher cipher,
                         std::string_view prefix = label_prefix);
// The traffic secret after a KeyUpdate (§7.2).
Bytes next_traffic_secret(Hash hash, View traffic_secret, std::string_view prefix = label_prefix);

// §4.4.4, for Finished and for binders.
Bytes finished_key(Hash hash, View base_key, std::string_view label = label::finished,
                   std::string_view prefix = label_prefix);
Bytes verify_data(Hash hash, View base_key, View transcript_hash, std::string_view label = label::finished,
                  std::string_view prefix = label_prefix);

// §4.2.11.2: `label` is external_binder or resumption_binder; the transcript ends with the ClientHello up to its
// binders.
Bytes binder_key(Hash hash, View early_secret, std::string_view label, std::string_view prefix = label_prefix);
Bytes binder(Hash hash, View psk, std::string_view label, View transcript_hash, std::string_view prefix = label_prefix);

// The PSK of a ticket (§4.6.1).
Bytes ticket_psk(Hash hash, View resumption_secret, View ticket_nonce, std::string_view prefix = label_prefix);

// Keying material (§7.5) from exporter_secret, or from early_exporter_secret.
Bytes export_keying_material(Hash hash, View exporter_secret, std::string_view label, View context, std::size_t length,
                             std::string_view prefix = label_prefix);

}  // namespace shakedown::protocol::tls13
