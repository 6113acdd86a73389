// What a TLS 1.3 server sends.
#include <algorithm>

#include "harness/crypto/hash.h"
#include "harness/protocol/signed_content.h"
#include "tests/reference/credential.h"
#include "tests/reference/server13.h"

namespace shakedown::reference {
namespace {

constexpr std::uint32_t ticket_lifetime = 7200;  // seconds
// Early data that we never could read: what a client may take as our limit, and the overhead of its records.
constexpr std::size_t skip_allowance = 16384;

Bytes echo(const Core& core, const Bytes& session_id) {
  Bytes out = session_id;
  if (core.faulty(Fault::echoes_wrong_session_id) && !out.empty()) out.back() ^= 1U;
  return out;
}

}  // namespace

void Server13::send_retry(const ClientHelloView& hello, const Selection13& selection) {
  core_.transcript.add(hello.raw);
  core_.transcript.replace_with_message_hash(selection.suite->hash);
  wire::HelloRetryRequest retry;
  retry.legacy_session_id_echo = echo(core_, hello.message.legacy_session_id);
  retry.cipher_suite = selection.suite->code;
  retry.extensions.push_back(wire::to_extension(wire::SelectedVersion{tls13}));
  retry.extensions.push_back(wire::to_extension(wire::KeyShareHelloRetryRequest{selection.group}));
  if (core_.settings.hello_retry_cookie) {
    // An HMAC under a key of this connection: nobody can make one but us.
    cookie_ = crypto::hmac(Hash::sha256, core_.rng.bytes(32), hello.raw);
    retry.extensions.push_back(wire::to_extension(wire::Cookie{cookie_}));
  }
  core_.send(retry);
  if (!hello.message.legacy_session_id.empty()) core_.send_change_cipher_spec();  // RFC 8446 §D.4
  if (hello.early_data) core_.reader.skip_application_data(core_.settings.early_data_max + skip_allowance);
  asked_group_ = selection.group;
  first_hello_ = hello;
  stage_ = Stage::second_hello;
}

void Server13::answer(const ClientHelloView& hello, const Selection13& selection) {
  if (selection.psk) check_binder(core_, hello, *selection.psk, core_.transcript);
  early_data_ = !first_hello_ && can_take_early_data(core_, hello, selection);
  if (early_data_ && selection.psk->session != nullptr) selection.psk->session->early_data_used = true;
  core_.transcript.choose(selection.suite->hash);
  core_.transcript.add(hello.raw);
  secrets_.emplace(*selection.suite, selection.psk ? View(selection.psk->key) : View());
  if (early_data_) {
    derive_early_secrets(transcript_hash(), client_random_);
    early_data_left_ =
        selection.psk->external() ? core_.settings.early_data_max : selection.psk->session->max_early_data;
  }
  core_.facts.suite = selection.suite->code;
  core_.facts.group = selection.group;
  core_.facts.alpn = selection.alpn;
  core_.facts.resumed = selection.psk && !selection.psk->external();
  if (hello.early_data) core_.facts.early_data_accepted = early_data_;
  may_send_tickets_ = hello.psk_modes && contains(hello.psk_modes->ke_modes, registry::PskKeyExchangeMode{1});

  send_server_hello(hello, selection);
  send_encrypted_extensions(hello, selection);
  // RFC 8446 §4.3.2: not with a PSK.
  request_certificate_ = !selection.psk && core_.settings.client_auth != ClientAuth::none;
  if (request_certificate_) send_certificate_request();
  if (!selection.psk) send_certificate(selection);
  send_finished();
  derive_application_secrets(client_random_);
  write_with(secrets_->server_application);
  start_reading(hello);
}

void Server13::send_server_hello(const ClientHelloView& hello, const Selection13& selection) {
  auto ours = crypto::make_key_share(selection.group, core_.rng);
  if (!ours) abort_with(Violation::internal, ours.error().what);
  const Bytes shared = agree(core_, *ours, selection.share->key_exchange);
  wire::ServerHello out;
  core_.rng.fill(out.random);
  out.legacy_session_id_echo = echo(core_, hello.message.legacy_session_id);
  out.cipher_suite = selection.suite->code;
  out.extensions.push_back(wire::to_extension(wire::SelectedVersion{tls13}));
  out.extensions.push_back(wire::to_extension(wire::KeyShareServerHello{{selection.group, ours->public_key}}));
  if (selection.psk) {
    const auto index = static_cast<std::uint16_t>(selection.psk->index);
    out.extensions.push_back(wire::to_extension(wire::SelectedPsk{index}));
  }
  core_.send(out);
  // RFC 8446 §D.4: after our first message.
  if (!first_hello_ && !hello.message.legacy_session_id.empty()) core_.send_change_cipher_spec();
  derive_handshake_secrets(shared, client_random_);
  write_with(secrets_->server_handshake);
}

void Server13::send_encrypted_extensions(const ClientHelloView& hello, const Selection13& selection) {
  wire::EncryptedExtensions out;
  if (names_us(core_.settings, hello)) out.extensions.push_back({"server_name"_ext, {}});
  if (!selection.alpn.empty())
    out.extensions.push_back(wire::to_extension(wire::ProtocolNameList{{wire::ProtocolName{selection.alpn}}}));
  if (early_data_) out.extensions.push_back(wire::to_extension(wire::EarlyData{}));
  core_.send(out);
}

void Server13::send_certificate_request() {
  wire::CertificateRequest out;
  out.extensions.push_back(wire::to_extension(wire::SignatureAlgorithms{core_.settings.schemes}));
  core_.send(out);
}

void Server13::send_certificate(const Selection13& selection) {
  wire::Certificate certificate;
  for (const Bytes& der : core_.settings.chain) certificate.certificate_list.push_back({der, {}});
  core_.send(certificate);
  const Bytes content =
      protocol::certificate_verify_content(protocol::certificate_verify_context(Role::server), transcript_hash());
  core_.send(wire::CertificateVerify{selection.scheme, sign(core_, selection.scheme, content)});
}

void Server13::start_reading(const ClientHelloView& hello) {
  if (early_data_) {
    read_with(secrets_->client_early);
    if (core_.faulty(Fault::accepts_missing_end_of_early_data)) {
      auto opener = protocol::RecordOpener::create(secrets_->protection(), secrets_->keys(secrets_->client_handshake));
      if (opener) core_.reader.fall_back_to(std::move(*opener));
    }
    stage_ = Stage::end_of_early_data;
    return;
  }
  read_with(secrets_->client_handshake);
  core_.reader.allow_plaintext_alert();
  if (hello.early_data) core_.reader.skip_undecryptable(core_.settings.early_data_max + skip_allowance);
  stage_ = first_of_second_flight();
}

void Server13::send_tickets() {
  if (!core_.settings.tickets || !may_send_tickets_) return;
  for (std::uint32_t i = 0; i < core_.settings.ticket_count; ++i) {
    wire::NewSessionTicket out;
    out.ticket_lifetime = ticket_lifetime;
    out.ticket_age_add = static_cast<std::uint32_t>(core_.rng.next());
    append_uint(out.ticket_nonce, i, 4);
    out.ticket = core_.context.sessions.make_name(core_.rng);
    if (core_.settings.early_data_max > 0)
      out.extensions.push_back(wire::to_extension(wire::EarlyDataTicket{core_.settings.early_data_max}));
    core_.writer.write("handshake"_content, wire::encode_message(out));
    core_.context.sessions.keep(Session13{
        .ticket = out.ticket,
        .suite = core_.facts.suite,
        .psk = protocol::tls13::ticket_psk(secrets_->hash(), secrets_->resumption, out.ticket_nonce),
        .lifetime = out.ticket_lifetime,
        .age_add = out.ticket_age_add,
        .issued = core_.now,
        .max_early_data = core_.settings.early_data_max,
        .alpn = core_.facts.alpn,
        .early_data_used = false,
    });
  }
}

}  // namespace shakedown::reference
