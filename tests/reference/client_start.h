// A client before the server has said which version it will be.
#pragma once
#include "tests/reference/machine.h"
#include "tests/reference/offer.h"

namespace shakedown::reference {

class ClientStart : public Machine {
 public:
  // Sends the ClientHello and early data.
  ClientStart(Core& core, Offer offer, const Start& start);

  void on_application_data(View) override { abort_with(Violation::application_data_too_early); }

 protected:
  bool takes(HandshakeType type) override;
  void handle(const Received& message) override;

 private:
  void send_early_data(const Bytes& data);
  ProtocolVersion selected_version(const wire::ServerHello& hello) const;
  void check_downgrade(const wire::ServerHello& hello) const;

  Offer offer_;
  bool change_cipher_spec_sent_ = false;
  bool hello_request_seen_ = false;
};

}  // namespace shakedown::reference
