// Content types, handshake types, versions and the small one-byte registries of TLS.
#pragma once
#include "harness/registry/table.h"

namespace shakedown::registry {

enum class ContentType : std::uint8_t {};  // RFC 8446 §5.1
template <>
struct Table<ContentType> {
  static constexpr std::string_view name = "ContentType";
  static constexpr auto rows = std::to_array<NameRow<ContentType>>({
      {ContentType{0}, "invalid"},
      {ContentType{20}, "change_cipher_spec"},
      {ContentType{21}, "alert"},
      {ContentType{22}, "handshake"},
      {ContentType{23}, "application_data"},
      {ContentType{24}, "heartbeat"},
  });
};
consteval ContentType operator""_content(const char* s, std::size_t n) { return named<ContentType>({s, n}); }

// RFC 8446 §4 and appendix B.3, RFC 5246 §7.4, RFC 6066, RFC 8879. The names are those of the message structures.
enum class HandshakeType : std::uint8_t {};
template <>
struct Table<HandshakeType> {
  static constexpr std::string_view name = "HandshakeType";
  static constexpr auto rows = std::to_array<NameRow<HandshakeType>>({
      {HandshakeType{0}, "HelloRequest"},        {HandshakeType{1}, "ClientHello"},
      {HandshakeType{2}, "ServerHello"},         {HandshakeType{4}, "NewSessionTicket"},
      {HandshakeType{5}, "EndOfEarlyData"},      {HandshakeType{8}, "EncryptedExtensions"},
      {HandshakeType{11}, "Certificate"},        {HandshakeType{12}, "ServerKeyExchange"},
      {HandshakeType{13}, "CertificateRequest"}, {HandshakeType{14}, "ServerHelloDone"},
      {HandshakeType{15}, "CertificateVerify"},  {HandshakeType{16}, "ClientKeyExchange"},
      {HandshakeType{20}, "Finished"},           {HandshakeType{21}, "CertificateURL"},
      {HandshakeType{22}, "CertificateStatus"},  {HandshakeType{23}, "SupplementalData"},
      {HandshakeType{24}, "KeyUpdate"},          {HandshakeType{25}, "CompressedCertificate"},
      {HandshakeType{254}, "message_hash"},
  });
};
consteval HandshakeType operator""_message(const char* s, std::size_t n) { return named<HandshakeType>({s, n}); }

enum class ProtocolVersion : std::uint16_t {};
template <>
struct Table<ProtocolVersion> {
  static constexpr std::string_view name = "ProtocolVersion";
  static constexpr auto rows = std::to_array<NameRow<ProtocolVersion>>({
      {ProtocolVersion{0x0300}, "SSLv3"},
      {ProtocolVersion{0x0301}, "TLSv1.0"},
      {ProtocolVersion{0x0302}, "TLSv1.1"},
      {ProtocolVersion{0x0303}, "TLSv1.2"},
      {ProtocolVersion{0x0304}, "TLSv1.3"},
      {ProtocolVersion{0xfeff}, "DTLSv1.0"},
      {ProtocolVersion{0xfefd}, "DTLSv1.2"},
      {ProtocolVersion{0xfefc}, "DTLSv1.3"},
  });
};
consteval ProtocolVersion operator""_version(const char* s, std::size_t n) { return named<ProtocolVersion>({s, n}); }

enum class CompressionMethod : std::uint8_t {};  // RFC 3749
template <>
struct Table<CompressionMethod> {
  static constexpr std::string_view name = "CompressionMethod";
  static constexpr auto rows = std::to_array<NameRow<CompressionMethod>>({
      {CompressionMethod{0}, "null"},
      {CompressionMethod{1}, "DEFLATE"},
      {CompressionMethod{64}, "LZS"},
  });
};

enum class PskKeyExchangeMode : std::uint8_t {};  // RFC 8446 §4.2.9
template <>
struct Table<PskKeyExchangeMode> {
  static constexpr std::string_view name = "PskKeyExchangeMode";
  static constexpr auto rows = std::to_array<NameRow<PskKeyExchangeMode>>({
      {PskKeyExchangeMode{0}, "psk_ke"},
      {PskKeyExchangeMode{1}, "psk_dhe_ke"},
  });
};

enum class KeyUpdateRequest : std::uint8_t {};  // RFC 8446 §4.6.3
template <>
struct Table<KeyUpdateRequest> {
  static constexpr std::string_view name = "KeyUpdateRequest";
  static constexpr auto rows = std::to_array<NameRow<KeyUpdateRequest>>({
      {KeyUpdateRequest{0}, "update_not_requested"},
      {KeyUpdateRequest{1}, "update_requested"},
  });
};

enum class ECPointFormat : std::uint8_t {};  // RFC 8422 §5.1.2
template <>
struct Table<ECPointFormat> {
  static constexpr std::string_view name = "ECPointFormat";
  static constexpr auto rows = std::to_array<NameRow<ECPointFormat>>({
      {ECPointFormat{0}, "uncompressed"},
      {ECPointFormat{1}, "ansiX962_compressed_prime"},
      {ECPointFormat{2}, "ansiX962_compressed_char2"},
  });
};

enum class ECCurveType : std::uint8_t {};  // RFC 8422 §5.4
template <>
struct Table<ECCurveType> {
  static constexpr std::string_view name = "ECCurveType";
  static constexpr auto rows = std::to_array<NameRow<ECCurveType>>({
      {ECCurveType{1}, "explicit_prime"},
      {ECCurveType{2}, "explicit_char2"},
      {ECCurveType{3}, "named_curve"},
  });
};

enum class ClientCertificateType : std::uint8_t {};  // RFC 5246 §7.4.4, RFC 8422 §5.5
template <>
struct Table<ClientCertificateType> {
  static constexpr std::string_view name = "ClientCertificateType";
  static constexpr auto rows = std::to_array<NameRow<ClientCertificateType>>({
      {ClientCertificateType{1}, "rsa_sign"},
      {ClientCertificateType{2}, "dss_sign"},
      {ClientCertificateType{3}, "rsa_fixed_dh"},
      {ClientCertificateType{4}, "dss_fixed_dh"},
      {ClientCertificateType{64}, "ecdsa_sign"},
      {ClientCertificateType{65}, "rsa_fixed_ecdh"},
      {ClientCertificateType{66}, "ecdsa_fixed_ecdh"},
  });
};

enum class CertificateStatusType : std::uint8_t {};  // RFC 6066 §8, RFC 6961
template <>
struct Table<CertificateStatusType> {
  static constexpr std::string_view name = "CertificateStatusType";
  static constexpr auto rows = std::to_array<NameRow<CertificateStatusType>>({
      {CertificateStatusType{1}, "ocsp"},
      {CertificateStatusType{2}, "ocsp_multi"},
  });
};

enum class CertificateType : std::uint8_t {};  // RFC 7250 §3
template <>
struct Table<CertificateType> {
  static constexpr std::string_view name = "CertificateType";
  static constexpr auto rows = std::to_array<NameRow<CertificateType>>({
      {CertificateType{0}, "X509"},
      {CertificateType{1}, "OpenPGP"},
      {CertificateType{2}, "RawPublicKey"},
      {CertificateType{3}, "1609Dot2"},
  });
};

enum class HeartbeatMode : std::uint8_t {};  // RFC 6520 §2
template <>
struct Table<HeartbeatMode> {
  static constexpr std::string_view name = "HeartbeatMode";
  static constexpr auto rows = std::to_array<NameRow<HeartbeatMode>>({
      {HeartbeatMode{1}, "peer_allowed_to_send"},
      {HeartbeatMode{2}, "peer_not_allowed_to_send"},
  });
};

enum class SrtpProtectionProfile : std::uint16_t {};  // RFC 5764 §4.1.2, RFC 7714 §14.2
template <>
struct Table<SrtpProtectionProfile> {
  static constexpr std::string_view name = "SrtpProtectionProfile";
  static constexpr auto rows = std::to_array<NameRow<SrtpProtectionProfile>>({
      {SrtpProtectionProfile{1}, "SRTP_AES128_CM_HMAC_SHA1_80"},
      {SrtpProtectionProfile{2}, "SRTP_AES128_CM_HMAC_SHA1_32"},
      {SrtpProtectionProfile{5}, "SRTP_NULL_HMAC_SHA1_80"},
      {SrtpProtectionProfile{6}, "SRTP_NULL_HMAC_SHA1_32"},
      {SrtpProtectionProfile{7}, "SRTP_AEAD_AES_128_GCM"},
      {SrtpProtectionProfile{8}, "SRTP_AEAD_AES_256_GCM"},
  });
};

enum class NameType : std::uint8_t {};  // RFC 6066 §3
template <>
struct Table<NameType> {
  static constexpr std::string_view name = "NameType";
  static constexpr auto rows = std::to_array<NameRow<NameType>>({{NameType{0}, "host_name"}});
};

enum class MaxFragmentLength : std::uint8_t {};  // RFC 6066 §4
template <>
struct Table<MaxFragmentLength> {
  static constexpr std::string_view name = "MaxFragmentLength";
  static constexpr auto rows = std::to_array<NameRow<MaxFragmentLength>>({
      {MaxFragmentLength{1}, "2^9"},
      {MaxFragmentLength{2}, "2^10"},
      {MaxFragmentLength{3}, "2^11"},
      {MaxFragmentLength{4}, "2^12"},
  });
};

enum class ChangeCipherSpecType : std::uint8_t {};  // RFC 5246 §7.1
template <>
struct Table<ChangeCipherSpecType> {
  static constexpr std::string_view name = "ChangeCipherSpecType";
  static constexpr auto rows =
      std::to_array<NameRow<ChangeCipherSpecType>>({{ChangeCipherSpecType{1}, "change_cipher_spec"}});
};

}  // namespace shakedown::registry
