// The TLS 1.3 key schedule as it goes along (RFC 8446 §7.1).
#pragma once
#include "harness/protocol/schedule13.h"
#include "tests/reference/core.h"

namespace shakedown::reference {

class Secrets13 {
 public:
  Secrets13(const registry::SuiteRow& suite, View psk);

  Hash hash() const { return hash_; }
  const registry::SuiteRow& suite() const { return suite_; }

  // Each over the transcript's hash at its point.
  void add_early(View client_hello_hash);
  void add_shared_secret(View shared, View server_hello_hash);
  void finish(View server_finished_hash);
  void finish_resumption(View client_finished_hash);

  Bytes client_early, early_exporter;
  Bytes client_handshake, server_handshake;
  Bytes client_application, server_application, exporter;
  Bytes resumption;

  const Bytes& handshake_of(Role role) const { return role == Role::client ? client_handshake : server_handshake; }
  Bytes& application_of(Role role) { return role == Role::client ? client_application : server_application; }

  protocol::TrafficKeys keys(View traffic_secret) const;
  protocol::Protection protection() const { return protocol::protection_of(suite_); }

 private:
  const registry::SuiteRow& suite_;
  Hash hash_;
  Bytes current_;  // early, handshake or master secret
};

// RFC 8446 §4.2.11.2: the ClientHello up to its binders, whose list is the last thing in it.
View without_binders(View client_hello, const wire::OfferedPsks& psks);

}  // namespace shakedown::reference
