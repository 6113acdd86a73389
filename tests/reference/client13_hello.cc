// What a TLS 1.3 client makes of a ServerHello and of a HelloRetryRequest.
#include "tests/reference/client13.h"

namespace shakedown::reference {

void Client13::handle_server_hello(const Received& message) {
  core_.demand_aligned();
  const auto hello = read_message<wire::ServerHello>(message.body());
  demand(hello.legacy_session_id_echo.size() <= 32, Violation::malformed_message, "legacy_session_id_echo");
  const bool retry = hello.random == wire::hello_retry_request_random;
  if (retry && retry_suite_ != nullptr && !core_.faulty(Fault::accepts_second_hello_retry))
    abort_with(Violation::second_hello_retry);
  const auto& suite = check_server_hello(hello, retry);
  if (retry) return handle_retry(message, hello, suite);
  accept(message, hello, suite);
}

// In the order of RFC 8446 §4.1.4.
const registry::SuiteRow& Client13::check_server_hello(const wire::ServerHello& hello, bool retry) const {
  demand(hello.legacy_version != "SSLv3"_version, Violation::version_ssl3);  // RFC 8446 §D.5
  demand(
      hello.legacy_session_id_echo == offer_.hello.legacy_session_id || core_.faulty(Fault::accepts_wrong_session_id),
      Violation::session_id_mismatch);
  const auto* suite = registry::find_keyed(hello.cipher_suite);
  const bool offered =
      contains(offer_.hello.cipher_suites, hello.cipher_suite) || core_.faulty(Fault::accepts_unoffered_suite);
  demand(suite != nullptr && suite->tls13 && offered, Violation::suite_not_offered);
  demand(hello.legacy_compression_method == registry::CompressionMethod{0}, Violation::compression_illegal);
  auto types = offer_.types();
  if (retry) types.push_back("cookie"_ext);  // RFC 8446 §4.2: the one extension that may come unasked
  check_answers(core_, hello.extensions, retry ? In::HRR : In::SH, types);
  const auto version = extension<wire::SelectedVersion>(hello.extensions);
  demand(version && version->selected_version == tls13, Violation::selected_version_changed);
  if (retry_suite_ != nullptr) demand(suite == retry_suite_, Violation::suite_changed);
  return *suite;
}

void Client13::handle_retry(const Received& message, const wire::ServerHello& hello, const registry::SuiteRow& suite) {
  const auto share = extension<wire::KeyShareHelloRetryRequest>(hello.extensions);
  const auto cookie = extension<wire::Cookie>(hello.extensions);
  demand(share || cookie, Violation::retry_changes_nothing);
  if (share) {
    // RFC 8446 §4.2.8.
    demand(contains(core_.settings.groups, share->selected_group), Violation::retry_group_illegal);
    demand(share->selected_group != offer_.share.group || core_.faulty(Fault::accepts_second_hello_retry),
           Violation::retry_group_illegal);
  }
  if (retry_suite_ == nullptr) core_.transcript.replace_with_message_hash(suite.hash);
  core_.transcript.add(message.raw);
  retry_suite_ = &suite;
  if (offer_.early_suite != nullptr) core_.facts.early_data_accepted = false;
  core_.writer.use_keys({});
  send_change_cipher_spec();
  change_offer(core_, offer_, share ? share->selected_group : NamedGroup{}, cookie, suite.hash);
  send_offer(core_, offer_);
}

void Client13::accept(const Received& message, const wire::ServerHello& hello, const registry::SuiteRow& suite) {
  const OfferedPsk13* psk = selected_psk(hello, suite);
  const Bytes shared = agree_on(hello);
  core_.facts.suite = suite.code;
  core_.facts.resumed = psk != nullptr && psk->session;
  core_.transcript.choose(suite.hash);
  core_.transcript.add(message.raw);
  secrets_.emplace(suite, psk != nullptr ? View(psk->key) : View());
  derive_handshake_secrets(shared, offer_.random());
  read_with(secrets_->server_handshake);
  // With early data on its way the early keys stay until the server has answered it (RFC 8446 §4.5).
  if (offer_.early_suite == nullptr) {
    send_change_cipher_spec();
    write_with(secrets_->client_handshake);
  }
  stage_ = Stage::encrypted_extensions;
}

// RFC 8446 §4.2.11: in range, of the suite's hash, with a key share.
const OfferedPsk13* Client13::selected_psk(const wire::ServerHello& hello, const registry::SuiteRow& suite) {
  const auto selected = extension<wire::SelectedPsk>(hello.extensions);
  if (!selected) return nullptr;
  psk_ = selected->selected_identity;
  demand(*psk_ < offer_.psks.size(), Violation::psk_selection_illegal);
  demand(offer_.psks[*psk_].hash == suite.hash, Violation::psk_selection_illegal);
  demand(wire::find(hello.extensions, "key_share"_ext) != nullptr, Violation::psk_selection_illegal);
  return &offer_.psks[*psk_];
}

Bytes Client13::agree_on(const wire::ServerHello& hello) {
  const auto share = mandatory<wire::KeyShareServerHello>(hello.extensions).server_share;
  demand(share.group == offer_.share.group, Violation::key_share_illegal);  // RFC 8446 §4.2.8
  core_.facts.group = share.group;
  return agree(core_, offer_.share, share.key_exchange);
}

// RFC 8446 §D.4: once, before the second flight (or, with early data, right after the ClientHello).
void Client13::send_change_cipher_spec() {
  if (!std::exchange(change_cipher_spec_sent_, true)) core_.send_change_cipher_spec();
}

}  // namespace shakedown::reference
