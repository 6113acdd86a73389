// A TLS 1.2 server (RFC 5246 §7.3).
#pragma once
#include "harness/crypto/key.h"
#include "tests/reference/machine12.h"
#include "tests/reference/select12.h"

namespace shakedown::reference {

class Server12 : public Machine12 {
 public:
  explicit Server12(Core& core) : Machine12(core) {}
  void start(const ClientHelloView& hello);

  enum class Stage : std::uint8_t {
    certificate,
    client_key_exchange,
    certificate_verify,
    change_cipher_spec,
    finished,
    open
  };

 protected:
  bool takes(HandshakeType type) override;
  void handle(const Received& message) override;
  bool awaits_change_cipher_spec() const override;
  void change_cipher_spec_came() override { stage_ = Stage::finished; }

 private:
  void resume(const ClientHelloView& hello, const Session12& session);
  void full(const ClientHelloView& hello);
  void send_server_hello(const ClientHelloView& hello);
  void send_server_key_exchange(const Selection12& selection);
  void send_certificate_request();

  void handle_certificate(const Received& message);
  void handle_client_key_exchange(const Received& message);
  Bytes ecdhe_premaster(View body) const;
  Bytes rsa_premaster(View body);
  void handle_certificate_verify(const Received& message);
  void handle_finished(const Received& message);
  void send_ticket();

  Stage stage_ = Stage::certificate;
  crypto::KeyShare share_;
  ProtocolVersion client_version_{};
  bool resumed_ = false;
  bool issues_ticket_ = false;
  std::optional<crypto::PublicKey> client_key_;
};

}  // namespace shakedown::reference
