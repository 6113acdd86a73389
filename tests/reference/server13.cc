#include "tests/reference/server13.h"

#include <algorithm>

#include "harness/protocol/signed_content.h"
#include "tests/reference/credential.h"

namespace shakedown::reference {
namespace {

using Stage = Server13::Stage;
constexpr auto leaps = std::to_array<Leap<Stage>>({
    {Fault::accepts_missing_client_certificate, Stage::certificate, "Finished"_message, Stage::finished},
    {Fault::accepts_missing_certificate_verify, Stage::certificate_verify, "Finished"_message, Stage::finished},
    {Fault::accepts_missing_end_of_early_data, Stage::end_of_early_data, "Finished"_message, Stage::finished},
});

HandshakeType expected_at(Stage stage) {
  switch (stage) {
    case Stage::second_hello:
      return "ClientHello"_message;
    case Stage::end_of_early_data:
      return "EndOfEarlyData"_message;
    case Stage::certificate:
      return "Certificate"_message;
    case Stage::certificate_verify:
      return "CertificateVerify"_message;
    case Stage::finished:
      return "Finished"_message;
    case Stage::open:
      break;
  }
  return "KeyUpdate"_message;
}

}  // namespace

void Server13::start(const ClientHelloView& hello) {
  core_.demand_aligned();
  core_.reader.use_rules(RecordRules::tls13);
  core_.drops_change_cipher_spec = true;  // RFC 8446 §5: from the first ClientHello on
  core_.facts.version = tls13;
  client_random_ = Bytes(hello.message.random.begin(), hello.message.random.end());
  // RFC 8446 §4.2.2: a cookie comes only with a HelloRetryRequest.
  demand(!hello.cookie, Violation::cookie_wrong);
  const Selection13 selection = select13(core_, hello);
  if (selection.share == nullptr) return send_retry(hello, selection);
  answer(hello, selection);
}

bool Server13::takes(HandshakeType type) {
  leap(core_, leaps, stage_, type);
  return type == expected_at(stage_);
}

void Server13::handle(const Received& message) {
  switch (stage_) {
    case Stage::second_hello:
      return handle_second_hello(message);
    case Stage::end_of_early_data:
      return handle_end_of_early_data(message);
    case Stage::certificate:
      return handle_certificate(message);
    case Stage::certificate_verify:
      return handle_certificate_verify(message);
    case Stage::finished:
      return handle_finished(message);
    case Stage::open:
      return handle_key_update(message);
  }
}

void Server13::handle_second_hello(const Received& message) {
  core_.demand_aligned();
  core_.reader.stop_skipping();
  const ClientHelloView hello = read_client_hello(core_, message);
  check_second_hello(*first_hello_, hello, asked_group_, cookie_);
  const Selection13 selection = select13(core_, hello);
  demand(selection.share != nullptr, Violation::second_hello_differs);
  answer(hello, selection);
}

Stage Server13::first_of_second_flight() const { return request_certificate_ ? Stage::certificate : Stage::finished; }

void Server13::on_early_application_data(View data) {
  if (stage_ != Stage::end_of_early_data) return Machine13::on_early_application_data(data);
  demand(data.size() <= early_data_left_, Violation::too_much_early_data);  // RFC 8446 §4.6.1
  early_data_left_ -= data.size();
  append(core_.delivered, data);
}

void Server13::handle_end_of_early_data(const Received& message) {
  core_.demand_aligned();
  read_message<wire::EndOfEarlyData>(message.body());
  core_.transcript.add(message.raw);
  read_with(secrets_->client_handshake);
  stage_ = first_of_second_flight();
}

void Server13::handle_certificate(const Received& message) {
  const auto certificate = read_message<wire::Certificate>(message.body());
  // RFC 8446 §4.4.2: the context of our request, which was empty.
  demand(certificate.certificate_request_context.empty(), Violation::certificate_context_illegal);
  std::vector<Bytes> chain;
  for (const auto& entry : certificate.certificate_list) {
    demand(!entry.cert_data.empty(), Violation::malformed_message, "cert_data");
    check_answers(core_, entry.extensions, In::CT, {});
    chain.push_back(entry.cert_data);
  }
  core_.transcript.add(message.raw);
  if (chain.empty()) {
    // RFC 8446 §4.4.2.4.
    const bool required = core_.settings.client_auth == ClientAuth::require;
    demand(!required || core_.faulty(Fault::accepts_empty_client_certificate), Violation::certificate_required);
    stage_ = Stage::finished;
    return;
  }
  client_key_ = check_chain(core_, chain);
  stage_ = Stage::certificate_verify;
}

void Server13::handle_certificate_verify(const Received& message) {
  const auto verify = read_message<wire::CertificateVerify>(message.body());
  const Bytes content =
      protocol::certificate_verify_content(protocol::certificate_verify_context(Role::client), transcript_hash());
  check_signature(core_, tls13, *client_key_, verify.algorithm, content, verify.signature,
                  core_.faulty(Fault::skips_certificate_verify_check));
  core_.transcript.add(message.raw);
  stage_ = Stage::finished;
}

void Server13::handle_finished(const Received& message) {
  check_peer_finished(message);
  secrets_->finish_resumption(transcript_hash());
  read_with(secrets_->client_application);
  core_.facts.done = true;
  stage_ = Stage::open;
  send_tickets();
}

}  // namespace shakedown::reference
