#include "tests/reference/connection.h"

#include "tests/reference/client_start.h"
#include "tests/reference/server_start.h"

namespace shakedown::reference {
namespace {

constexpr std::uint8_t warning = 1, fatal = 2;

}  // namespace

Result<std::unique_ptr<Connection>> Connection::create(Context& context, const Start& start) {
  std::unique_ptr<Connection> made(new Connection(context, start));
  if (context.settings.role == Role::server) {
    made->machine_ = std::make_unique<ServerStart>(made->core_);
    return made;
  }
  auto offer = make_offer(made->core_, start);
  if (!offer) return fail(offer.error());
  made->machine_ = std::make_unique<ClientStart>(made->core_, std::move(*offer), start);
  return made;
}

void Connection::guarded(auto action) {
  try {
    action();
  } catch (const Abort& abort) {
    fail_with(abort);
  }
}

// RFC 8446 §6.2, RFC 5246 §7.2.2: the alert, and nothing after it.
void Connection::fail_with(const Abort& abort) {
  violation_ = abort.violation;
  const ViolationRow& row = row_of(abort.violation);
  error_ = std::string(row.name);
  if (!abort.detail.empty()) error_ += ": " + abort.detail;
  error_ += " (RFC " + std::string(row.clause) + ")";
  AlertDescription alert = row.alert;
  if (core_.faulty(Fault::sends_internal_error) && alert == "decrypt_error"_alert) alert = "internal_error"_alert;
  if (!core_.faulty(Fault::sends_no_alert)) {
    core_.send_alert(fatal, alert);
    alert_sent_ = alert;
  }
  machine_->on_failure();
  if (!core_.faulty(Fault::continues_after_violation)) ending_ = Ending::failed;
}

void Connection::feed(View bytes) {
  if (ending_ != Ending::open) return;
  core_.reader.push(bytes);
  guarded([&] {
    while (ending_ == Ending::open) {
      const auto record = core_.reader.next();
      if (!record) return;
      dispatch(*record);
    }
  });
}

void Connection::dispatch(const IncomingRecord& record) {
  if (record.type == "handshake"_content) return on_handshake(record);
  if (record.type == "alert"_content) return on_alert_record(record);
  if (record.type == "change_cipher_spec"_content) return on_change_cipher_spec(record);
  on_application_data(record);
}

void Connection::on_handshake(const IncomingRecord& record) {
  if (record.content.empty() && core_.faulty(Fault::accepts_empty_fragments)) return;
  demand(!record.content.empty(), Violation::empty_fragment);  // RFC 8446 §5.1, RFC 5246 §6.2.1
  core_.messages.push(record.content);
  while (const auto message = core_.messages.next()) {
    machine_->on_handshake(*message);
    if (auto successor = machine_->take_successor()) machine_ = std::move(successor);
  }
}

void Connection::on_change_cipher_spec(const IncomingRecord& record) {
  if (core_.reader.rules() == RecordRules::tls12) return machine_->on_change_cipher_spec(record.content);
  // RFC 8446 §5: dropped between the first ClientHello and the peer's Finished, if it is 01 in the clear.
  demand(core_.drops_change_cipher_spec && !record.protected_record, Violation::change_cipher_spec_unexpected);
  demand(record.content == Bytes{1} || core_.faulty(Fault::accepts_any_change_cipher_spec_body),
         Violation::change_cipher_spec_body);
  ++core_.dropped_change_cipher_specs;
}

void Connection::on_application_data(const IncomingRecord& record) {
  // RFC 8446 §5.1; TLS 1.2 lets content types interleave (RFC 5246 §6.2.1).
  if (core_.reader.rules() != RecordRules::tls12 && !core_.faulty(Fault::accepts_interleaving))
    demand(!core_.messages.pending(), Violation::interleaved);
  machine_->on_application_data(record.content);
}

// Until the version is known, an endpoint of TLS 1.3 takes alerts as TLS 1.3 does.
bool Connection::alerts_follow_tls13() const {
  const RecordRules rules = core_.reader.rules();
  return rules == RecordRules::tls13 || (rules == RecordRules::start && core_.settings.allows(tls13));
}

void Connection::on_alert_record(const IncomingRecord& record) {
  if (record.content.empty() && core_.faulty(Fault::accepts_empty_fragments)) return;
  demand(!record.content.empty(), Violation::empty_fragment);  // RFC 8446 §5.4, RFC 5246 §6.2.1
  append(alert_fragment_, record.content);
  // RFC 8446 §5.1: exactly one alert in a record. TLS 1.2 may split and join them.
  if (alerts_follow_tls13()) demand(alert_fragment_.size() == 2, Violation::malformed_alert);
  while (alert_fragment_.size() >= 2 && ending_ == Ending::open) {
    const std::uint8_t level = alert_fragment_[0];
    const AlertDescription description{alert_fragment_[1]};
    alert_fragment_.erase(alert_fragment_.begin(), alert_fragment_.begin() + 2);
    on_alert(level, description);
  }
}

// RFC 8446 §6: whatever the level says; RFC 5246 §7.2: as the level says.
bool Connection::is_error(std::uint8_t level, AlertDescription description) const {
  if (!alerts_follow_tls13()) return level == fatal;
  return description != "close_notify"_alert && description != "user_canceled"_alert;
}

void Connection::on_alert(std::uint8_t level, AlertDescription description) {
  const bool error = is_error(level, description);
  if (!alerts_follow_tls13()) {
    demand(level == warning || level == fatal, Violation::malformed_alert);
  } else if (!error && !core_.faulty(Fault::accepts_interleaving)) {
    demand(!core_.messages.pending(), Violation::interleaved);  // RFC 8446 §5.1
  }
  alert_received_ = description;
  if (description == "close_notify"_alert) return on_close_notify();
  if (!error) return;
  ending_ = Ending::failed;
  error_ = "the peer sent the alert " + registry::name_of(description);
  machine_->on_failure();
}

// RFC 5246 §7.2.1 demands an answer, RFC 8446 §6.1 permits one.
void Connection::on_close_notify() {
  peer_closed_ = true;
  close();
  ending_ = Ending::closed;
}

void Connection::feed_end() {
  if (ending_ != Ending::open) return;
  ending_ = Ending::failed;
  error_ = "the peer's stream ended without close_notify";
}

Bytes Connection::take() {
  constexpr std::size_t wave = 16384;
  if (core_.flooding && ending_ == Ending::open)
    for (int i = 0; i < 4; ++i) core_.writer.write_plaintext("application_data"_content, Bytes(wave));
  return core_.writer.take();
}

Bytes Connection::read() {
  Bytes out;
  out.swap(core_.delivered);
  return out;
}

bool Connection::write(View data) {
  if (ending_ != Ending::open || close_sent_) return false;
  bool done = false;
  guarded([&] { done = machine_->write(data); });
  return done;
}

bool Connection::key_update(bool request) {
  if (ending_ != Ending::open || close_sent_) return false;
  bool done = false;
  guarded([&] { done = machine_->key_update(request); });
  return done;
}

void Connection::close() {
  if (ending_ != Ending::open || close_sent_) return;
  close_sent_ = true;
  guarded([&] { core_.send_alert(warning, "close_notify"_alert); });
}

}  // namespace shakedown::reference
