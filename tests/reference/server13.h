// A TLS 1.3 server (RFC 8446 §2, §A.2).
#pragma once
#include "harness/crypto/key.h"
#include "tests/reference/machine13.h"
#include "tests/reference/select13.h"

namespace shakedown::reference {

class Server13 : public Machine13 {
 public:
  explicit Server13(Core& core) : Machine13(core) {}
  // With the first ClientHello.
  void start(const ClientHelloView& hello);

  enum class Stage : std::uint8_t { second_hello, end_of_early_data, certificate, certificate_verify, finished, open };

 protected:
  bool takes(HandshakeType type) override;
  void handle(const Received& message) override;
  void on_early_application_data(View data) override;

 private:
  void send_retry(const ClientHelloView& hello, const Selection13& selection);
  void handle_second_hello(const Received& message);
  void answer(const ClientHelloView& hello, const Selection13& selection);
  void send_server_hello(const ClientHelloView& hello, const Selection13& selection);
  void send_encrypted_extensions(const ClientHelloView& hello, const Selection13& selection);
  void send_certificate_request();
  void send_certificate(const Selection13& selection);
  void start_reading(const ClientHelloView& hello);
  void send_tickets();

  void handle_end_of_early_data(const Received& message);
  void handle_certificate(const Received& message);
  void handle_certificate_verify(const Received& message);
  void handle_finished(const Received& message);
  // Where the client's second flight begins.
  Stage first_of_second_flight() const;

  Stage stage_ = Stage::second_hello;
  std::optional<ClientHelloView> first_hello_;  // after a HelloRetryRequest
  NamedGroup asked_group_{};
  Bytes cookie_;
  Bytes client_random_;
  bool early_data_ = false;
  std::size_t early_data_left_ = 0;
  bool request_certificate_ = false;
  bool may_send_tickets_ = false;
  std::optional<crypto::PublicKey> client_key_;
};

}  // namespace shakedown::reference
