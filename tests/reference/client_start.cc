#include "tests/reference/client_start.h"

#include "harness/registry/keylog.h"
#include "tests/reference/client12.h"
#include "tests/reference/client13.h"
#include "tests/reference/downgrade.h"

namespace shakedown::reference {

using registry::KeyLogLabels;

ClientStart::ClientStart(Core& core, Offer offer, const Start& start) : Machine(core), offer_(std::move(offer)) {
  core_.writer.use_version(0x0301);  // RFC 8446 §5.1, RFC 5246 §E.1
  send_offer(core_, offer_);
  core_.writer.use_version(0x0303);
  core_.drops_change_cipher_spec = core_.settings.allows(tls13);
  if (start.early_data) send_early_data(*start.early_data);
}

void ClientStart::send_early_data(const Bytes& data) {
  core_.send_change_cipher_spec();  // RFC 8446 §D.4
  change_cipher_spec_sent_ = true;
  Secrets13 secrets(*offer_.early_suite, offer_.psks.front().key);
  secrets.add_early(core_.transcript.digest(secrets.hash()));
  core_.log_secret(KeyLogLabels::client_early, offer_.random(), secrets.client_early);
  core_.log_secret(KeyLogLabels::early_exporter, offer_.random(), secrets.early_exporter);
  core_.write_with(secrets.protection(), secrets.keys(secrets.client_early));
  if (!data.empty()) core_.writer.write("application_data"_content, data);
}

bool ClientStart::takes(HandshakeType type) {
  // RFC 5246 §7.4.1.1: a client that is negotiating ignores it.
  if (type == "HelloRequest"_message) return core_.settings.allows(tls12);
  return type == "ServerHello"_message;
}

void ClientStart::handle(const Received& message) {
  if (message.type == "HelloRequest"_message) {
    read_message<wire::HelloRequest>(message.body());
    hello_request_seen_ = true;
    return;
  }
  const auto hello = read_message<wire::ServerHello>(message.body());
  demand(hello.legacy_session_id_echo.size() <= 32, Violation::malformed_message, "session_id");
  core_.facts.version = selected_version(hello);
  if (core_.facts.version == tls13) {
    demand(!hello_request_seen_, Violation::message_out_of_order, "HelloRequest");
    core_.reader.use_rules(RecordRules::tls13);
    auto next = std::make_unique<Client13>(core_, std::move(offer_), change_cipher_spec_sent_);
    next->start(message);
    successor_ = std::move(next);
    return;
  }
  check_downgrade(hello);
  // What looked like compatibility mode was none.
  demand(core_.dropped_change_cipher_specs == 0, Violation::change_cipher_spec_unexpected);
  core_.drops_change_cipher_spec = false;
  core_.reader.use_rules(RecordRules::tls12);
  auto next = std::make_unique<Client12>(core_, std::move(offer_));
  next->start(message, hello);
  successor_ = std::move(next);
}

// RFC 8446 §4.2.1, §4.1.3, §D.1.
ProtocolVersion ClientStart::selected_version(const wire::ServerHello& hello) const {
  demand(hello.legacy_version != "SSLv3"_version, Violation::version_ssl3);
  if (core_.settings.allows(tls13)) {
    if (const auto selected = extension<wire::SelectedVersion>(hello.extensions)) {
      demand(selected->selected_version == tls13, Violation::selected_version_illegal);
      return tls13;
    }
    // RFC 8446 §4.1.3: the random is looked at first.
    demand(hello.random != wire::hello_retry_request_random, Violation::extension_missing, "supported_versions");
  }
  demand(hello.legacy_version == tls12 && core_.settings.allows(tls12), Violation::no_common_version);
  return tls12;
}

void ClientStart::check_downgrade(const wire::ServerHello& hello) const {
  if (!core_.settings.allows(tls13) || core_.faulty(Fault::ignores_downgrade_marker)) return;
  demand(!has_downgrade_marker(hello.random), Violation::downgrade_marked);
}

}  // namespace shakedown::reference
