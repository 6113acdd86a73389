// Typed views of extensions. To add one: its structure here (or in certificate_extensions.h, if certificates are what
// it is about) and its name in the list at the end of this file; nothing else lists them.
#pragma once
#include <vector>

#include "harness/registry/alerts.h"
#include "harness/registry/groups.h"
#include "harness/registry/messages.h"
#include "harness/registry/schemes.h"
#include "harness/registry/suites.h"
#include "harness/wire/certificate_extensions.h"
#include "harness/wire/reader.h"
#include "harness/wire/writer.h"

namespace shakedown::wire {

using registry::operator""_ext;
using registry::In;

// `in` is where this structure is what the code means: a key_share has three.

struct ServerName {
  registry::NameType name_type{};
  Bytes host_name;
  static void fields(auto& io, auto& m) {
    io.number("name_type", m.name_type);
    io.opaque("host_name", m.host_name, 2);
  }
  friend bool operator==(const ServerName&, const ServerName&) = default;
};
struct ServerNameList {  // RFC 6066 §3
  static constexpr auto code = "server_name"_ext;
  static constexpr unsigned in = In::CH;
  std::vector<ServerName> server_name_list;
  static void fields(auto& io, auto& m) { io.list("server_name_list", m.server_name_list, 2); }
  friend bool operator==(const ServerNameList&, const ServerNameList&) = default;
};
struct ServerNameMark {  // the server's answer, empty
  static constexpr auto code = "server_name"_ext;
  static constexpr unsigned in = In::EE | In::SH12;
  static void fields(auto&, auto&) {}
  friend bool operator==(const ServerNameMark&, const ServerNameMark&) = default;
};

struct MaxFragmentLength {  // RFC 6066 §4
  static constexpr auto code = "max_fragment_length"_ext;
  static constexpr unsigned in = In::CH | In::EE | In::SH12;
  registry::MaxFragmentLength max_fragment_length{};
  static void fields(auto& io, auto& m) { io.number("max_fragment_length", m.max_fragment_length); }
  friend bool operator==(const MaxFragmentLength&, const MaxFragmentLength&) = default;
};

struct UseSrtpData {  // RFC 5764 §4.1.1
  static constexpr auto code = "use_srtp"_ext;
  static constexpr unsigned in = In::CH | In::EE | In::SH12;
  std::vector<registry::SrtpProtectionProfile> protection_profiles;
  Bytes srtp_mki;
  static void fields(auto& io, auto& m) {
    io.list("protection_profiles", m.protection_profiles, 2);
    io.opaque("srtp_mki", m.srtp_mki, 1);
  }
  friend bool operator==(const UseSrtpData&, const UseSrtpData&) = default;
};

struct HeartbeatExtension {  // RFC 6520 §2
  static constexpr auto code = "heartbeat"_ext;
  static constexpr unsigned in = In::CH | In::EE | In::SH12;
  registry::HeartbeatMode mode{1};
  static void fields(auto& io, auto& m) { io.number("mode", m.mode); }
  friend bool operator==(const HeartbeatExtension&, const HeartbeatExtension&) = default;
};

struct SupportedGroups {  // RFC 8446 §4.2.7
  static constexpr auto code = "supported_groups"_ext;
  static constexpr unsigned in = In::CH | In::EE;
  std::vector<registry::NamedGroup> named_group_list;
  static void fields(auto& io, auto& m) { io.list("named_group_list", m.named_group_list, 2); }
  friend bool operator==(const SupportedGroups&, const SupportedGroups&) = default;
};

struct EcPointFormats {  // RFC 8422 §5.1.2
  static constexpr auto code = "ec_point_formats"_ext;
  static constexpr unsigned in = In::CH | In::SH12;
  std::vector<registry::ECPointFormat> ec_point_format_list;
  static void fields(auto& io, auto& m) { io.list("ec_point_format_list", m.ec_point_format_list, 1); }
  friend bool operator==(const EcPointFormats&, const EcPointFormats&) = default;
};

struct SignatureAlgorithms {  // RFC 8446 §4.2.3
  static constexpr auto code = "signature_algorithms"_ext;
  static constexpr unsigned in = In::CH | In::CR;
  std::vector<registry::SignatureScheme> supported_signature_algorithms;
  static void fields(auto& io, auto& m) {
    io.list("supported_signature_algorithms", m.supported_signature_algorithms, 2);
  }
  friend bool operator==(const SignatureAlgorithms&, const SignatureAlgorithms&) = default;
};

struct SignatureAlgorithmsCert {  // RFC 8446 §4.2.3
  static constexpr auto code = "signature_algorithms_cert"_ext;
  static constexpr unsigned in = In::CH | In::CR;
  std::vector<registry::SignatureScheme> supported_signature_algorithms;
  static void fields(auto& io, auto& m) {
    io.list("supported_signature_algorithms", m.supported_signature_algorithms, 2);
  }
  friend bool operator==(const SignatureAlgorithmsCert&, const SignatureAlgorithmsCert&) = default;
};

struct ProtocolName {
  Bytes name;
  static void fields(auto& io, auto& m) { io.opaque("name", m.name, 1); }
  friend bool operator==(const ProtocolName&, const ProtocolName&) = default;
};
struct ProtocolNameList {  // RFC 7301 §3.1
  static constexpr auto code = "application_layer_protocol_negotiation"_ext;
  static constexpr unsigned in = In::CH | In::EE | In::SH12;
  std::vector<ProtocolName> protocol_name_list;
  static void fields(auto& io, auto& m) { io.list("protocol_name_list", m.protocol_name_list, 2); }
  friend bool operator==(const ProtocolNameList&, const ProtocolNameList&) = default;
};

struct Padding {  // RFC 7685
  static constexpr auto code = "padding"_ext;
  static constexpr unsigned in = In::CH;
  Bytes zeros;
  static void fields(auto& io, auto& m) { io.rest("zeros", m.zeros); }
  friend bool operator==(const Padding&, const Padding&) = default;
};

struct EncryptThenMac {  // RFC 7366 §2
  static constexpr auto code = "encrypt_then_mac"_ext;
  static constexpr unsigned in = In::CH | In::SH12;
  static void fields(auto&, auto&) {}
  friend bool operator==(const EncryptThenMac&, const EncryptThenMac&) = default;
};

struct ExtendedMasterSecret {  // RFC 7627 §5.1
  static constexpr auto code = "extended_master_secret"_ext;
  static constexpr unsigned in = In::CH | In::SH12;
  static void fields(auto&, auto&) {}
  friend bool operator==(const ExtendedMasterSecret&, const ExtendedMasterSecret&) = default;
};

struct RecordSizeLimit {  // RFC 8449 §4
  static constexpr auto code = "record_size_limit"_ext;
  static constexpr unsigned in = In::CH | In::EE | In::SH12;
  std::uint16_t record_size_limit = 0;
  static void fields(auto& io, auto& m) { io.number("record_size_limit", m.record_size_limit); }
  friend bool operator==(const RecordSizeLimit&, const RecordSizeLimit&) = default;
};

struct SessionTicket {  // RFC 5077 §3.2: the ticket is the whole extension
  static constexpr auto code = "session_ticket"_ext;
  static constexpr unsigned in = In::CH | In::SH12;
  Bytes ticket;
  static void fields(auto& io, auto& m) { io.rest("ticket", m.ticket); }
  friend bool operator==(const SessionTicket&, const SessionTicket&) = default;
};

struct PskIdentity {
  Bytes identity;
  std::uint32_t obfuscated_ticket_age = 0;
  static void fields(auto& io, auto& m) {
    io.opaque("identity", m.identity, 2);
    io.number("obfuscated_ticket_age", m.obfuscated_ticket_age);
  }
  friend bool operator==(const PskIdentity&, const PskIdentity&) = default;
};
struct PskBinderEntry {
  Bytes binder;
  static void fields(auto& io, auto& m) { io.computed("binder", m.binder, 1); }
  friend bool operator==(const PskBinderEntry&, const PskBinderEntry&) = default;
};
struct OfferedPsks {  // RFC 8446 §4.2.11
  static constexpr auto code = "pre_shared_key"_ext;
  static constexpr unsigned in = In::CH;
  std::vector<PskIdentity> identities;
  std::vector<PskBinderEntry> binders;
  static void fields(auto& io, auto& m) {
    io.list("identities", m.identities, 2);
    io.list("binders", m.binders, 2);
  }
  friend bool operator==(const OfferedPsks&, const OfferedPsks&) = default;
};
struct SelectedPsk {
  static constexpr auto code = "pre_shared_key"_ext;
  static constexpr unsigned in = In::SH;
  std::uint16_t selected_identity = 0;
  static void fields(auto& io, auto& m) { io.number("selected_identity", m.selected_identity); }
  friend bool operator==(const SelectedPsk&, const SelectedPsk&) = default;
};

struct EarlyData {  // RFC 8446 §4.2.10: empty in ClientHello and EncryptedExtensions
  static constexpr auto code = "early_data"_ext;
  static constexpr unsigned in = In::CH | In::EE;
  static void fields(auto&, auto&) {}
  friend bool operator==(const EarlyData&, const EarlyData&) = default;
};
struct EarlyDataTicket {
  static constexpr auto code = "early_data"_ext;
  static constexpr unsigned in = In::NST;
  std::uint32_t max_early_data_size = 0;
  static void fields(auto& io, auto& m) { io.number("max_early_data_size", m.max_early_data_size); }
  friend bool operator==(const EarlyDataTicket&, const EarlyDataTicket&) = default;
};

struct SupportedVersions {  // RFC 8446 §4.2.1
  static constexpr auto code = "supported_versions"_ext;
  static constexpr unsigned in = In::CH;
  std::vector<registry::ProtocolVersion> versions;
  static void fields(auto& io, auto& m) { io.list("versions", m.versions, 1); }
  friend bool operator==(const SupportedVersions&, const SupportedVersions&) = default;
};
struct SelectedVersion {
  static constexpr auto code = "supported_versions"_ext;
  static constexpr unsigned in = In::SH | In::HRR;
  registry::ProtocolVersion selected_version{};
  static void fields(auto& io, auto& m) { io.number("selected_version", m.selected_version); }
  friend bool operator==(const SelectedVersion&, const SelectedVersion&) = default;
};

struct Cookie {  // RFC 8446 §4.2.2
  static constexpr auto code = "cookie"_ext;
  static constexpr unsigned in = In::CH | In::HRR;
  Bytes cookie;
  static void fields(auto& io, auto& m) { io.opaque("cookie", m.cookie, 2); }
  friend bool operator==(const Cookie&, const Cookie&) = default;
};

struct PskKeyExchangeModes {  // RFC 8446 §4.2.9
  static constexpr auto code = "psk_key_exchange_modes"_ext;
  static constexpr unsigned in = In::CH;
  std::vector<registry::PskKeyExchangeMode> ke_modes;
  static void fields(auto& io, auto& m) { io.list("ke_modes", m.ke_modes, 1); }
  friend bool operator==(const PskKeyExchangeModes&, const PskKeyExchangeModes&) = default;
};

struct PostHandshakeAuth {  // RFC 8446 §4.2.6
  static constexpr auto code = "post_handshake_auth"_ext;
  static constexpr unsigned in = In::CH;
  static void fields(auto&, auto&) {}
  friend bool operator==(const PostHandshakeAuth&, const PostHandshakeAuth&) = default;
};

struct KeyShareEntry {
  registry::NamedGroup group{};
  Bytes key_exchange;
  static void fields(auto& io, auto& m) {
    io.number("group", m.group);
    io.opaque("key_exchange", m.key_exchange, 2);
  }
  friend bool operator==(const KeyShareEntry&, const KeyShareEntry&) = default;
};
struct KeyShareClientHello {  // RFC 8446 §4.2.8
  static constexpr auto code = "key_share"_ext;
  static constexpr unsigned in = In::CH;
  std::vector<KeyShareEntry> client_shares;
  static void fields(auto& io, auto& m) { io.list("client_shares", m.client_shares, 2); }
  friend bool operator==(const KeyShareClientHello&, const KeyShareClientHello&) = default;
};
struct KeyShareServerHello {
  static constexpr auto code = "key_share"_ext;
  static constexpr unsigned in = In::SH;
  KeyShareEntry server_share;
  static void fields(auto& io, auto& m) { io.structure("server_share", m.server_share); }
  friend bool operator==(const KeyShareServerHello&, const KeyShareServerHello&) = default;
};
struct KeyShareHelloRetryRequest {
  static constexpr auto code = "key_share"_ext;
  static constexpr unsigned in = In::HRR;
  registry::NamedGroup selected_group{};
  static void fields(auto& io, auto& m) { io.number("selected_group", m.selected_group); }
  friend bool operator==(const KeyShareHelloRetryRequest&, const KeyShareHelloRetryRequest&) = default;
};

struct RenegotiationInfo {  // RFC 5746 §3.2
  static constexpr auto code = "renegotiation_info"_ext;
  static constexpr unsigned in = In::CH | In::SH12;
  Bytes renegotiated_connection;
  static void fields(auto& io, auto& m) { io.opaque("renegotiated_connection", m.renegotiated_connection, 1); }
  friend bool operator==(const RenegotiationInfo&, const RenegotiationInfo&) = default;
};

template <class... T>
struct Types {};

// The only list of typed extensions.
using TypedExtensions =
    Types<ServerNameList, ServerNameMark, MaxFragmentLength, StatusRequest, StatusRequestMark, EntryStatus,
          SupportedGroups, EcPointFormats, SignatureAlgorithms, SignatureAlgorithmsCert, UseSrtpData,
          HeartbeatExtension, ProtocolNameList, TimestampRequest, SignedCertificateTimestampList,
          ClientCertificateTypes, SelectedClientCertificateType, ServerCertificateTypes, SelectedServerCertificateType,
          Padding, EncryptThenMac, ExtendedMasterSecret, RecordSizeLimit, SessionTicket, OfferedPsks, SelectedPsk,
          EarlyData, EarlyDataTicket, SupportedVersions, SelectedVersion, Cookie, PskKeyExchangeModes,
          CertificateAuthorities, OidFilters, PostHandshakeAuth, KeyShareClientHello, KeyShareServerHello,
          KeyShareHelloRetryRequest, RenegotiationInfo>;

template <class... T>
void for_each_type(Types<T...>, auto f) {
  (f(std::type_identity<T>{}), ...);
}

// The first extension with T's code, if its body is a T.
template <class T>
std::optional<T> view(const std::vector<Extension>& block) {
  for (const auto& e : block)
    if (e.extension_type == T::code) return decode<T>(e.extension_data);
  return std::nullopt;
}

inline const Extension* find(const std::vector<Extension>& block, registry::ExtensionType code) {
  for (const auto& e : block)
    if (e.extension_type == code) return &e;
  return nullptr;
}

template <class T>
Extension to_extension(const T& value) {
  return {T::code, encode(value)};
}

}  // namespace shakedown::wire
