// One stage of a connection: it is fed what records carried, and may hand over to a successor.
#pragma once
#include <memory>

#include "tests/reference/core.h"

namespace shakedown::reference {

class Machine {
 public:
  explicit Machine(Core& core) : core_(core) {}
  virtual ~Machine() = default;
  Machine(const Machine&) = delete;
  Machine& operator=(const Machine&) = delete;

  void on_handshake(const Received& message);
  virtual void on_application_data(View data) = 0;
  // TLS 1.2 only; in TLS 1.3 the connection drops or refuses them.
  virtual void on_change_cipher_spec(View body);

  // False: not now, or not in this version.
  virtual bool write(View) { return false; }
  virtual bool key_update(bool) { return false; }
  virtual bool renegotiate() { return false; }
  virtual std::optional<Bytes> exported(std::string_view, std::optional<View>, std::size_t) { return std::nullopt; }
  // After a fatal alert in either direction.
  virtual void on_failure() {}

  std::unique_ptr<Machine> take_successor() { return std::move(successor_); }

 protected:
  // Whether the message's turn has come (RFC 8446 §4, RFC 5246 §7.4).
  virtual bool takes(HandshakeType type) = 0;
  virtual void handle(const Received& message) = 0;

  Core& core_;
  std::unique_ptr<Machine> successor_;

 private:
  bool tolerates(const Received& message) const;
  std::optional<HandshakeType> last_;
};

// A step that a fault leaves out: at stage `at`, a message of type `seen` is taken as if the stage were `then`.
template <class Stage>
struct Leap {
  Fault fault;
  Stage at;
  HandshakeType seen;
  Stage then;
};
template <class Stage, std::size_t N>
void leap(const Core& core, const std::array<Leap<Stage>, N>& table, Stage& stage, HandshakeType seen) {
  for (const auto& row : table) {
    if (core.faulty(row.fault) && row.at == stage && row.seen == seen) {
      stage = row.then;
      return;
    }
  }
}

}  // namespace shakedown::reference
