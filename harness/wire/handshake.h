// The handshake messages of TLS 1.2 and 1.3. To add one: its structure and its name in the variant at the end of this
// file. The header (msg_type and length) is not part of the structures; message.h adds it.
#pragma once
#include <array>
#include <variant>
#include <vector>

#include "harness/registry/messages.h"
#include "harness/wire/extensions.h"

namespace shakedown::wire {

using registry::operator""_message;
using registry::HandshakeType;
using Random = std::array<std::uint8_t, 32>;

// Each names its handshake type, and how scripts call it: where one type has two structures, they may differ in `name`.

struct HelloRequest {  // RFC 5246 §7.4.1.1
  static constexpr auto type = "HelloRequest"_message;
  static constexpr std::string_view name = "HelloRequest";
  static void fields(auto&, auto&) {}
  friend bool operator==(const HelloRequest&, const HelloRequest&) = default;
};

struct ClientHello {  // RFC 8446 §4.1.2, RFC 5246 §7.4.1.2
  static constexpr auto type = "ClientHello"_message;
  static constexpr std::string_view name = "ClientHello";
  registry::ProtocolVersion legacy_version{0x0303};
  Random random{};
  Bytes legacy_session_id;
  std::vector<registry::CipherSuite> cipher_suites;
  std::vector<registry::CompressionMethod> legacy_compression_methods{registry::CompressionMethod{0}};
  HelloExtensions extensions;
  static void fields(auto& io, auto& m) {
    io.number("legacy_version", m.legacy_version);
    io.fixed("random", m.random);
    io.opaque("legacy_session_id", m.legacy_session_id, 1);
    io.list("cipher_suites", m.cipher_suites, 2);
    io.list("legacy_compression_methods", m.legacy_compression_methods, 1);
    io.extensions("extensions", m.extensions, In::CH);
  }
  friend bool operator==(const ClientHello&, const ClientHello&) = default;
};

// RFC 8446 §4.1.3: a ServerHello with this random is a HelloRetryRequest (SHA-256 of the text "HelloRetryRequest").
inline constexpr Random hello_retry_request_random{0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c,
                                                   0x02, 0x1e, 0x65, 0xb8, 0x91, 0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb,
                                                   0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c};

struct ServerHello {  // RFC 8446 §4.1.3, RFC 5246 §7.4.1.3
  static constexpr auto type = "ServerHello"_message;
  static constexpr std::string_view name = "ServerHello";
  registry::ProtocolVersion legacy_version{0x0303};
  Random random{};
  Bytes legacy_session_id_echo;
  registry::CipherSuite cipher_suite{};
  registry::CompressionMethod legacy_compression_method{};
  HelloExtensions extensions;
  static void fields(auto& io, auto& m) {
    io.number("legacy_version", m.legacy_version);
    io.fixed("random", m.random);
    io.opaque("legacy_session_id_echo", m.legacy_session_id_echo, 1);
    io.number("cipher_suite", m.cipher_suite);
    io.number("legacy_compression_method", m.legacy_compression_method);
    io.extensions("extensions", m.extensions, In::SH | In::SH12);
  }
  friend bool operator==(const ServerHello&, const ServerHello&) = default;
};

struct HelloRetryRequest {  // RFC 8446 §4.1.4
  static constexpr auto type = "ServerHello"_message;
  static constexpr std::string_view name = "HelloRetryRequest";
  registry::ProtocolVersion legacy_version{0x0303};
  Random random = hello_retry_request_random;
  Bytes legacy_session_id_echo;
  registry::CipherSuite cipher_suite{};
  registry::CompressionMethod legacy_compression_method{};
  HelloExtensions extensions;
  static void fields(auto& io, auto& m) {
    io.number("legacy_version", m.legacy_version);
    io.fixed("random", m.random);
    io.opaque("legacy_session_id_echo", m.legacy_session_id_echo, 1);
    io.number("cipher_suite", m.cipher_suite);
    io.number("legacy_compression_method", m.legacy_compression_method);
    io.extensions("extensions", m.extensions, In::HRR);
  }
  friend bool operator==(const HelloRetryRequest&, const HelloRetryRequest&) = default;
};

struct EncryptedExtensions {  // RFC 8446 §4.3.1
  static constexpr auto type = "EncryptedExtensions"_message;
  static constexpr std::string_view name = "EncryptedExtensions";
  Extensions extensions;
  static void fields(auto& io, auto& m) { io.extensions("extensions", m.extensions, In::EE); }
  friend bool operator==(const EncryptedExtensions&, const EncryptedExtensions&) = default;
};

struct CertificateRequest {  // RFC 8446 §4.3.2
  static constexpr auto type = "CertificateRequest"_message;
  static constexpr std::string_view name = "CertificateRequest";
  Bytes certificate_request_context;
  Extensions extensions;
  static void fields(auto& io, auto& m) {
    io.opaque("certificate_request_context", m.certificate_request_context, 1);
    io.extensions("extensions", m.extensions, In::CR);
  }
  friend bool operator==(const CertificateRequest&, const CertificateRequest&) = default;
};

struct CertificateRequest12 {  // RFC 5246 §7.4.4
  static constexpr auto type = "CertificateRequest"_message;
  static constexpr std::string_view name = "CertificateRequest";
  std::vector<registry::ClientCertificateType> certificate_types;
  std::vector<registry::SignatureScheme> supported_signature_algorithms;
  std::vector<DistinguishedName> certificate_authorities;
  static void fields(auto& io, auto& m) {
    io.list("certificate_types", m.certificate_types, 1);
    io.list("supported_signature_algorithms", m.supported_signature_algorithms, 2);
    io.list("certificate_authorities", m.certificate_authorities, 2);
  }
  friend bool operator==(const CertificateRequest12&, const CertificateRequest12&) = default;
};

struct CertificateEntry {
  Bytes cert_data;
  Extensions extensions;
  static void fields(auto& io, auto& m) {
    io.opaque("cert_data", m.cert_data, 3);
    io.extensions("extensions", m.extensions, In::CT);
  }
  friend bool operator==(const CertificateEntry&, const CertificateEntry&) = default;
};
struct Certificate {  // RFC 8446 §4.4.2
  static constexpr auto type = "Certificate"_message;
  static constexpr std::string_view name = "Certificate";
  Bytes certificate_request_context;
  std::vector<CertificateEntry> certificate_list;
  static void fields(auto& io, auto& m) {
    io.opaque("certificate_request_context", m.certificate_request_context, 1);
    io.list("certificate_list", m.certificate_list, 3);
  }
  friend bool operator==(const Certificate&, const Certificate&) = default;
};

struct CertificateData {
  Bytes cert_data;
  static void fields(auto& io, auto& m) { io.opaque("cert_data", m.cert_data, 3); }
  friend bool operator==(const CertificateData&, const CertificateData&) = default;
};
struct Certificate12 {  // RFC 5246 §7.4.2
  static constexpr auto type = "Certificate"_message;
  static constexpr std::string_view name = "Certificate";
  std::vector<CertificateData> certificate_list;
  static void fields(auto& io, auto& m) { io.list("certificate_list", m.certificate_list, 3); }
  friend bool operator==(const Certificate12&, const Certificate12&) = default;
};

struct CertificateVerify {  // RFC 8446 §4.4.3; the same structure in RFC 5246 §7.4.8
  static constexpr auto type = "CertificateVerify"_message;
  static constexpr std::string_view name = "CertificateVerify";
  registry::SignatureScheme algorithm{};
  Bytes signature;
  static void fields(auto& io, auto& m) {
    io.number("algorithm", m.algorithm);
    io.computed("signature", m.signature, 2);
  }
  friend bool operator==(const CertificateVerify&, const CertificateVerify&) = default;
};

struct Finished {  // RFC 8446 §4.4.4, RFC 5246 §7.4.9
  static constexpr auto type = "Finished"_message;
  static constexpr std::string_view name = "Finished";
  Bytes verify_data;
  static void fields(auto& io, auto& m) { io.computed_rest("verify_data", m.verify_data); }
  friend bool operator==(const Finished&, const Finished&) = default;
};

struct EndOfEarlyData {  // RFC 8446 §4.5
  static constexpr auto type = "EndOfEarlyData"_message;
  static constexpr std::string_view name = "EndOfEarlyData";
  static void fields(auto&, auto&) {}
  friend bool operator==(const EndOfEarlyData&, const EndOfEarlyData&) = default;
};

struct NewSessionTicket {  // RFC 8446 §4.6.1
  static constexpr auto type = "NewSessionTicket"_message;
  static constexpr std::string_view name = "NewSessionTicket";
  std::uint32_t ticket_lifetime = 0;  // seconds
  std::uint32_t ticket_age_add = 0;
  Bytes ticket_nonce;
  Bytes ticket;
  Extensions extensions;
  static void fields(auto& io, auto& m) {
    io.number("ticket_lifetime", m.ticket_lifetime);
    io.number("ticket_age_add", m.ticket_age_add);
    io.opaque("ticket_nonce", m.ticket_nonce, 1);
    io.opaque("ticket", m.ticket, 2);
    io.extensions("extensions", m.extensions, In::NST);
  }
  friend bool operator==(const NewSessionTicket&, const NewSessionTicket&) = default;
};

struct NewSessionTicket12 {  // RFC 5077 §3.3
  static constexpr auto type = "NewSessionTicket"_message;
  static constexpr std::string_view name = "NewSessionTicket";
  std::uint32_t ticket_lifetime_hint = 0;  // seconds
  Bytes ticket;
  static void fields(auto& io, auto& m) {
    io.number("ticket_lifetime_hint", m.ticket_lifetime_hint);
    io.opaque("ticket", m.ticket, 2);
  }
  friend bool operator==(const NewSessionTicket12&, const NewSessionTicket12&) = default;
};

struct KeyUpdate {  // RFC 8446 §4.6.3
  static constexpr auto type = "KeyUpdate"_message;
  static constexpr std::string_view name = "KeyUpdate";
  registry::KeyUpdateRequest request_update{};
  static void fields(auto& io, auto& m) { io.number("request_update", m.request_update); }
  friend bool operator==(const KeyUpdate&, const KeyUpdate&) = default;
};

struct MessageHash {  // RFC 8446 §4.4.1: never sent, but part of the transcript after a HelloRetryRequest
  static constexpr auto type = "message_hash"_message;
  static constexpr std::string_view name = "message_hash";
  Bytes hash;
  static void fields(auto& io, auto& m) { io.rest("hash", m.hash); }
  friend bool operator==(const MessageHash&, const MessageHash&) = default;
};

// ServerKeyExchange is told apart by the suite's key exchange; the signed part is everything before `algorithm`.

struct EcdheParams {  // RFC 8422 §5.4
  registry::ECCurveType curve_type{3};
  registry::NamedGroup named_curve{};
  Bytes point;
  static void fields(auto& io, auto& m) {
    io.number("curve_type", m.curve_type);
    io.number("named_curve", m.named_curve);
    io.opaque("public", m.point, 1);
  }
  friend bool operator==(const EcdheParams&, const EcdheParams&) = default;
};
struct DheParams {  // RFC 5246 §7.4.3
  Bytes p, g, ys;
  static void fields(auto& io, auto& m) {
    io.opaque("dh_p", m.p, 2);
    io.opaque("dh_g", m.g, 2);
    io.opaque("dh_Ys", m.ys, 2);
  }
  friend bool operator==(const DheParams&, const DheParams&) = default;
};

template <class Params>
struct SignedServerKeyExchange {
  static constexpr auto type = "ServerKeyExchange"_message;
  static constexpr std::string_view name = "ServerKeyExchange";
  Params params;
  registry::SignatureScheme algorithm{};
  Bytes signature;
  static void fields(auto& io, auto& m) {
    io.structure("params", m.params);
    io.number("algorithm", m.algorithm);
    io.computed("signature", m.signature, 2);
  }
  friend bool operator==(const SignedServerKeyExchange&, const SignedServerKeyExchange&) = default;
};
using ServerKeyExchangeEcdhe = SignedServerKeyExchange<EcdheParams>;
using ServerKeyExchangeDhe = SignedServerKeyExchange<DheParams>;

template <class Params>
struct PskServerKeyExchange {  // RFC 4279 §3, RFC 5489 §2
  static constexpr auto type = "ServerKeyExchange"_message;
  static constexpr std::string_view name = "ServerKeyExchange";
  Bytes psk_identity_hint;
  Params params;
  static void fields(auto& io, auto& m) {
    io.opaque("psk_identity_hint", m.psk_identity_hint, 2);
    io.structure("params", m.params);
  }
  friend bool operator==(const PskServerKeyExchange&, const PskServerKeyExchange&) = default;
};
using ServerKeyExchangeEcdhePsk = PskServerKeyExchange<EcdheParams>;
using ServerKeyExchangeDhePsk = PskServerKeyExchange<DheParams>;
struct ServerKeyExchangePsk {  // RFC 4279 §2; RSA_PSK sends the same (§4)
  static constexpr auto type = "ServerKeyExchange"_message;
  static constexpr std::string_view name = "ServerKeyExchange";
  Bytes psk_identity_hint;
  static void fields(auto& io, auto& m) { io.opaque("psk_identity_hint", m.psk_identity_hint, 2); }
  friend bool operator==(const ServerKeyExchangePsk&, const ServerKeyExchangePsk&) = default;
};

struct ServerHelloDone {  // RFC 5246 §7.4.5
  static constexpr auto type = "ServerHelloDone"_message;
  static constexpr std::string_view name = "ServerHelloDone";
  static void fields(auto&, auto&) {}
  friend bool operator==(const ServerHelloDone&, const ServerHelloDone&) = default;
};

struct ClientKeyExchangeEcdhe {  // RFC 8422 §5.7
  static constexpr auto type = "ClientKeyExchange"_message;
  static constexpr std::string_view name = "ClientKeyExchange";
  Bytes ecdh_yc;
  static void fields(auto& io, auto& m) { io.opaque("ecdh_Yc", m.ecdh_yc, 1); }
  friend bool operator==(const ClientKeyExchangeEcdhe&, const ClientKeyExchangeEcdhe&) = default;
};
struct ClientKeyExchangeDhe {  // RFC 5246 §7.4.7.2
  static constexpr auto type = "ClientKeyExchange"_message;
  static constexpr std::string_view name = "ClientKeyExchange";
  Bytes dh_yc;
  static void fields(auto& io, auto& m) { io.opaque("dh_Yc", m.dh_yc, 2); }
  friend bool operator==(const ClientKeyExchangeDhe&, const ClientKeyExchangeDhe&) = default;
};
struct ClientKeyExchangeRsa {  // RFC 5246 §7.4.7.1
  static constexpr auto type = "ClientKeyExchange"_message;
  static constexpr std::string_view name = "ClientKeyExchange";
  Bytes encrypted_pre_master_secret;
  static void fields(auto& io, auto& m) {
    io.computed("encrypted_pre_master_secret", m.encrypted_pre_master_secret, 2);
  }
  friend bool operator==(const ClientKeyExchangeRsa&, const ClientKeyExchangeRsa&) = default;
};
struct ClientKeyExchangePsk {  // RFC 4279 §2
  static constexpr auto type = "ClientKeyExchange"_message;
  static constexpr std::string_view name = "ClientKeyExchange";
  Bytes psk_identity;
  static void fields(auto& io, auto& m) { io.opaque("psk_identity", m.psk_identity, 2); }
  friend bool operator==(const ClientKeyExchangePsk&, const ClientKeyExchangePsk&) = default;
};
// RFC 4279 §3 and §4, RFC 5489 §2: the identity, then what the suite's other half sends.
template <class Other>
struct IdentifiedClientKeyExchange {
  static constexpr auto type = "ClientKeyExchange"_message;
  static constexpr std::string_view name = "ClientKeyExchange";
  Bytes psk_identity;
  Other other;
  static void fields(auto& io, auto& m) {
    io.opaque("psk_identity", m.psk_identity, 2);
    Other::fields(io, m.other);
  }
  friend bool operator==(const IdentifiedClientKeyExchange&, const IdentifiedClientKeyExchange&) = default;
};
using ClientKeyExchangeEcdhePsk = IdentifiedClientKeyExchange<ClientKeyExchangeEcdhe>;
using ClientKeyExchangeDhePsk = IdentifiedClientKeyExchange<ClientKeyExchangeDhe>;
using ClientKeyExchangeRsaPsk = IdentifiedClientKeyExchange<ClientKeyExchangeRsa>;

struct CertificateStatus {  // RFC 6066 §8
  static constexpr auto type = "CertificateStatus"_message;
  static constexpr std::string_view name = "CertificateStatus";
  registry::CertificateStatusType status_type{1};
  Bytes response;
  static void fields(auto& io, auto& m) {
    io.number("status_type", m.status_type);
    io.opaque("response", m.response, 3);
  }
  friend bool operator==(const CertificateStatus&, const CertificateStatus&) = default;
};

// A message of a type without a structure, or one that stays bytes because nothing says which structure it has.
struct RawMessage {
  HandshakeType type{};
  Bytes body;
  friend bool operator==(const RawMessage&, const RawMessage&) = default;
};

using Structures =
    Types<HelloRequest, ClientHello, ServerHello, HelloRetryRequest, EncryptedExtensions, CertificateRequest,
          CertificateRequest12, Certificate, Certificate12, CertificateVerify, Finished, EndOfEarlyData,
          NewSessionTicket, NewSessionTicket12, KeyUpdate, MessageHash, ServerKeyExchangeEcdhe, ServerKeyExchangeDhe,
          ServerKeyExchangeEcdhePsk, ServerKeyExchangeDhePsk, ServerKeyExchangePsk, ServerHelloDone,
          ClientKeyExchangeEcdhe, ClientKeyExchangeDhe, ClientKeyExchangeRsa, ClientKeyExchangePsk,
          ClientKeyExchangeEcdhePsk, ClientKeyExchangeDhePsk, ClientKeyExchangeRsaPsk, CertificateStatus>;

// RawMessage comes first: it is what a default value is.
template <class List>
struct MessageOf;
template <class... T>
struct MessageOf<Types<T...>> {
  using type = std::variant<RawMessage, T...>;
};
using Message = MessageOf<Structures>::type;

}  // namespace shakedown::wire
