#include "tests/reference/core.h"

namespace shakedown::reference {

Core::Core(Context& shared, const Start& start)
    : context(shared),
      settings(shared.settings),
      rng(Rng::derive(start.seed, "reference")),
      now(start.now),
      reader(shared.settings.fault) {}

void Core::send(const wire::Message& message) {
  const Bytes raw = wire::encode_message(message);
  transcript.add(raw);
  if (faulty(Fault::sends_plaintext_after_keys) && wire::type_of(message) == "Finished"_message)
    return writer.write_plaintext("handshake"_content, raw);
  writer.write("handshake"_content, raw);
}

void Core::send_change_cipher_spec() { writer.write_plaintext("change_cipher_spec"_content, Bytes{1}); }

void Core::send_alert(std::uint8_t level, AlertDescription description) {
  writer.write("alert"_content, Bytes{level, registry::number(description)});
}

void Core::read_with(const protocol::Protection& protection, const protocol::TrafficKeys& keys) {
  if (!faulty(Fault::accepts_span_of_key_change)) demand_aligned();
  auto opener = protocol::RecordOpener::create(protection, keys);
  if (!opener) abort_with(Violation::internal, opener.error().what);
  reader.use_keys(std::move(*opener));
}

void Core::write_with(const protocol::Protection& protection, const protocol::TrafficKeys& keys) {
  auto sealer = protocol::RecordSealer::create(protection, keys, Rng(rng.next()));
  if (!sealer) abort_with(Violation::internal, sealer.error().what);
  writer.use_keys(std::move(*sealer));
}

void Core::demand_aligned() const {
  if (faulty(Fault::accepts_span_of_key_change)) return;
  demand(!messages.pending(), Violation::spans_key_change);
}

void Core::log_secret(std::string_view label, View client_random, View secret) {
  facts.key_log += std::string(label) + " " + to_hex(client_random) + " " + to_hex(secret) + "\n";
}

Bytes agree(const Core& core, const crypto::KeyShare& ours, View theirs) {
  const bool zero = core.faulty(Fault::accepts_zero_secret);
  auto secret = crypto::shared_secret(ours, theirs, zero ? crypto::ZeroSecret::allow : crypto::ZeroSecret::refuse);
  if (secret) return std::move(*secret);
  const bool size_fits = theirs.size() == crypto::public_key_size(ours.group);
  if (core.faulty(Fault::accepts_invalid_point) && size_fits) return Bytes(crypto::shared_secret_size(ours.group));
  abort_with(Violation::public_key_invalid, secret.error().what);
}

}  // namespace shakedown::reference
