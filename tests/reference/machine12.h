// What both ends of TLS 1.2 share: secrets, change_cipher_spec, Finished, and the open connection.
#pragma once
#include "harness/protocol/schedule12.h"
#include "tests/reference/extensions.h"
#include "tests/reference/finished.h"
#include "tests/reference/machine.h"

namespace shakedown::reference {

class Machine12 : public Machine {
 public:
  explicit Machine12(Core& core) : Machine(core) {}

  void on_application_data(View data) override;
  void on_change_cipher_spec(View body) override;
  bool write(View data) override;
  std::optional<Bytes> exported(std::string_view label, std::optional<View> context, std::size_t size) override;
  void on_failure() override;

 protected:
  // Whether the peer's change_cipher_spec has its turn, and what follows from it.
  virtual bool awaits_change_cipher_spec() const = 0;
  virtual void change_cipher_spec_came() = 0;

  Role us() const { return core_.settings.role; }
  Role peer() const { return registry::other(us()); }
  bool is_cbc() const;

  void select_suite(const registry::SuiteRow& suite);
  // After the ClientKeyExchange went into the transcript (RFC 5246 §8.1, RFC 7627 §4).
  void derive_master(View premaster);
  // Of a new or of a resumed session.
  void use_master(Bytes master);

  // change_cipher_spec and Finished.
  void send_finished();
  void check_peer_finished(const Received& message);
  // RFC 5246 §7.4.1.1, §7.2.2: the answer to whoever wants to negotiate again.
  void refuse_renegotiation();

  const registry::SuiteRow* suite_ = nullptr;
  Bytes client_random_, server_random_, master_;
  Bytes session_id_, ticket_;
  bool extended_master_secret_ = false;
  bool encrypt_then_mac_ = false;

 private:
  Bytes verify_data(Role side, View digest) const;
  void read_with_peer_keys();
  protocol::Protection protection() const { return protocol::protection_of(*suite_, encrypt_then_mac_); }
  const protocol::TrafficKeys& keys_of(Role side) const { return side == Role::client ? keys_.client : keys_.server; }

  protocol::tls12::KeyBlock keys_;
  Bytes own_verify_data_;
  bool change_cipher_spec_was_early_ = false;  // a fault took it
};

}  // namespace shakedown::reference
