// Mistakes that the reference endpoint makes on demand, one at a time: they test the suite.
#pragma once
#include <cstdint>
#include <span>
#include <string_view>

#include "harness/base/result.h"

namespace shakedown::reference {

// The numbers are stable: they are what `fault=N` takes.
enum class Fault : std::uint8_t {
  none = 0,
  // Finished.
  skips_finished_check = 1,
  checks_first_octet_of_finished = 2,
  accepts_short_finished = 3,
  accepts_long_finished = 4,
  accepts_own_finished = 5,
  accepts_finished_of_own_side = 6,
  accepts_finished_without_last_message = 7,
  accepts_second_finished = 8,
  accepts_plaintext_after_keys = 9,
  // Binders.
  skips_binder_check = 10,
  accepts_binder_of_other_label = 11,
  accepts_psk_anywhere = 12,
  // Signatures and certificates.
  skips_certificate_verify_check = 13,
  accepts_missing_certificate_verify = 14,
  accepts_empty_client_certificate = 15,
  accepts_missing_client_certificate = 16,
  skips_server_key_exchange_check = 17,
  accepts_missing_server_key_exchange = 18,
  accepts_missing_server_certificate = 19,
  skips_chain_check = 20,
  // Keys.
  accepts_invalid_point = 21,
  accepts_zero_secret = 22,
  tells_bad_premaster = 23,
  // change_cipher_spec.
  accepts_late_change_cipher_spec = 24,
  accepts_early_change_cipher_spec = 25,
  accepts_doubled_change_cipher_spec = 26,
  accepts_any_change_cipher_spec_body = 27,
  accepts_missing_change_cipher_spec = 28,
  // Order.
  accepts_early_application_data = 29,
  accepts_repeated_messages = 30,
  ignores_unexpected_messages = 31,
  accepts_missing_end_of_early_data = 32,
  accepts_unsolicited_end_of_early_data = 33,
  accepts_early_key_update = 34,
  accepts_ticket_from_client = 35,
  accepts_interleaving = 36,
  accepts_span_of_key_change = 37,
  accepts_empty_fragments = 38,
  accepts_long_records = 39,
  // What it sends.
  echoes_wrong_session_id = 40,
  selects_unoffered_suite = 41,
  sends_internal_error = 42,
  sends_no_alert = 43,
  sends_plaintext_after_keys = 44,
  sends_wrong_finished = 45,
  sends_wrong_signature = 46,
  exports_other_keys = 47,
  omits_downgrade_marker = 48,
  continues_after_violation = 49,
  // What it lets its peer select.
  ignores_downgrade_marker = 50,
  accepts_unoffered_suite = 51,
  accepts_wrong_session_id = 52,
  accepts_unoffered_protocol = 53,
  accepts_duplicate_extensions = 54,
  ignores_extended_master_secret_of_session = 55,
  accepts_second_hello_retry = 56,
  // Its process.
  aborts_on_wrong_finished = 60,
  loops_on_wrong_finished = 61,
  floods_on_wrong_finished = 62,
  reads_past_the_end = 63,
};

enum class Roles : std::uint8_t { neither, server, client, both };

struct FaultRow {
  Fault fault;
  std::string_view name;    // of the enumerator
  std::string_view breaks;  // what it does, in the third person
  std::string_view clause;  // of the rule that it breaks
  Roles tls12, tls13;       // in which roles it shows, by version
};

// All but `none`, by number.
std::span<const FaultRow> faults();
// By name or by number; 0 and "none" are none.
Result<Fault> find_fault(std::string_view name_or_number);

}  // namespace shakedown::reference
