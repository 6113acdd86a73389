#include "tests/reference/server12.h"

#include "harness/crypto/rsa.h"
#include "tests/reference/credential.h"

namespace shakedown::reference {
namespace {

using Stage = Server12::Stage;
constexpr auto leaps = std::to_array<Leap<Stage>>({
    {Fault::accepts_missing_client_certificate, Stage::certificate, "ClientKeyExchange"_message,
     Stage::client_key_exchange},
    {Fault::accepts_missing_change_cipher_spec, Stage::change_cipher_spec, "Finished"_message, Stage::finished},
    {Fault::accepts_early_change_cipher_spec, Stage::change_cipher_spec, "Finished"_message, Stage::finished},
});

}  // namespace

bool Server12::takes(HandshakeType type) {
  leap(core_, leaps, stage_, type);
  switch (stage_) {
    case Stage::certificate:
      return type == "Certificate"_message;
    case Stage::client_key_exchange:
      return type == "ClientKeyExchange"_message;
    case Stage::certificate_verify:
      return type == "CertificateVerify"_message;
    case Stage::change_cipher_spec:
      return false;
    case Stage::finished:
      return type == "Finished"_message;
    case Stage::open:
      return type == "ClientHello"_message;
  }
  return false;
}

bool Server12::awaits_change_cipher_spec() const {
  if (stage_ == Stage::certificate_verify) return core_.faulty(Fault::accepts_missing_certificate_verify);
  return stage_ == Stage::change_cipher_spec;
}

void Server12::handle(const Received& message) {
  switch (stage_) {
    case Stage::certificate:
      return handle_certificate(message);
    case Stage::client_key_exchange:
      return handle_client_key_exchange(message);
    case Stage::certificate_verify:
      return handle_certificate_verify(message);
    case Stage::finished:
      return handle_finished(message);
    case Stage::change_cipher_spec:
    case Stage::open:
      return refuse_renegotiation();
  }
}

void Server12::handle_certificate(const Received& message) {
  const auto certificate = read_message<wire::Certificate12>(message.body());
  std::vector<Bytes> chain;
  for (const auto& entry : certificate.certificate_list) {
    demand(!entry.cert_data.empty(), Violation::malformed_message, "cert_data");
    chain.push_back(entry.cert_data);
  }
  if (chain.empty()) {
    // RFC 5246 §7.4.6.
    const bool required = core_.settings.client_auth == ClientAuth::require;
    demand(!required || core_.faulty(Fault::accepts_empty_client_certificate), Violation::certificate_required12);
  } else {
    client_key_ = check_chain(core_, chain);
  }
  core_.transcript.add(message.raw);
  stage_ = Stage::client_key_exchange;
}

void Server12::handle_client_key_exchange(const Received& message) {
  const bool rsa = suite_->key_exchange == registry::KeyExchange::rsa;
  const Bytes premaster = rsa ? rsa_premaster(message.body()) : ecdhe_premaster(message.body());
  core_.transcript.add(message.raw);
  derive_master(premaster);
  // RFC 5246 §7.4.8: whoever showed a certificate that can sign proves it.
  stage_ = client_key_ ? Stage::certificate_verify : Stage::change_cipher_spec;
}

Bytes Server12::ecdhe_premaster(View body) const {
  const auto exchange = read_message<wire::ClientKeyExchangeEcdhe>(body);
  demand(!exchange.ecdh_yc.empty(), Violation::malformed_message, "ecdh_Yc");  // RFC 8422 §5.4: <1..2^8-1>
  return agree(core_, share_, exchange.ecdh_yc);
}

// RFC 5246 §7.4.7.1: whatever is wrong goes on with a random secret, so that nothing tells.
Bytes Server12::rsa_premaster(View body) {
  const auto exchange = read_message<wire::ClientKeyExchangeRsa>(body);
  const Bytes random = core_.rng.bytes(48);
  const auto plain = crypto::rsa_decrypt(*core_.settings.key, exchange.encrypted_pre_master_secret);
  const bool right =
      plain && plain->size() == 48 && read_uint(View(*plain).first(2)) == registry::number(client_version_);
  if (right) return *plain;
  demand(!core_.faulty(Fault::tells_bad_premaster), Violation::public_key_invalid);
  return random;
}

void Server12::handle_certificate_verify(const Received& message) {
  const auto verify = read_message<wire::CertificateVerify>(message.body());
  check_signature(core_, tls12, *client_key_, verify.algorithm, core_.transcript.bytes(), verify.signature,
                  core_.faulty(Fault::skips_certificate_verify_check));
  core_.transcript.add(message.raw);
  stage_ = Stage::change_cipher_spec;
}

void Server12::handle_finished(const Received& message) {
  check_peer_finished(message);
  if (!resumed_) {
    if (issues_ticket_) send_ticket();
    send_finished();
    if (!session_id_.empty() || !ticket_.empty())
      core_.context.sessions.keep(Session12{.id = session_id_,
                                            .ticket = ticket_,
                                            .suite = suite_->code,
                                            .master_secret = master_,
                                            .extended_master_secret = extended_master_secret_});
  }
  core_.facts.done = true;
  stage_ = Stage::open;
}

// RFC 5077 §3.3: after the client's Finished, before our change_cipher_spec.
void Server12::send_ticket() {
  ticket_ = core_.context.sessions.make_name(core_.rng);
  core_.send(wire::NewSessionTicket12{.ticket_lifetime_hint = 7200, .ticket = ticket_});
}

}  // namespace shakedown::reference
