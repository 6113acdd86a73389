#include "tests/reference/violation.h"

#include <array>
#include <stdexcept>

namespace shakedown::reference {
namespace {

using registry::operator""_alert;
using V = Violation;

// clang-format off
constexpr auto table = std::to_array<ViolationRow>({
    {V::unexpected_record_type,          "a record of an unexpected type",                             "unexpected_message"_alert,      "8446 §5; 5246 §6"},
    {V::plaintext_after_keys,            "a record in the clear where it must be protected",           "unexpected_message"_alert,      "8446 §5.2"},
    {V::record_too_long,                 "a record longer than its protection allows",                 "record_overflow"_alert,         "8446 §5.1, §5.2; 5246 §6.2.1, §6.2.3"},
    {V::plaintext_too_long,              "a record whose plaintext is too long",                       "record_overflow"_alert,         "8446 §5.4, §6.2; 5246 §7.2.2"},
    {V::record_unprotectable,            "a record that does not decrypt",                             "bad_record_mac"_alert,          "8446 §5.2; 5246 §7.2.2"},
    {V::record_version,                  "a record of another version than was negotiated",            "protocol_version"_alert,        "5246 §6.2.1, §7.2.2"},
    {V::only_zeros,                      "a plaintext without a content type",                         "unexpected_message"_alert,      "8446 §5.4"},
    {V::empty_fragment,                  "a handshake or alert record without content",                "unexpected_message"_alert,      "8446 §5.1, §5.4; 5246 §6.2.1"},
    {V::interleaved,                     "another record inside a handshake message",                  "unexpected_message"_alert,      "8446 §5.1"},
    {V::spans_key_change,                "octets of another message before a key change",              "unexpected_message"_alert,      "8446 §5.1"},
    {V::application_data_too_early,      "application data before the handshake is done",              "unexpected_message"_alert,      "8446 §4.4.4, §6.2; 5246 §7.4.9"},
    {V::too_much_early_data,             "more early data than allowed",                               "unexpected_message"_alert,      "8446 §4.2.10, §4.6.1"},
    {V::malformed_alert,                 "an alert that is not two octets",                            "decode_error"_alert,            "8446 §5.1, §6; 5246 §7.2.2"},
    {V::change_cipher_spec_unexpected,   "a change_cipher_spec at the wrong time",                     "unexpected_message"_alert,      "8446 §5; 5246 §7.1"},
    {V::change_cipher_spec_body,         "a change_cipher_spec other than 01",                         "unexpected_message"_alert,      "8446 §5"},
    {V::change_cipher_spec_value12,      "a change_cipher_spec of another value",                      "illegal_parameter"_alert,       "5246 §7.1, §7.2.2"},
    {V::change_cipher_spec_length12,     "a change_cipher_spec of another length",                     "decode_error"_alert,            "5246 §7.1, §7.2.2"},
    {V::message_out_of_order,            "a handshake message that is not its turn",                   "unexpected_message"_alert,      "8446 §4; 5246 §7.4"},
    {V::malformed_message,               "a message that does not follow its syntax",                  "decode_error"_alert,            "8446 §6; 5246 §7.2.2"},
    {V::finished_length,                 "a Finished of the wrong length",                             "decode_error"_alert,            "8446 §4.4.4, §6.2; 5246 §7.4.9, §7.2.2"},
    {V::finished_wrong,                  "a Finished of the wrong value",                              "decrypt_error"_alert,           "8446 §4.4.4; 5246 §7.2.2"},
    {V::binder_wrong,                    "a PSK binder of the wrong value",                            "decrypt_error"_alert,           "8446 §4.2.11, §6.2"},
    {V::signature_wrong,                 "a signature that does not verify",                           "decrypt_error"_alert,           "8446 §4.4.3; 5246 §7.2.2"},
    {V::signature_scheme_not_offered,    "a signature of a scheme that was not offered",               "illegal_parameter"_alert,       "8446 §4.4.3; 5246 §7.4.3, §7.4.8"},
    {V::signature_scheme_unfit,          "a signature scheme that does not fit the key",               "illegal_parameter"_alert,       "8446 §4.4.3; 5246 §7.4.3"},
    {V::key_update_value,                "a KeyUpdate with an unknown request",                        "illegal_parameter"_alert,       "8446 §4.6.3"},
    {V::second_hello_retry,              "a second HelloRetryRequest",                                 "unexpected_message"_alert,      "8446 §4.1.4"},
    {V::no_common_version,               "no version in common",                                       "protocol_version"_alert,        "8446 §4.2.1, §D.1, §D.2; 5246 §E.1"},
    {V::version_ssl3,                    "a hello of SSL 3.0",                                         "protocol_version"_alert,        "8446 §D.5"},
    {V::selected_version_illegal,        "supported_versions selects what was not offered",            "illegal_parameter"_alert,       "8446 §4.2.1"},
    {V::selected_version_changed,        "another version than the HelloRetryRequest's",               "illegal_parameter"_alert,       "8446 §4.1.4"},
    {V::downgrade_marked,                "a random that tells of a downgrade",                         "illegal_parameter"_alert,       "8446 §4.1.3"},
    {V::inappropriate_fallback,          "TLS_FALLBACK_SCSV below our version",                        "inappropriate_fallback"_alert,  "7507 §3; 8446 §6.2"},
    {V::compression_illegal,             "a compression other than null",                              "illegal_parameter"_alert,       "8446 §4.1.2, §4.1.3; 5246 §7.4.1.2"},
    {V::no_common_suite,                 "no cipher suite in common",                                  "handshake_failure"_alert,       "8446 §4.1.1; 5246 §7.4.1.3"},
    {V::no_common_group,                 "no group in common",                                         "handshake_failure"_alert,       "8446 §4.1.1; 8422 §4"},
    {V::no_common_scheme,                "no signature scheme in common",                              "handshake_failure"_alert,       "8446 §4.1.1, §4.4.2.2"},
    {V::suite_not_offered,               "a cipher suite that was not offered",                        "illegal_parameter"_alert,       "8446 §4.1.3; 5246 §7.4.1.3"},
    {V::suite_changed,                   "another cipher suite than the HelloRetryRequest's",          "illegal_parameter"_alert,       "8446 §4.1.4"},
    {V::session_id_mismatch,             "a session id that is not ours",                              "illegal_parameter"_alert,       "8446 §4.1.3; 5246 §7.4.1.3"},
    {V::second_hello_differs,            "a second ClientHello with another content",                  "illegal_parameter"_alert,       "8446 §4.1.2, §6"},
    {V::cookie_wrong,                    "a cookie that is not ours",                                  "illegal_parameter"_alert,       "8446 §4.2.2"},
    {V::cookie_missing,                  "a second ClientHello without the cookie",                    "missing_extension"_alert,       "8446 §4.2.2, §6.2"},
    {V::retry_changes_nothing,           "a HelloRetryRequest that changes nothing",                   "illegal_parameter"_alert,       "8446 §4.1.4"},
    {V::retry_group_illegal,             "a HelloRetryRequest for a group not offered, or shared",     "illegal_parameter"_alert,       "8446 §4.2.8"},
    {V::malformed_extension,             "an extension that does not follow its syntax",               "decode_error"_alert,            "8446 §6; 5246 §7.2.2"},
    {V::duplicate_extension,             "two extensions of one type",                                 "illegal_parameter"_alert,       "8446 §4.2; 5246 §7.4.1.4"},
    {V::extension_not_solicited,         "an extension that was not asked for",                        "unsupported_extension"_alert,   "8446 §4.2; 5246 §7.4.1.4"},
    {V::extension_misplaced,             "an extension in the wrong message",                          "illegal_parameter"_alert,       "8446 §4.2, §4.3.1"},
    {V::extension_missing,               "a mandatory extension is missing",                           "missing_extension"_alert,       "8446 §9.2, §4.2.3, §4.3.2"},
    {V::psk_not_last,                    "pre_shared_key is not the last extension",                   "illegal_parameter"_alert,       "8446 §4.2.11"},
    {V::psk_modes_missing,               "pre_shared_key without psk_key_exchange_modes",              "missing_extension"_alert,       "8446 §4.2.9, §6.2"},
    {V::psk_counts_differ,               "not as many binders as identities",                          "illegal_parameter"_alert,       "8446 §4.2.11"},
    {V::psk_unknown,                     "no PSK that we know, and no other way",                      "unknown_psk_identity"_alert,    "8446 §6.2"},
    {V::psk_selection_illegal,           "a PSK selection that does not fit the offer",                "illegal_parameter"_alert,       "8446 §4.2.11"},
    {V::early_data_illegal,              "early_data accepted without its first PSK",                  "illegal_parameter"_alert,       "8446 §4.2.10, §4.2.11"},
    {V::key_share_illegal,               "a key share of a group that was not offered, or twice",      "illegal_parameter"_alert,       "8446 §4.2.8"},
    {V::public_key_invalid,              "a public key that is no key",                                "illegal_parameter"_alert,       "8446 §4.2.8.2, §7.4.2; 8422 §5.11"},
    {V::no_common_protocol,              "no application protocol in common",                          "no_application_protocol"_alert, "7301 §3.2"},
    {V::protocol_not_offered,            "an application protocol that was not offered",               "illegal_parameter"_alert,       "7301 §3.1; 8446 §6"},
    {V::server_names_repeated,           "two server names of one type",                               "illegal_parameter"_alert,       "6066 §3"},
    {V::point_formats_illegal,           "point formats without uncompressed",                         "illegal_parameter"_alert,       "8422 §5.1.2"},
    {V::renegotiation_info_wrong,        "a renegotiation_info that is not empty",                     "handshake_failure"_alert,       "5746 §3.4, §3.6"},
    {V::extended_master_secret_mismatch, "extended_master_secret unlike the session's",                "handshake_failure"_alert,       "7627 §5.3"},
    {V::encrypt_then_mac_illegal,        "encrypt_then_mac for a suite without CBC",                   "illegal_parameter"_alert,       "7366 §3"},
    {V::session_mismatch,                "a resumption with another suite or version",                 "illegal_parameter"_alert,       "5246 §7.4.1.3"},
    {V::certificate_list_empty,          "a server without a certificate",                             "decode_error"_alert,            "8446 §4.4.2.4; 5246 §7.4.2"},
    {V::certificate_required,            "a client without a certificate",                             "certificate_required"_alert,    "8446 §4.4.2.4"},
    {V::certificate_required12,          "a client without a certificate",                             "handshake_failure"_alert,       "5246 §7.4.6"},
    {V::certificate_bad,                 "a certificate that is corrupt or for another name",          "bad_certificate"_alert,         "8446 §6.2; 5246 §7.2.2"},
    {V::certificate_expired,             "a certificate outside its validity",                         "certificate_expired"_alert,     "8446 §6.2; 5246 §7.2.2"},
    {V::certificate_untrusted,           "a chain that ends at no trust anchor",                       "unknown_ca"_alert,              "8446 §6.2; 5246 §7.2.2"},
    {V::certificate_unsupported,         "a certificate with a key that we cannot use",                "unsupported_certificate"_alert, "8446 §6.2; 5246 §7.2.2"},
    {V::certificate_context_illegal,     "a certificate_request_context that is not the request's",    "illegal_parameter"_alert,       "8446 §4.3.2, §4.4.2"},
    {V::curve_type_illegal,              "a curve that is not named",                                  "illegal_parameter"_alert,       "8422 §5.4; 5246 §7.2.2"},
    {V::curve_not_offered,               "a curve that was not offered",                               "illegal_parameter"_alert,       "8422 §5.1, §5.4; 5246 §7.2.2"},
    {V::internal,                        "an error of this endpoint",                                  "internal_error"_alert,          "8446 §6.2"},
});
// clang-format on

constexpr bool in_order() {
  for (std::size_t i = 0; i < table.size(); ++i)
    if (table[i].violation != static_cast<Violation>(i)) return false;
  return table.back().violation == Violation::internal;
}
static_assert(in_order(), "one row for each violation, in the order of the enum");

}  // namespace

std::span<const ViolationRow> violations() { return table; }
const ViolationRow& row_of(Violation violation) { return table.at(static_cast<std::size_t>(violation)); }
registry::AlertDescription alert_for(Violation violation) { return row_of(violation).alert; }

void abort_with(Violation violation, std::string_view detail) { throw Abort{violation, std::string(detail)}; }

}  // namespace shakedown::reference
