#include "tests/reference/faults.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>

namespace shakedown::reference {
namespace {

using F = Fault;
using enum Roles;

// clang-format off
#define SHAKEDOWN_FAULT(name) F::name, #name
constexpr auto table = std::to_array<FaultRow>({
    //                                                                                                                                                  tls12    tls13
    {SHAKEDOWN_FAULT(skips_finished_check),                      "takes any Finished of the right length",                "8446 §4.4.4; 5246 §7.4.9",   both,    both},
    {SHAKEDOWN_FAULT(checks_first_octet_of_finished),            "compares only the first octet of verify_data",          "8446 §4.4.4; 5246 §7.4.9",   both,    both},
    {SHAKEDOWN_FAULT(accepts_short_finished),                    "compares only as much verify_data as was sent",         "8446 §4.4.4; 5246 §7.4.9",   both,    both},
    {SHAKEDOWN_FAULT(accepts_long_finished),                     "ignores what follows verify_data",                      "8446 §4.4.4; 5246 §7.4.9",   both,    both},
    {SHAKEDOWN_FAULT(accepts_own_finished),                      "takes its own verify_data, sent back",                  "8446 §4.4.4; 5246 §7.4.9",   both,    server},
    {SHAKEDOWN_FAULT(accepts_finished_of_own_side),              "also takes verify_data of its own side's label or key", "8446 §4.4.4; 5246 §7.4.9",   both,    both},
    {SHAKEDOWN_FAULT(accepts_finished_without_last_message),     "also takes verify_data of a transcript cut short",      "8446 §4.4.4; 5246 §7.4.9",   both,    both},
    {SHAKEDOWN_FAULT(accepts_second_finished),                   "ignores a Finished after the handshake",                "8446 §4; 5246 §7.4.9",       both,    both},
    {SHAKEDOWN_FAULT(accepts_plaintext_after_keys),              "takes records in the clear after keys are there",       "8446 §5.2; 5246 §7.4.9",     both,    both},
    {SHAKEDOWN_FAULT(skips_binder_check),                        "takes any PSK binder",                                  "8446 §4.2.11",               neither, server},
    {SHAKEDOWN_FAULT(accepts_binder_of_other_label),             "also takes a binder made with the other label",         "8446 §7.1",                  neither, server},
    {SHAKEDOWN_FAULT(accepts_psk_anywhere),                      "takes pre_shared_key before other extensions",          "8446 §4.2.11",               neither, server},
    {SHAKEDOWN_FAULT(skips_certificate_verify_check),            "takes any signature in CertificateVerify",              "8446 §4.4.3; 5246 §7.4.8",   server,  both},
    {SHAKEDOWN_FAULT(accepts_missing_certificate_verify),        "goes on without the peer's CertificateVerify",          "8446 §4.4.3; 5246 §7.4.8",   server,  both},
    {SHAKEDOWN_FAULT(accepts_empty_client_certificate),          "takes an empty Certificate although it requires one",   "8446 §4.4.2.4; 5246 §7.4.6", server,  server},
    {SHAKEDOWN_FAULT(accepts_missing_client_certificate),        "goes on without the client's Certificate message",      "8446 §4.4.2; 5246 §7.4.6",   server,  server},
    {SHAKEDOWN_FAULT(skips_server_key_exchange_check),           "takes any signature in ServerKeyExchange",              "5246 §7.4.3",                client,  neither},
    {SHAKEDOWN_FAULT(accepts_missing_server_key_exchange),       "goes on without ServerKeyExchange",                     "5246 §7.4.3",                client,  neither},
    {SHAKEDOWN_FAULT(accepts_missing_server_certificate),        "goes on without the server's Certificate",              "8446 §4.4.2; 5246 §7.4.2",   client,  client},
    {SHAKEDOWN_FAULT(skips_chain_check),                         "trusts every certificate",                              "8446 §4.4.2.4; 5246 §7.4.2", both,    both},
    {SHAKEDOWN_FAULT(accepts_invalid_point),                     "takes a point off the curve, for a secret of zeros",    "8446 §4.2.8.2; 8422 §5.11",  both,    both},
    {SHAKEDOWN_FAULT(accepts_zero_secret),                       "takes x25519 values of small order",                    "8446 §7.4.2; 8422 §5.11",    both,    both},
    {SHAKEDOWN_FAULT(tells_bad_premaster),                       "answers a bad RSA premaster secret at once",            "5246 §7.4.7.1",              server,  neither},
    {SHAKEDOWN_FAULT(accepts_late_change_cipher_spec),           "drops a change_cipher_spec after the peer's Finished",  "8446 §5",                    neither, both},
    {SHAKEDOWN_FAULT(accepts_early_change_cipher_spec),          "changes keys whenever a change_cipher_spec comes",      "5246 §7.1",                  both,    neither},
    {SHAKEDOWN_FAULT(accepts_doubled_change_cipher_spec),        "ignores a second change_cipher_spec",                   "5246 §7.1",                  both,    neither},
    {SHAKEDOWN_FAULT(accepts_any_change_cipher_spec_body),       "does not look at what a change_cipher_spec holds",      "8446 §5; 5246 §7.1",         both,    both},
    {SHAKEDOWN_FAULT(accepts_missing_change_cipher_spec),        "takes a Finished in the clear, no change_cipher_spec",  "5246 §7.4.9",                both,    neither},
    {SHAKEDOWN_FAULT(accepts_early_application_data),            "delivers application data before Finished",             "8446 §4.4.4; 5246 §7.4.9",   both,    both},
    {SHAKEDOWN_FAULT(accepts_repeated_messages),                 "ignores a message that comes a second time",            "8446 §4; 5246 §7.4",         both,    both},
    {SHAKEDOWN_FAULT(ignores_unexpected_messages),               "ignores every message that is not its turn",            "8446 §4; 5246 §7.4",         both,    both},
    {SHAKEDOWN_FAULT(accepts_missing_end_of_early_data),         "goes on without EndOfEarlyData",                        "8446 §4.5",                  neither, server},
    {SHAKEDOWN_FAULT(accepts_unsolicited_end_of_early_data),     "ignores EndOfEarlyData that it did not ask for",        "8446 §4.5",                  server,  both},
    {SHAKEDOWN_FAULT(accepts_early_key_update),                  "ignores a KeyUpdate before Finished",                   "8446 §4.6.3",                both,    both},
    {SHAKEDOWN_FAULT(accepts_ticket_from_client),                "ignores a NewSessionTicket from a client",              "8446 §4.6.1; 5077 §3.3",     server,  server},
    {SHAKEDOWN_FAULT(accepts_interleaving),                      "takes other records inside a handshake message",        "8446 §5.1",                  neither, both},
    {SHAKEDOWN_FAULT(accepts_span_of_key_change),                "keeps octets before a key change for after it",         "8446 §5.1",                  both,    both},
    {SHAKEDOWN_FAULT(accepts_empty_fragments),                   "ignores handshake and alert records without content",   "8446 §5.1; 5246 §6.2.1",     neither, both},
    {SHAKEDOWN_FAULT(accepts_long_records),                      "takes records of any length",                           "8446 §5.1; 5246 §6.2.1",     both,    both},
    {SHAKEDOWN_FAULT(echoes_wrong_session_id),                   "flips a bit of the session id that it echoes",          "8446 §4.1.3; 5246 §7.4.1.3", server,  server},
    {SHAKEDOWN_FAULT(selects_unoffered_suite),                   "selects a suite that the client did not offer",         "8446 §4.1.3; 5246 §7.4.1.3", server,  server},
    {SHAKEDOWN_FAULT(sends_internal_error),                      "sends internal_error in place of decrypt_error",        "8446 §6.2; 5246 §7.2.2",     both,    both},
    {SHAKEDOWN_FAULT(sends_no_alert),                            "ends the connection without an alert",                  "8446 §6.2; 5246 §7.2.2",     both,    both},
    {SHAKEDOWN_FAULT(sends_plaintext_after_keys),                "sends its Finished in the clear",                       "8446 §4.4; 5246 §7.4.9",     both,    both},
    {SHAKEDOWN_FAULT(sends_wrong_finished),                      "flips a bit of its Finished",                           "8446 §4.4.4; 5246 §7.4.9",   both,    both},
    {SHAKEDOWN_FAULT(sends_wrong_signature),                     "flips a bit of its signature",                          "8446 §4.4.3; 5246 §7.4.3",   both,    both},
    {SHAKEDOWN_FAULT(exports_other_keys),                        "flips a bit of exported keys",                          "8446 §7.5; 5705 §4",         both,    both},
    {SHAKEDOWN_FAULT(omits_downgrade_marker),                    "does not mark its random in TLS 1.2",                   "8446 §4.1.3",                server,  neither},
    {SHAKEDOWN_FAULT(continues_after_violation),                 "sends its alert and goes on",                           "8446 §6.2; 5246 §7.2.2",     both,    both},
    {SHAKEDOWN_FAULT(ignores_downgrade_marker),                  "does not look for the mark in the random",              "8446 §4.1.3",                client,  neither},
    {SHAKEDOWN_FAULT(accepts_unoffered_suite),                   "takes every suite that it knows",                       "8446 §4.1.3; 5246 §7.4.1.3", client,  client},
    {SHAKEDOWN_FAULT(accepts_wrong_session_id),                  "does not compare the echoed session id",                "8446 §4.1.3",                neither, client},
    {SHAKEDOWN_FAULT(accepts_unoffered_protocol),                "takes every application protocol",                      "7301 §3.1",                  client,  client},
    {SHAKEDOWN_FAULT(accepts_duplicate_extensions),              "takes the first of two extensions of one type",         "8446 §4.2; 5246 §7.4.1.4",   both,    both},
    {SHAKEDOWN_FAULT(ignores_extended_master_secret_of_session), "resumes whatever extended_master_secret says",          "7627 §5.3",                  both,    neither},
    {SHAKEDOWN_FAULT(accepts_second_hello_retry),                "answers every HelloRetryRequest",                       "8446 §4.1.4",                neither, client},
    {SHAKEDOWN_FAULT(aborts_on_wrong_finished),                  "calls abort() at a wrong Finished",                     "8446 §4.4.4; 5246 §7.4.9",   both,    both},
    {SHAKEDOWN_FAULT(loops_on_wrong_finished),                   "loops for ever at a wrong Finished",                    "8446 §4.4.4; 5246 §7.4.9",   both,    both},
    {SHAKEDOWN_FAULT(floods_on_wrong_finished),                  "writes without end after a wrong Finished",             "8446 §4.4.4; 5246 §7.4.9",   both,    both},
    {SHAKEDOWN_FAULT(reads_past_the_end),                        "reads as many octets of any Finished as it expects",   "8446 §4.4.4; 5246 §7.4.9",   both,    both},
});
#undef SHAKEDOWN_FAULT
// clang-format on

constexpr bool ascending() {
  for (std::size_t i = 1; i < table.size(); ++i)
    if (table[i - 1].fault >= table[i].fault) return false;
  return true;
}
static_assert(ascending());

}  // namespace

std::span<const FaultRow> faults() { return table; }

Result<Fault> find_fault(std::string_view text) {
  if (text == "none") return Fault::none;
  unsigned number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool numeric = error == std::errc() && end == text.data() + text.size();
  if (numeric && number == 0) return Fault::none;
  const auto found = std::ranges::find_if(table, [&](const FaultRow& row) {
    return numeric ? static_cast<unsigned>(row.fault) == number : row.name == text;
  });
  if (found != table.end()) return found->fault;
  Error unknown{.cause = Cause::input, .what = "no such fault of the reference endpoint"};
  unknown.got = std::string(text);
  unknown.expected = "a name or number of tests/reference/faults.h";
  return fail(std::move(unknown));
}

}  // namespace shakedown::reference
