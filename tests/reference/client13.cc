#include "tests/reference/client13.h"

#include "harness/protocol/signed_content.h"
#include "tests/reference/credential.h"

namespace shakedown::reference {
namespace {

using Stage = Client13::Stage;
constexpr auto leaps = std::to_array<Leap<Stage>>({
    {Fault::accepts_missing_server_certificate, Stage::certificate_or_request, "Finished"_message, Stage::finished},
    {Fault::accepts_missing_server_certificate, Stage::certificate_or_request, "CertificateVerify"_message,
     Stage::certificate_verify},
    {Fault::accepts_missing_server_certificate, Stage::certificate, "Finished"_message, Stage::finished},
    {Fault::accepts_missing_server_certificate, Stage::certificate, "CertificateVerify"_message,
     Stage::certificate_verify},
    {Fault::accepts_missing_certificate_verify, Stage::certificate_verify, "Finished"_message, Stage::finished},
});

}  // namespace

bool Client13::takes(HandshakeType type) {
  leap(core_, leaps, stage_, type);
  switch (stage_) {
    case Stage::server_hello:
      return type == "ServerHello"_message;
    case Stage::encrypted_extensions:
      return type == "EncryptedExtensions"_message;
    case Stage::certificate_or_request:
      return type == "CertificateRequest"_message || type == "Certificate"_message;
    case Stage::certificate:
      return type == "Certificate"_message;
    case Stage::certificate_verify:
      return type == "CertificateVerify"_message;
    case Stage::finished:
      return type == "Finished"_message;
    case Stage::open:
      // RFC 8446 §4.6.2: no CertificateRequest, since we never send post_handshake_auth.
      return type == "NewSessionTicket"_message || type == "KeyUpdate"_message;
  }
  return false;
}

void Client13::handle(const Received& message) {
  switch (stage_) {
    case Stage::server_hello:
      return handle_server_hello(message);
    case Stage::encrypted_extensions:
      return handle_encrypted_extensions(message);
    case Stage::certificate_or_request:
      if (message.type == "CertificateRequest"_message) return handle_certificate_request(message);
      return handle_certificate(message);
    case Stage::certificate:
      return handle_certificate(message);
    case Stage::certificate_verify:
      return handle_certificate_verify(message);
    case Stage::finished:
      return handle_finished(message);
    case Stage::open:
      if (message.type == "KeyUpdate"_message) return handle_key_update(message);
      return handle_ticket(message);
  }
}

void Client13::handle_encrypted_extensions(const Received& message) {
  const auto extensions = read_message<wire::EncryptedExtensions>(message.body());
  check_answers(core_, extensions.extensions, In::EE, offer_.types());
  if (const auto* name = wire::find(extensions.extensions, "server_name"_ext))
    demand(name->extension_data.empty(), Violation::malformed_extension, "server_name");  // RFC 6066 §3
  static_cast<void>(extension<wire::SupportedGroups>(extensions.extensions));             // only its syntax
  check_protocol(extensions);
  check_early_data(extensions);
  core_.transcript.add(message.raw);
  stage_ = psk_ ? Stage::finished : Stage::certificate_or_request;
}

// RFC 7301 §3.1: exactly one, of ours.
void Client13::check_protocol(const wire::EncryptedExtensions& message) {
  const auto answer = extension<wire::ProtocolNameList>(message.extensions);
  if (!answer) return;
  const auto& names = answer->protocol_name_list;
  const bool fine = names.size() == 1 && contains(core_.settings.alpn, names.front().name);
  demand(fine || core_.faulty(Fault::accepts_unoffered_protocol), Violation::protocol_not_offered);
  core_.facts.alpn = names.front().name;
}

void Client13::check_early_data(const wire::EncryptedExtensions& message) {
  const bool accepted = extension<wire::EarlyData>(message.extensions).has_value();
  if (accepted) {
    // RFC 8446 §4.2.11: the first PSK; §4.2.10: with the suite and the protocol that belong to it.
    demand(psk_ == 0U && offer_.early_suite == &secrets_->suite(), Violation::early_data_illegal);
    const auto& session = offer_.psks.front().session;
    if (session) demand(session->alpn == core_.facts.alpn, Violation::early_data_illegal);
  }
  if (offer_.early_suite == nullptr) return;
  core_.facts.early_data_accepted = accepted;
  if (!accepted) {
    offer_.early_suite = nullptr;
    write_with(secrets_->client_handshake);
  }
}

void Client13::handle_certificate_request(const Received& message) {
  const auto request = read_message<wire::CertificateRequest>(message.body());
  // RFC 8446 §4.3.2.
  demand(request.certificate_request_context.empty(), Violation::certificate_context_illegal);
  check_block(core_, request.extensions, In::CR);
  requested_ = mandatory<wire::SignatureAlgorithms>(request.extensions).supported_signature_algorithms;
  core_.transcript.add(message.raw);
  stage_ = Stage::certificate;
}

void Client13::handle_certificate(const Received& message) {
  const auto certificate = read_message<wire::Certificate>(message.body());
  demand(certificate.certificate_request_context.empty(), Violation::certificate_context_illegal);  // RFC 8446 §4.4.2
  demand(!certificate.certificate_list.empty(), Violation::certificate_list_empty);  // RFC 8446 §4.4.2.4
  std::vector<Bytes> chain;
  for (const auto& entry : certificate.certificate_list) {
    demand(!entry.cert_data.empty(), Violation::malformed_message, "cert_data");
    check_answers(core_, entry.extensions, In::CT, offer_.types());
    chain.push_back(entry.cert_data);
  }
  server_key_ = check_chain(core_, chain);
  core_.transcript.add(message.raw);
  stage_ = Stage::certificate_verify;
}

void Client13::handle_certificate_verify(const Received& message) {
  const auto verify = read_message<wire::CertificateVerify>(message.body());
  const Bytes content =
      protocol::certificate_verify_content(protocol::certificate_verify_context(Role::server), transcript_hash());
  // Without a key only if a fault let the Certificate be left out.
  if (server_key_)
    check_signature(core_, tls13, *server_key_, verify.algorithm, content, verify.signature,
                    core_.faulty(Fault::skips_certificate_verify_check));
  core_.transcript.add(message.raw);
  stage_ = Stage::finished;
}

void Client13::handle_finished(const Received& message) {
  check_peer_finished(message);
  derive_application_secrets(offer_.random());
  read_with(secrets_->server_application);
  send_second_flight();
  secrets_->finish_resumption(transcript_hash());
  write_with(secrets_->client_application);
  core_.facts.done = true;
  stage_ = Stage::open;
}

void Client13::send_second_flight() {
  if (offer_.early_suite != nullptr) {
    core_.send(wire::EndOfEarlyData{});
    write_with(secrets_->client_handshake);
  }
  if (requested_) send_certificate();
  send_finished();
}

// RFC 8446 §4.4.2: empty if we have none that the server can check.
void Client13::send_certificate() {
  const auto scheme = choose_scheme(core_.settings, tls13, *requested_);
  wire::Certificate certificate;
  if (scheme)
    for (const Bytes& der : core_.settings.chain) certificate.certificate_list.push_back({der, {}});
  core_.send(certificate);
  if (!scheme) return;
  const Bytes content =
      protocol::certificate_verify_content(protocol::certificate_verify_context(Role::client), transcript_hash());
  core_.send(wire::CertificateVerify{*scheme, sign(core_, *scheme, content)});
}

void Client13::handle_ticket(const Received& message) {
  const auto ticket = read_message<wire::NewSessionTicket>(message.body());
  demand(!ticket.ticket.empty(), Violation::malformed_message, "ticket");  // RFC 8446 §4.6.1: <1..2^16-1>
  check_block(core_, ticket.extensions, In::NST);
  const auto early = extension<wire::EarlyDataTicket>(ticket.extensions);
  if (!core_.settings.tickets || ticket.ticket_lifetime == 0) return;
  constexpr std::uint32_t longest = 604800;  // seconds, RFC 8446 §4.6.1
  core_.context.sessions.last = Session13{
      .ticket = ticket.ticket,
      .suite = secrets_->suite().code,
      .psk = protocol::tls13::ticket_psk(secrets_->hash(), secrets_->resumption, ticket.ticket_nonce),
      .lifetime = std::min(ticket.ticket_lifetime, longest),
      .age_add = ticket.ticket_age_add,
      .issued = core_.now,
      .max_early_data = early ? early->max_early_data_size : 0,
      .alpn = core_.facts.alpn,
      .early_data_used = false,
  };
}

}  // namespace shakedown::reference
