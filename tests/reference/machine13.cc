#include "tests/reference/machine13.h"

#include "harness/registry/keylog.h"

namespace shakedown::reference {

namespace schedule = protocol::tls13;
using registry::KeyLogLabels;

void Machine13::derive_early_secrets(View client_hello_hash, View client_random) {
  secrets_->add_early(client_hello_hash);
  core_.log_secret(KeyLogLabels::client_early, client_random, secrets_->client_early);
  core_.log_secret(KeyLogLabels::early_exporter, client_random, secrets_->early_exporter);
}

void Machine13::derive_handshake_secrets(View shared, View client_random) {
  secrets_->add_shared_secret(shared, transcript_hash());
  core_.log_secret(KeyLogLabels::client_handshake, client_random, secrets_->client_handshake);
  core_.log_secret(KeyLogLabels::server_handshake, client_random, secrets_->server_handshake);
}

void Machine13::derive_application_secrets(View client_random) {
  secrets_->finish(transcript_hash());
  core_.log_secret(KeyLogLabels::client_application, client_random, secrets_->client_application);
  core_.log_secret(KeyLogLabels::server_application, client_random, secrets_->server_application);
  core_.log_secret(KeyLogLabels::exporter, client_random, secrets_->exporter);
}

void Machine13::send_finished() {
  wire::Finished finished{schedule::verify_data(secrets_->hash(), secrets_->handshake_of(us()), transcript_hash())};
  own_verify_data_ = finished.verify_data;
  if (core_.faulty(Fault::sends_wrong_finished)) finished.verify_data.front() ^= 1U;
  core_.send(finished);
}

void Machine13::check_peer_finished(const Received& message) {
  core_.demand_aligned();
  const Hash hash = secrets_->hash();
  const auto verify_data = [&](Role side, View digest) {
    return schedule::verify_data(hash, secrets_->handshake_of(side), digest);
  };
  const auto& transcript = core_.transcript;
  check_finished(
      core_, message.body(), verify_data(peer(), transcript_hash()),
      {.own = own_verify_data_,
       .of_own_side = [&] { return verify_data(us(), transcript_hash()); },
       .without_last = [&] { return verify_data(peer(), transcript.without(transcript.count() - 1).digest(hash)); }});
  core_.transcript.add(message.raw);
  // RFC 8446 §5: from here on a change_cipher_spec is an unexpected record.
  core_.drops_change_cipher_spec = core_.faulty(Fault::accepts_late_change_cipher_spec);
}

void Machine13::on_application_data(View data) {
  if (core_.facts.done) return append(core_.delivered, data);
  on_early_application_data(data);
}

void Machine13::on_early_application_data(View data) {
  demand(core_.faulty(Fault::accepts_early_application_data), Violation::application_data_too_early);
  append(core_.delivered, data);
}

bool Machine13::write(View data) {
  if (!core_.facts.done) return false;
  core_.writer.write("application_data"_content, data);
  return true;
}

bool Machine13::key_update(bool request) {
  if (!core_.facts.done) return false;
  const wire::KeyUpdate message{registry::KeyUpdateRequest{request ? std::uint8_t{1} : std::uint8_t{0}}};
  core_.writer.write("handshake"_content, wire::encode_message(message));
  advance(us());
  return true;
}

void Machine13::handle_key_update(const Received& message) {
  core_.demand_aligned();
  const auto update = read_message<wire::KeyUpdate>(message.body());
  const auto request = registry::number(update.request_update);
  demand(request <= 1, Violation::key_update_value);  // RFC 8446 §4.6.3
  advance(peer());
  if (request == 1) key_update(false);
}

// RFC 8446 §7.2.
void Machine13::advance(Role writer) {
  Bytes& secret = secrets_->application_of(writer);
  secret = schedule::next_traffic_secret(secrets_->hash(), secret);
  if (writer == us()) {
    write_with(secret);
  } else {
    read_with(secret);
  }
}

std::optional<Bytes> Machine13::exported(std::string_view label, std::optional<View> context, std::size_t size) {
  if (!core_.facts.done) return std::nullopt;
  // RFC 8446 §7.5: no context is the same as an empty one.
  Bytes out =
      schedule::export_keying_material(secrets_->hash(), secrets_->exporter, label, context.value_or(View{}), size);
  if (core_.faulty(Fault::exports_other_keys) && !out.empty()) out.front() ^= 1U;
  return out;
}

}  // namespace shakedown::reference
