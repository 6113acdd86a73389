// One connection of the reference endpoint: bytes in, bytes out.
#pragma once
#include <memory>

#include "tests/reference/machine.h"

namespace shakedown::reference {

enum class Ending : std::uint8_t { open, closed, failed };

class Connection {
 public:
  // A client writes its first flight at once. `context` must outlive the connection.
  static Result<std::unique_ptr<Connection>> create(Context& context, const Start& start);

  void feed(View bytes);
  // The peer's stream ended; without close_notify that is a failure (RFC 8446 §6.1, RFC 5246 §7.2.1).
  void feed_end();
  Bytes take();
  // Application data received since the last call.
  Bytes read();

  // False: not now.
  bool write(View data);
  bool key_update(bool request);
  bool renegotiate() { return machine_->renegotiate(); }
  void close();
  std::optional<Bytes> exported(std::string_view label, std::optional<View> context, std::size_t size) {
    return machine_->exported(label, context, size);
  }
  void set_now(std::uint64_t milliseconds) { core_.now = milliseconds; }

  Ending ending() const { return ending_; }
  const Facts& facts() const { return core_.facts; }
  std::optional<Violation> violation() const { return violation_; }
  const std::string& error() const { return error_; }
  std::optional<AlertDescription> alert_sent() const { return alert_sent_; }
  std::optional<AlertDescription> alert_received() const { return alert_received_; }
  bool peer_closed() const { return peer_closed_; }

 private:
  Connection(Context& context, const Start& start) : core_(context, start) {}

  void guarded(auto action);
  void fail_with(const Abort& abort);
  void dispatch(const IncomingRecord& record);
  void on_handshake(const IncomingRecord& record);
  void on_change_cipher_spec(const IncomingRecord& record);
  void on_application_data(const IncomingRecord& record);
  void on_alert_record(const IncomingRecord& record);
  void on_alert(std::uint8_t level, AlertDescription description);
  bool is_error(std::uint8_t level, AlertDescription description) const;
  void on_close_notify();
  bool alerts_follow_tls13() const;

  Core core_;
  std::unique_ptr<Machine> machine_;
  Ending ending_ = Ending::open;
  bool close_sent_ = false;
  bool peer_closed_ = false;
  Bytes alert_fragment_;  // TLS 1.2 may split an alert
  std::optional<Violation> violation_;
  std::optional<AlertDescription> alert_sent_, alert_received_;
  std::string error_;
};

}  // namespace shakedown::reference
