// What a peer can do wrong, each with the one alert that the RFC names for it.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "harness/registry/alerts.h"

namespace shakedown::reference {

// Rows of the table in violation.cc, in its order.
enum class Violation : std::uint8_t {
  // Records.
  unexpected_record_type,
  plaintext_after_keys,
  record_too_long,
  plaintext_too_long,
  record_unprotectable,
  record_version,
  only_zeros,
  empty_fragment,
  interleaved,
  spans_key_change,
  application_data_too_early,
  too_much_early_data,
  malformed_alert,
  // change_cipher_spec.
  change_cipher_spec_unexpected,
  change_cipher_spec_body,
  change_cipher_spec_value12,
  change_cipher_spec_length12,
  // Messages.
  message_out_of_order,
  malformed_message,
  finished_length,
  finished_wrong,
  binder_wrong,
  signature_wrong,
  signature_scheme_not_offered,
  signature_scheme_unfit,
  key_update_value,
  second_hello_retry,
  // Hellos.
  no_common_version,
  version_ssl3,
  selected_version_illegal,
  selected_version_changed,
  downgrade_marked,
  inappropriate_fallback,
  compression_illegal,
  no_common_suite,
  no_common_group,
  no_common_scheme,
  suite_not_offered,
  suite_changed,
  session_id_mismatch,
  second_hello_differs,
  cookie_wrong,
  cookie_missing,
  retry_changes_nothing,
  retry_group_illegal,
  // Extensions.
  malformed_extension,
  duplicate_extension,
  extension_not_solicited,
  extension_misplaced,
  extension_missing,
  psk_not_last,
  psk_modes_missing,
  psk_counts_differ,
  psk_unknown,
  psk_selection_illegal,
  early_data_illegal,
  key_share_illegal,
  public_key_invalid,
  no_common_protocol,
  protocol_not_offered,
  server_names_repeated,
  point_formats_illegal,
  renegotiation_info_wrong,
  extended_master_secret_mismatch,
  encrypt_then_mac_illegal,
  session_mismatch,
  // Certificates.
  certificate_list_empty,
  certificate_required,
  certificate_required12,
  certificate_bad,
  certificate_expired,
  certificate_untrusted,
  certificate_unsupported,
  certificate_context_illegal,
  // TLS 1.2 key exchange.
  curve_type_illegal,
  curve_not_offered,
  // Ours.
  internal,
};

struct ViolationRow {
  Violation violation;
  std::string_view name;
  registry::AlertDescription alert;
  std::string_view clause;
};
std::span<const ViolationRow> violations();
const ViolationRow& row_of(Violation violation);
registry::AlertDescription alert_for(Violation violation);

// Thrown where a check fails, caught where the connection is fed: the handshake's code then reads as the list of its
// checks.
struct Abort {
  Violation violation;
  std::string detail;
};
[[noreturn]] void abort_with(Violation violation, std::string_view detail = {});
inline void demand(bool met, Violation violation, std::string_view detail = {}) {
  if (!met) abort_with(violation, detail);
}

}  // namespace shakedown::reference
