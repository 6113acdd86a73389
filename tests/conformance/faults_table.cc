#include "tests/conformance/faults_table.h"

namespace shakedown::conformance {
namespace {

using F = reference::Fault;

// clang-format off
const Globs& wrong_verify_data() {  // of the right length
  static const Globs globs = {
    "tls1?/finished/verify_data-bit_flipped*", "tls1?/finished/verify_data-constant", "tls1?/finished/verify_data-reflected*",
    "tls12/finished/verify_data-*transcript_without_*", "tls13/finished/verify_data-transcript_*",
    "tls13/finished/verify_data-of_another_connection", "tls1?/finished/verify_data-wrong_label",
    "tls1?/finished/verify_data-wrong_side", "tls13/finished/verify_data-wrong_secret"};
  return globs;
}

std::vector<FaultNotice> finished() {
  return {
      {F::skips_finished_check, "fail/security", wrong_verify_data(), {"tls12/finished/verify_data-wrong_hash", "tls13/replay/recorded_finished"}},
      {F::checks_first_octet_of_finished, "fail/security", {"tls1?/finished/verify_data-bit_flipped*"}},
      {F::accepts_short_finished, "fail/security", {"tls1?/finished/verify_data-empty", "tls1?/finished/verify_data-truncated"}, {"tls12/finished/length_too_short"}},
      {F::accepts_long_finished, "fail/security", {"tls1?/finished/verify_data-extended"}},
      {F::accepts_own_finished, "fail/security", {"tls1?/finished/verify_data-reflected*"}},
      {F::accepts_finished_of_own_side, "fail/security", {"tls1?/finished/verify_data-wrong_side"}},
      {F::accepts_finished_without_last_message, "fail/security",
       {"tls12/finished/verify_data-*transcript_without_*", "tls13/finished/verify_data-transcript*_without_message*"}},
      {F::accepts_second_finished, "fail/protocol", {"tls12/finished/twice", "tls13/finished/twice-under_application_keys"}, {"tls13/message_order/after_handshake-*"}},
      {F::accepts_plaintext_after_keys, "fail/security",
       {"tls1?/finished/in_the_clear", "tls13/key_update/in_the_clear", "tls12/records/in_the_clear_after_handshake",
        "tls13/message_order/*_message-in_the_clear", "tls13/message_order/application_data-in_the_clear",
        "tls13/early_data/end_of_early_data-in_the_clear", "tls13/close/alert-in_the_clear", "tls13/finished/twice-under_handshake_keys"},
       {"tls1?/records/*", "tls1?/finished/*", "tls1?/replay/*", "tls13/early_data/*", "tls13/message_order/client_*",
        "tls13/change_cipher_spec/then_finished_in_the_clear", "tls13/key_update/old_keys_afterwards", "tls12/key_exchange/rsa_premaster-undecipherable"}},
  };
}

std::vector<FaultNotice> authentication() {
  return {
      {F::skips_binder_check, "fail/security",
       {"tls13/binders/binder-bit_flipped*", "tls13/binders/binder-constant", "tls13/binders/binder-extended",
        "tls13/binders/binder-of_other_*", "tls13/binders/binder-wrong_*", "tls13/hello_retry/psk-*binder*"}},
      {F::accepts_binder_of_other_label, "fail/security", {"tls13/binders/binder-wrong_label*"}, {"tls13/hello_retry/psk-binder_wrong"}},
      {F::accepts_psk_anywhere, "fail/alert", {"tls13/binders/pre_shared_key-first", "tls13/binders/pre_shared_key-not_last"}},
      {F::skips_certificate_verify_check, "fail/security",
       {"tls12/client_auth/certificate_verify-bit_flipped", "tls12/client_auth/certificate_verify-empty_signature",
        "tls12/client_auth/certificate_verify-transcript_without_message", "tls13/certificate/signature-*"},
       {"tls12/client_auth/certificate_verify-scheme_not_requested", "tls13/certificate/scheme-*"}},
      {F::accepts_missing_certificate_verify, "fail/security",
       {"tls1?/client_auth/certificate_verify-omitted", "tls12/client_auth/certificate_verify-after_finished", "tls13/message_order/server_message-omitted"},
       {"tls13/message_order/*_messages-swapped"}},
      {F::accepts_empty_client_certificate, "fail/security",
       {"tls12/client_auth/certificate-empty_where_required", "tls13/certificate/client_list-empty_but_required"}},
      {F::accepts_missing_client_certificate, "fail/security",
       {"tls12/client_auth/certificate-omitted", "tls13/message_order/client_authentication-omitted"}},
      {F::skips_server_key_exchange_check, "fail/security", {"tls12/key_exchange/server_signature-*"}, {"tls12/replay/server_key_exchange"}},
      {F::accepts_missing_server_key_exchange, "fail/protocol", {"tls12/message_order/server_key_exchange-omitted"}, {"tls12/message_order/server_hello_done-misplaced"}},
      {F::accepts_missing_server_certificate, "fail/security",
       {"tls12/message_order/server_certificate-omitted", "tls1?/message_order/server_authentication-skipped", "tls13/message_order/server_message-omitted"},
       {"tls12/message_order/server_hello_done-misplaced"}},
      {F::skips_chain_check, "fail/security", {"tls1?/certificate/chain-broken"}},
      {F::accepts_invalid_point, "fail/protocol",
       {"tls12/key_exchange/client_point-invalid", "tls12/key_exchange/server_point-invalid", "tls13/hello/share-not_on_curve_of_*"},
       {"tls12/key_exchange/x25519-zero_secret", "tls13/hello/share-zero_of_*"}},
      {F::accepts_zero_secret, "fail/protocol", {"tls12/key_exchange/x25519-zero_secret", "tls13/hello/share-zero_of_*"}},
      {F::tells_bad_premaster, "fail/alert", {"tls12/key_exchange/rsa_premaster-undecipherable"}},
  };
}

std::vector<FaultNotice> order() {
  return {
      {F::accepts_late_change_cipher_spec, "fail/protocol", {"tls13/change_cipher_spec/after_*_finished"}},
      {F::accepts_early_change_cipher_spec, "fail/security",
       {"tls12/change_cipher_spec/client_early*", "tls12/change_cipher_spec/server_early", "tls12/finished/before_change_cipher_spec"},
       {"tls12/change_cipher_spec/*", "tls12/client_auth/certificate_verify-after_finished", "tls12/new_session_ticket/misplaced"}},
      {F::accepts_doubled_change_cipher_spec, "fail/security", {"tls12/change_cipher_spec/doubled*"}, {"tls12/change_cipher_spec/after_handshake"}},
      {F::accepts_any_change_cipher_spec_body, "fail/security",
       {"tls12/change_cipher_spec/empty", "tls12/change_cipher_spec/wrong_length", "tls13/change_cipher_spec/wrong_size", "tls1?/change_cipher_spec/wrong_value"}},
      {F::accepts_missing_change_cipher_spec, "fail/security", {"tls12/change_cipher_spec/omitted*", "tls12/finished/before_change_cipher_spec"}},
      {F::accepts_early_application_data, "fail/security",
       {"tls12/message_order/application_data-*", "tls13/message_order/application_data-before_*"},
       {"tls12/finished/omitted_*", "tls13/message_order/server_finished-replaced"}},
      {F::accepts_repeated_messages, "fail/security",
       {"tls12/message_order/client_flight-repeated", "tls12/message_order/server_flight-repeated", "tls12/message_order/client_key_exchange-repeated",
        "tls12/message_order/server_hello_done-repeated", "tls12/new_session_ticket/repeated", "tls13/message_order/*_message-repeated",
        "tls13/early_data/end_of_early_data-twice", "tls12/finished/twice", "tls13/finished/twice-under_application_keys"},
       {"tls13/message_order/after_handshake-from_client"}},
      {F::ignores_unexpected_messages, "fail/security",
       {"tls13/message_order/after_handshake-*", "tls13/message_order/out_of_place-*", "tls13/message_order/*_messages-swapped", "tls13/message_order/*_message-repeated",
        "tls13/message_order/tls12_message-*", "tls12/message_order/*_flight-repeated", "tls12/message_order/*_message_from_*",
        "tls12/message_order/unknown_message_type", "tls12/client_auth/certificate*-unsolicited"},
       {"tls1?/*"}},
      {F::accepts_missing_end_of_early_data, "fail/security",
       {"tls13/early_data/end_of_early_data-after_finished", "tls13/early_data/end_of_early_data-omitted"}, {"tls13/early_data/finished-under_early_keys"}},
      {F::accepts_unsolicited_end_of_early_data, "fail/security",
       {"tls13/early_data/end_of_early_data-from_server", "tls13/early_data/end_of_early_data-not_offered", "tls12/message_order/tls13_message_from_client"},
       {"tls13/early_data/end_of_early_data-twice", "tls1?/message_order/*", "tls13/hello_retry/second_hello-omitted"}},
      {F::accepts_early_key_update, "fail/security",
       {"tls13/key_update/before_finished", "tls13/message_order/out_of_place-*", "tls12/message_order/tls13_message_from_*"},
       {"tls13/early_data/handshake_message-under_early_keys", "tls1?/message_order/*", "tls13/hello_retry/second_hello-omitted"}},
      {F::accepts_ticket_from_client, "fail/security",
       {"tls12/message_order/server_message_from_client", "tls13/message_order/after_handshake-from_client", "tls13/message_order/out_of_place-before_client_*"},
       {"tls13/early_data/handshake_message-under_early_keys", "tls13/message_order/client_hello-replaced"}},
      {F::accepts_interleaving, "fail/security", {"tls13/records/interleaved-after_handshake", "tls13/records/interleaved-with_alert"}},
      {F::accepts_span_of_key_change, "fail/security",
       {"tls13/records/span-*", "tls12/change_cipher_spec/inside_a_message", "tls13/early_data/end_of_early_data-shares_record"}},
      {F::accepts_empty_fragments, "fail/security", {"tls13/records/empty_alert", "tls13/records/empty_fragment_of_message", "tls13/records/empty_handshake_record"}},
      {F::accepts_long_records, "fail/security",
       {"tls12/records/plaintext_too_long", "tls12/records/ciphertext_too_long", "tls13/records/*-too_long", "tls13/records/client_hello-record_too_long"}},
  };
}

std::vector<FaultNotice> sent() {
  const Globs honest_handshakes = {"control/tls1?.*"};
  return {
      {F::echoes_wrong_session_id, "fail/protocol", {"control/tls12.resumed_*", "control/tls13.*"}},
      {F::selects_unoffered_suite, "fail/protocol", honest_handshakes},
      {F::sends_internal_error, "fail/alert",
       {"tls1?/finished/verify_data-bit_flipped*", "tls13/binders/binder-bit_flipped*", "tls13/certificate/signature-*",
        "tls12/client_auth/certificate_verify-bit_flipped", "tls12/key_exchange/server_signature-bit_flipped"},
       {"tls1?/finished/verify_data-*", "tls13/binders/binder-*", "tls12/client_auth/certificate_verify-*", "tls12/key_exchange/server_signature-*",
        "tls12/replay/server_key_exchange", "tls13/replay/recorded_finished", "tls13/hello_retry/psk-*binder*"}},
      {F::sends_no_alert, "fail/alert", {"tls1?/finished/verify_data-*", "tls1?/finished/in_the_clear", "tls1?/certificate/chain-broken"}, {"tls1?/*"}},
      {F::sends_plaintext_after_keys, "fail/security", honest_handshakes},
      {F::sends_wrong_finished, "fail/security", honest_handshakes},
      {F::sends_wrong_signature, "fail/security", {"control/tls12.*", "control/tls13.full", "control/tls13.hrr", "control/tls13.resumed"}, {"control/tls13.early_data"}},
      {F::exports_other_keys, "fail/security", honest_handshakes},
      {F::omits_downgrade_marker, "fail/security", {"tls12/downgrade/marked_by_server"}},
      {F::continues_after_violation, "fail/protocol", {"tls1?/finished/verify_data-*", "tls1?/finished/in_the_clear", "tls1?/certificate/chain-broken"}, {"tls1?/*"}},
  };
}

std::vector<FaultNotice> selected() {
  return {
      {F::ignores_downgrade_marker, "fail/security", {"tls12/downgrade/marker_refused_by_client"}},
      {F::accepts_unoffered_suite, "fail/security", {"tls12/hello/server_selects_suite_not_offered", "tls13/hello/suite-not_offered"}},
      {F::accepts_wrong_session_id, "fail/security", {"tls13/hello/session_id-not_echoed"}},
      {F::accepts_unoffered_protocol, "fail/security", {"tls1?/hello/alpn?not_offered"}},
      {F::accepts_duplicate_extensions, "fail/security", {"tls1?/hello/extension_twice*"}},
      {F::ignores_extended_master_secret_of_session, "fail/security",
       {"tls12/extended_master_secret/legacy_session_resumed_by_server", "tls12/extended_master_secret/resumed_without_by_*"}},
      {F::accepts_second_hello_retry, "fail/security", {"tls13/hello_retry/retry-changes_nothing", "tls13/hello_retry/retry-repeated", "tls13/hello_retry/second_retry"}},
  };
}

std::vector<FaultNotice> of_the_process() {
  const Globs wrong_side = {"tls1?/finished/verify_data-wrong_side"};
  return {
      {F::aborts_on_wrong_finished, "crash", {"tls1?/finished/verify_data-*"}, {"tls12/finished/length_too_short", "tls13/message_order/tls12_finished", "tls13/replay/recorded_finished"}},
      {F::loops_on_wrong_finished, "hang", wrong_side},
      {F::floods_on_wrong_finished, "hang", wrong_side},
      {F::reads_past_the_end, "crash", {"tls1?/finished/verify_data-empty"}, {"tls1?/finished/verify_data-truncated", "tls13/finished/verify_data-wrong_hash", "tls13/message_order/tls12_finished", "tls12/finished/length_too_short"}},
  };
}
// clang-format on

}  // namespace

const std::vector<FaultNotice>& fault_notices() {
  static const std::vector<FaultNotice> all = [] {
    std::vector<FaultNotice> out;
    for (const auto part : {finished, authentication, order, sent, selected, of_the_process})
      for (auto& notice : part()) out.push_back(std::move(notice));
    return out;
  }();
  return all;
}

}  // namespace shakedown::conformance
