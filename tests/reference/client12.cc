#include "tests/reference/client12.h"

#include "harness/protocol/signed_content.h"
#include "tests/reference/credential.h"
#include "tests/reference/select12.h"

namespace shakedown::reference {
namespace {

using Stage = Client12::Stage;
constexpr auto leaps = std::to_array<Leap<Stage>>({
    {Fault::accepts_missing_server_certificate, Stage::certificate, "ServerKeyExchange"_message,
     Stage::server_key_exchange},
    {Fault::accepts_missing_server_certificate, Stage::certificate, "ServerHelloDone"_message, Stage::request_or_done},
    {Fault::accepts_missing_server_key_exchange, Stage::server_key_exchange, "ServerHelloDone"_message,
     Stage::request_or_done},
    {Fault::accepts_missing_server_key_exchange, Stage::server_key_exchange, "CertificateRequest"_message,
     Stage::request_or_done},
    {Fault::accepts_missing_change_cipher_spec, Stage::change_cipher_spec, "Finished"_message, Stage::finished},
    {Fault::accepts_early_change_cipher_spec, Stage::change_cipher_spec, "Finished"_message, Stage::finished},
});

}  // namespace

bool Client12::takes(HandshakeType type) {
  if (type == "HelloRequest"_message) return true;
  leap(core_, leaps, stage_, type);
  switch (stage_) {
    case Stage::certificate:
      return type == "Certificate"_message;
    case Stage::server_key_exchange:
      return type == "ServerKeyExchange"_message;
    case Stage::request_or_done:
      return type == "CertificateRequest"_message || type == "ServerHelloDone"_message;
    case Stage::done:
      return type == "ServerHelloDone"_message;
    case Stage::ticket:
      return type == "NewSessionTicket"_message;
    case Stage::finished:
      return type == "Finished"_message;
    case Stage::change_cipher_spec:
    case Stage::open:
      break;
  }
  return false;
}

void Client12::handle(const Received& message) {
  if (message.type == "HelloRequest"_message) return handle_hello_request(message);
  if (message.type == "CertificateRequest"_message) return handle_certificate_request(message);
  switch (stage_) {
    case Stage::certificate:
      return handle_certificate(message);
    case Stage::server_key_exchange:
      return handle_server_key_exchange(message);
    case Stage::ticket:
      return handle_ticket(message);
    case Stage::finished:
      return handle_finished(message);
    default:
      return handle_server_hello_done(message);
  }
}

// RFC 5246 §7.4.1.1: ignored during a handshake, and never part of its hashes; refused after it.
void Client12::handle_hello_request(const Received& message) {
  read_message<wire::HelloRequest>(message.body());
  if (core_.facts.done) refuse_renegotiation();
}

void Client12::handle_certificate(const Received& message) {
  const auto certificate = read_message<wire::Certificate12>(message.body());
  demand(!certificate.certificate_list.empty(), Violation::certificate_list_empty);
  std::vector<Bytes> chain;
  for (const auto& entry : certificate.certificate_list) {
    demand(!entry.cert_data.empty(), Violation::malformed_message, "cert_data");
    chain.push_back(entry.cert_data);
  }
  server_key_ = check_chain(core_, chain);
  demand(authenticates(server_key_->kind(), *suite_), Violation::certificate_unsupported);  // RFC 5246 §7.4.2
  core_.transcript.add(message.raw);
  const bool ecdhe = suite_->key_exchange == registry::KeyExchange::ecdhe;
  stage_ = ecdhe ? Stage::server_key_exchange : Stage::request_or_done;
}

void Client12::handle_server_key_exchange(const Received& message) {
  const View body = message.body();
  // Another curve type has another structure (RFC 8422 §5.4).
  demand(body.empty() || body[0] == 3, Violation::curve_type_illegal);
  const auto exchange = read_message<wire::ServerKeyExchangeEcdhe>(body);
  const auto& params = exchange.params;
  demand(!params.point.empty(), Violation::malformed_message, "public");
  demand(contains(core_.settings.groups, params.named_curve), Violation::curve_not_offered);
  const Bytes content = protocol::server_key_exchange_content(client_random_, server_random_, wire::encode(params));
  // Without a key only if a fault let the Certificate be left out.
  if (server_key_)
    check_signature(core_, tls12, *server_key_, exchange.algorithm, content, exchange.signature,
                    core_.faulty(Fault::skips_server_key_exchange_check));
  params_ = params;
  core_.facts.group = params.named_curve;
  core_.transcript.add(message.raw);
  stage_ = Stage::request_or_done;
}

void Client12::handle_certificate_request(const Received& message) {
  const auto request = read_message<wire::CertificateRequest12>(message.body());
  // RFC 5246 §7.4.4: <1..2^8-1> and <2..2^16-2>.
  demand(!request.certificate_types.empty(), Violation::malformed_message, "certificate_types");
  demand(!request.supported_signature_algorithms.empty(), Violation::malformed_message,
         "supported_signature_algorithms");
  requested_ = request.supported_signature_algorithms;
  core_.transcript.add(message.raw);
  stage_ = Stage::done;
}

void Client12::handle_server_hello_done(const Received& message) {
  read_message<wire::ServerHelloDone>(message.body());
  core_.transcript.add(message.raw);
  std::optional<SignatureScheme> scheme;
  if (requested_) scheme = send_certificate();
  derive_master(send_client_key_exchange());
  if (scheme) core_.send(wire::CertificateVerify{*scheme, sign(core_, *scheme, core_.transcript.bytes())});
  send_finished();
  stage_ = after_server_flight();
}

void Client12::handle_ticket(const Received& message) {
  ticket_ = read_message<wire::NewSessionTicket12>(message.body()).ticket;
  core_.transcript.add(message.raw);
  stage_ = Stage::change_cipher_spec;
}

void Client12::handle_finished(const Received& message) {
  check_peer_finished(message);
  if (resumed_ != nullptr) send_finished();
  core_.facts.done = true;
  stage_ = Stage::open;
  const bool by_id = core_.settings.session_ids && !session_id_.empty();
  if (ticket_.empty() && (resumed_ != nullptr || !by_id)) return;
  core_.context.sessions.last = Session12{.id = session_id_,
                                          .ticket = ticket_,
                                          .suite = suite_->code,
                                          .master_secret = master_,
                                          .extended_master_secret = extended_master_secret_};
}

}  // namespace shakedown::reference
