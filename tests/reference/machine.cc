#include "tests/reference/machine.h"

namespace shakedown::reference {

void Machine::on_handshake(const Received& message) {
  if (!takes(message.type)) {
    demand(tolerates(message), Violation::message_out_of_order, registry::name_of(message.type));
    core_.transcript.add(message.raw);
    return;
  }
  last_ = message.type;
  handle(message);
}

bool Machine::tolerates(const Received& message) const {
  switch (core_.settings.fault) {
    case Fault::ignores_unexpected_messages:
      return true;
    case Fault::accepts_repeated_messages:
      return last_ == message.type;
    case Fault::accepts_second_finished:
      return core_.facts.done && message.type == "Finished"_message;
    case Fault::accepts_unsolicited_end_of_early_data:
      return message.type == "EndOfEarlyData"_message;
    case Fault::accepts_early_key_update:
      return !core_.facts.done && message.type == "KeyUpdate"_message;
    case Fault::accepts_ticket_from_client:
      return !core_.is_client() && message.type == "NewSessionTicket"_message;
    default:
      return false;
  }
}

void Machine::on_change_cipher_spec(View) { abort_with(Violation::change_cipher_spec_unexpected); }

}  // namespace shakedown::reference
