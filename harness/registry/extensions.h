// ExtensionType values, with the messages in which RFC 8446 §4.2 (and each extension's own RFC) allows them.
#pragma once
#include "harness/registry/table.h"

namespace shakedown::registry {

// Bits of the messages that carry extensions.
enum In : unsigned {
  CH = 1U,
  SH = 2U,
  HRR = 4U,
  EE = 8U,
  CT = 16U,
  CR = 32U,
  NST = 64U,
  SH12 = 128U,  // the ServerHello of TLS 1.2
};

enum class ExtensionType : std::uint16_t {};
struct ExtensionRow {
  ExtensionType code;
  std::string_view name;
  unsigned allowed_in;  // bits of In
  std::string_view rfc;
};
// clang-format off
template <>
struct Table<ExtensionType> {
  static constexpr std::string_view name = "ExtensionType";
  static constexpr auto rows = std::to_array<ExtensionRow>({
      {ExtensionType{0},      "server_name",                            CH | EE | SH12,       "6066 §3"},
      {ExtensionType{1},      "max_fragment_length",                    CH | EE | SH12,       "6066 §4"},
      {ExtensionType{2},      "client_certificate_url",                 CH | SH12,            "6066 §5"},
      {ExtensionType{3},      "trusted_ca_keys",                        CH | SH12,            "6066 §6"},
      {ExtensionType{4},      "truncated_hmac",                         CH | SH12,            "6066 §7"},
      {ExtensionType{5},      "status_request",                         CH | CR | CT | SH12,  "6066 §8"},
      {ExtensionType{10},     "supported_groups",                       CH | EE,              "8446 §4.2.7"},
      {ExtensionType{11},     "ec_point_formats",                       CH | SH12,            "8422 §5.1.2"},
      {ExtensionType{12},     "srp",                                    CH,                   "5054"},
      {ExtensionType{13},     "signature_algorithms",                   CH | CR,              "8446 §4.2.3"},
      {ExtensionType{14},     "use_srtp",                               CH | EE | SH12,       "5764"},
      {ExtensionType{15},     "heartbeat",                              CH | EE | SH12,       "6520"},
      {ExtensionType{16},     "application_layer_protocol_negotiation", CH | EE | SH12,       "7301 §3.1"},
      {ExtensionType{17},     "status_request_v2",                      CH | SH12,            "6961"},
      {ExtensionType{18},     "signed_certificate_timestamp",           CH | CR | CT | SH12,  "6962"},
      {ExtensionType{19},     "client_certificate_type",                CH | EE | SH12,       "7250"},
      {ExtensionType{20},     "server_certificate_type",                CH | EE | SH12,       "7250"},
      {ExtensionType{21},     "padding",                                CH,                   "7685"},
      {ExtensionType{22},     "encrypt_then_mac",                       CH | SH12,            "7366"},
      {ExtensionType{23},     "extended_master_secret",                 CH | SH12,            "7627"},
      {ExtensionType{27},     "compress_certificate",                   CH | CR,              "8879"},
      {ExtensionType{28},     "record_size_limit",                      CH | EE | SH12,       "8449"},
      {ExtensionType{34},     "delegated_credential",                   CH | CR | CT,         "9345"},
      {ExtensionType{35},     "session_ticket",                         CH | SH12,            "5077"},
      {ExtensionType{41},     "pre_shared_key",                         CH | SH,              "8446 §4.2.11"},
      {ExtensionType{42},     "early_data",                             CH | EE | NST,        "8446 §4.2.10"},
      {ExtensionType{43},     "supported_versions",                     CH | SH | HRR,        "8446 §4.2.1"},
      {ExtensionType{44},     "cookie",                                 CH | HRR,             "8446 §4.2.2"},
      {ExtensionType{45},     "psk_key_exchange_modes",                 CH,                   "8446 §4.2.9"},
      {ExtensionType{47},     "certificate_authorities",                CH | CR,              "8446 §4.2.4"},
      {ExtensionType{48},     "oid_filters",                            CR,                   "8446 §4.2.5"},
      {ExtensionType{49},     "post_handshake_auth",                    CH,                   "8446 §4.2.6"},
      {ExtensionType{50},     "signature_algorithms_cert",              CH | CR,              "8446 §4.2.3"},
      {ExtensionType{51},     "key_share",                              CH | SH | HRR,        "8446 §4.2.8"},
      {ExtensionType{57},     "quic_transport_parameters",              CH | EE,              "9001 §8.2"},
      {ExtensionType{0xfe0d}, "encrypted_client_hello",                 CH | HRR | EE,        "9849"},
      {ExtensionType{0xff01}, "renegotiation_info",                     CH | SH12,            "5746"},
  });
};
// clang-format on
consteval ExtensionType operator""_ext(const char* s, std::size_t n) { return named<ExtensionType>({s, n}); }

}  // namespace shakedown::registry
