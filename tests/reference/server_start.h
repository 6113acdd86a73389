// A server before the first ClientHello.
#pragma once
#include "tests/reference/machine.h"

namespace shakedown::reference {

class ServerStart : public Machine {
 public:
  explicit ServerStart(Core& core) : Machine(core) {}
  void on_application_data(View) override { abort_with(Violation::application_data_too_early); }

 protected:
  bool takes(HandshakeType type) override { return type == "ClientHello"_message; }
  void handle(const Received& message) override;
};

}  // namespace shakedown::reference
