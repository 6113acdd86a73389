// TLS alerts: RFC 8446 §6, RFC 5246 §7.2 and the extensions that add to them.
#pragma once
#include "harness/registry/table.h"

namespace shakedown::registry {

enum class AlertLevel : std::uint8_t {};
template <>
struct Table<AlertLevel> {
  static constexpr std::string_view name = "AlertLevel";
  static constexpr auto rows = std::to_array<NameRow<AlertLevel>>({
      {AlertLevel{1}, "warning"},
      {AlertLevel{2}, "fatal"},
  });
};

enum class AlertDescription : std::uint8_t {};
template <>
struct Table<AlertDescription> {
  static constexpr std::string_view name = "AlertDescription";
  static constexpr auto rows = std::to_array<NameRow<AlertDescription>>({
      {AlertDescription{0}, "close_notify"},
      {AlertDescription{10}, "unexpected_message"},
      {AlertDescription{20}, "bad_record_mac"},
      {AlertDescription{21}, "decryption_failed"},
      {AlertDescription{22}, "record_overflow"},
      {AlertDescription{30}, "decompression_failure"},
      {AlertDescription{40}, "handshake_failure"},
      {AlertDescription{41}, "no_certificate"},
      {AlertDescription{42}, "bad_certificate"},
      {AlertDescription{43}, "unsupported_certificate"},
      {AlertDescription{44}, "certificate_revoked"},
      {AlertDescription{45}, "certificate_expired"},
      {AlertDescription{46}, "certificate_unknown"},
      {AlertDescription{47}, "illegal_parameter"},
      {AlertDescription{48}, "unknown_ca"},
      {AlertDescription{49}, "access_denied"},
      {AlertDescription{50}, "decode_error"},
      {AlertDescription{51}, "decrypt_error"},
      {AlertDescription{52}, "too_many_cids_requested"},
      {AlertDescription{60}, "export_restriction"},
      {AlertDescription{70}, "protocol_version"},
      {AlertDescription{71}, "insufficient_security"},
      {AlertDescription{80}, "internal_error"},
      {AlertDescription{86}, "inappropriate_fallback"},
      {AlertDescription{90}, "user_canceled"},
      {AlertDescription{100}, "no_renegotiation"},
      {AlertDescription{109}, "missing_extension"},
      {AlertDescription{110}, "unsupported_extension"},
      {AlertDescription{111}, "certificate_unobtainable"},
      {AlertDescription{112}, "unrecognized_name"},
      {AlertDescription{113}, "bad_certificate_status_response"},
      {AlertDescription{114}, "bad_certificate_hash_value"},
      {AlertDescription{115}, "unknown_psk_identity"},
      {AlertDescription{116}, "certificate_required"},
      {AlertDescription{117}, "general_error"},
      {AlertDescription{120}, "no_application_protocol"},
      {AlertDescription{121}, "ech_required"},
  });
};
consteval AlertDescription operator""_alert(const char* s, std::size_t n) { return named<AlertDescription>({s, n}); }

}  // namespace shakedown::registry
