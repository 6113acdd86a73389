// What both ends of TLS 1.3 share: traffic keys, Finished, and the open connection with its KeyUpdates.
#pragma once
#include "tests/reference/finished.h"
#include "tests/reference/machine.h"
#include "tests/reference/secrets13.h"

namespace shakedown::reference {

class Machine13 : public Machine {
 public:
  explicit Machine13(Core& core) : Machine(core) {}

  void on_application_data(View data) override;
  bool write(View data) override;
  bool key_update(bool request) override;
  std::optional<Bytes> exported(std::string_view label, std::optional<View> context, std::size_t size) override;

 protected:
  Role us() const { return core_.settings.role; }
  Role peer() const { return registry::other(us()); }
  Bytes transcript_hash() const { return core_.transcript.digest(secrets_->hash()); }

  void read_with(View traffic_secret) { core_.read_with(secrets_->protection(), secrets_->keys(traffic_secret)); }
  void write_with(View traffic_secret) { core_.write_with(secrets_->protection(), secrets_->keys(traffic_secret)); }

  // After the ServerHello went into the transcript.
  void derive_handshake_secrets(View shared, View client_random);
  // After the server's Finished went into the transcript.
  void derive_application_secrets(View client_random);
  void derive_early_secrets(View client_hello_hash, View client_random);

  void send_finished();
  void check_peer_finished(const Received& message);

  // Once the handshake is done: KeyUpdate. Others are not taken.
  void handle_key_update(const Received& message);
  // Application data under handshake or early keys.
  virtual void on_early_application_data(View data);

  std::optional<Secrets13> secrets_;

 private:
  void advance(Role writer);
  Bytes own_verify_data_;
};

}  // namespace shakedown::reference
