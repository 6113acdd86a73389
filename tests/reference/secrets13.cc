#include "tests/reference/secrets13.h"

namespace shakedown::reference {

namespace schedule = protocol::tls13;

Secrets13::Secrets13(const registry::SuiteRow& suite, View psk)
    : suite_(suite), hash_(suite.hash), current_(schedule::early_secret(suite.hash, psk)) {}

void Secrets13::add_early(View client_hello_hash) {
  client_early = schedule::derive_secret(hash_, current_, schedule::label::client_early, client_hello_hash);
  early_exporter = schedule::derive_secret(hash_, current_, schedule::label::early_exporter, client_hello_hash);
}

void Secrets13::add_shared_secret(View shared, View server_hello_hash) {
  current_ = schedule::handshake_secret(hash_, current_, shared);
  client_handshake = schedule::derive_secret(hash_, current_, schedule::label::client_handshake, server_hello_hash);
  server_handshake = schedule::derive_secret(hash_, current_, schedule::label::server_handshake, server_hello_hash);
}

void Secrets13::finish(View server_finished_hash) {
  current_ = schedule::master_secret(hash_, current_);
  const auto derive = [&](std::string_view label) {
    return schedule::derive_secret(hash_, current_, label, server_finished_hash);
  };
  client_application = derive(schedule::label::client_application);
  server_application = derive(schedule::label::server_application);
  exporter = derive(schedule::label::exporter);
}

void Secrets13::finish_resumption(View client_finished_hash) {
  resumption = schedule::derive_secret(hash_, current_, schedule::label::resumption, client_finished_hash);
}

protocol::TrafficKeys Secrets13::keys(View traffic_secret) const {
  return schedule::traffic_keys(hash_, traffic_secret, suite_.cipher);
}

View without_binders(View client_hello, const wire::OfferedPsks& psks) {
  std::size_t size = 2;
  for (const auto& entry : psks.binders) size += 1 + entry.binder.size();
  return client_hello.first(client_hello.size() - size);
}

}  // namespace shakedown::reference
