// A TLS 1.3 client (RFC 8446 §2, §A.1).
#pragma once
#include "harness/crypto/key.h"
#include "tests/reference/machine13.h"
#include "tests/reference/offer.h"

namespace shakedown::reference {

class Client13 : public Machine13 {
 public:
  Client13(Core& core, Offer offer, bool change_cipher_spec_sent)
      : Machine13(core), offer_(std::move(offer)), change_cipher_spec_sent_(change_cipher_spec_sent) {}
  // With the first ServerHello or HelloRetryRequest.
  void start(const Received& message) { handle_server_hello(message); }

  enum class Stage : std::uint8_t {
    server_hello,
    encrypted_extensions,
    certificate_or_request,
    certificate,
    certificate_verify,
    finished,
    open
  };

 protected:
  bool takes(HandshakeType type) override;
  void handle(const Received& message) override;

 private:
  void handle_server_hello(const Received& message);
  const registry::SuiteRow& check_server_hello(const wire::ServerHello& hello, bool retry) const;
  void handle_retry(const Received& message, const wire::ServerHello& hello, const registry::SuiteRow& suite);
  void accept(const Received& message, const wire::ServerHello& hello, const registry::SuiteRow& suite);
  const OfferedPsk13* selected_psk(const wire::ServerHello& hello, const registry::SuiteRow& suite);
  Bytes agree_on(const wire::ServerHello& hello);
  void send_change_cipher_spec();

  void handle_encrypted_extensions(const Received& message);
  void check_protocol(const wire::EncryptedExtensions& message);
  void check_early_data(const wire::EncryptedExtensions& message);
  void handle_certificate_request(const Received& message);
  void handle_certificate(const Received& message);
  void handle_certificate_verify(const Received& message);
  void handle_finished(const Received& message);
  void send_second_flight();
  void send_certificate();
  void handle_ticket(const Received& message);

  Stage stage_ = Stage::server_hello;
  Offer offer_;
  bool change_cipher_spec_sent_;
  const registry::SuiteRow* retry_suite_ = nullptr;  // after a HelloRetryRequest
  std::optional<std::size_t> psk_;
  std::optional<crypto::PublicKey> server_key_;
  std::optional<std::vector<SignatureScheme>> requested_;  // by a CertificateRequest
};

}  // namespace shakedown::reference
