// A TLS 1.2 client (RFC 5246 §7.3).
#pragma once
#include "harness/crypto/key.h"
#include "tests/reference/machine12.h"
#include "tests/reference/offer.h"

namespace shakedown::reference {

class Client12 : public Machine12 {
 public:
  Client12(Core& core, Offer offer) : Machine12(core), offer_(std::move(offer)) {}
  void start(const Received& message, const wire::ServerHello& hello);

  enum class Stage : std::uint8_t {
    certificate,
    server_key_exchange,
    request_or_done,
    done,
    ticket,
    change_cipher_spec,
    finished,
    open
  };

 protected:
  bool takes(HandshakeType type) override;
  void handle(const Received& message) override;
  bool awaits_change_cipher_spec() const override { return stage_ == Stage::change_cipher_spec; }
  void change_cipher_spec_came() override { stage_ = Stage::finished; }

 private:
  void check_session(const wire::ServerHello& hello);
  void check_extensions(const wire::ServerHello& hello);
  void check_protocol(const wire::ServerHello& hello);

  void handle_certificate(const Received& message);
  void handle_server_key_exchange(const Received& message);
  void handle_certificate_request(const Received& message);
  void handle_server_hello_done(const Received& message);
  void handle_ticket(const Received& message);
  void handle_finished(const Received& message);
  void handle_hello_request(const Received& message);

  std::optional<SignatureScheme> send_certificate();
  Bytes send_client_key_exchange();
  Bytes send_ecdhe();
  Bytes send_rsa();
  Stage after_server_flight() const { return expects_ticket_ ? Stage::ticket : Stage::change_cipher_spec; }

  Stage stage_ = Stage::certificate;
  Offer offer_;
  const Session12* resumed_ = nullptr;  // points into offer_
  bool expects_ticket_ = false;
  std::optional<crypto::PublicKey> server_key_;
  std::optional<wire::EcdheParams> params_;
  std::optional<std::vector<SignatureScheme>> requested_;  // by a CertificateRequest
};

}  // namespace shakedown::reference
