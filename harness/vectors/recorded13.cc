// Replays handshakes of TLS 1.3 recorded from OpenSSL with its key log.
#include <algorithm>
#include <map>

#include "harness/protocol/schedule13.h"
#include "harness/protocol/signed_content.h"
#include "harness/registry/keylog.h"
#include "harness/vectors/recorded.h"

namespace shakedown::vectors {

namespace {

using registry::operator""_content;
namespace tls13 = protocol::tls13;
using Labels = registry::KeyLogLabels;

// OpenSSL's own label for the traffic secret after a KeyUpdate of the client.
constexpr std::string_view updated_client_secret = "CLIENT_TRAFFIC_SECRET_N";

class Replay13 {
 public:
  Status head(Record& record);
  Status wire_record(Role sender, Record& record);
  Status tail(Record& record);
  Status title(std::string_view title) const;

 private:
  Status handshake(Role sender, View message);
  Status take(Role sender, const wire::Message& message);
  Status take(const wire::ClientHello& hello, View message);
  Status check_binder(const wire::OfferedPsks& offered, View message);
  Status take(const wire::ServerHello& hello);
  Status take(Role sender, const wire::Certificate& certificate);
  Status take(Role sender, const wire::CertificateVerify& verify);
  Status take(Role sender, const wire::Finished& finished);
  Status update_keys(Role sender);
  Status use(Role sender, View traffic_secret);

  Direction& direction(Role role) { return directions_[static_cast<std::size_t>(role)]; }
  registry::Hash hash() const { return recording_.suite.hash; }
  const Bytes& secret(std::string_view label) { return secrets_[std::string(label)]; }

  Recording recording_;
  std::map<std::string, Bytes> secrets_;  // by key log label
  std::array<Bytes, 2> traffic_secrets_;  // in use, by role
  std::size_t updates_of_client_ = 0;
  bool hello_retry_ = false, padded_ = false;
  std::optional<Bytes> psk_;
  protocol::Transcript transcript_;
  std::array<Direction, 2> directions_;
};

Status Replay13::head(Record& record) {
  auto recording = read_recording(record);
  if (!recording) return fail(recording.error());
  recording_ = std::move(*recording);
  for (const auto label : {Labels::client_handshake, Labels::server_handshake, Labels::client_application,
                           Labels::server_application, Labels::exporter}) {
    auto value = record.hex(label);
    if (!value) return fail(value.error());
    secrets_[std::string(label)] = std::move(*value);
  }
  if (!record.has("External PSK")) return {};
  auto psk = record.hex("External PSK");
  if (!psk) return fail(psk.error());
  psk_ = std::move(*psk);
  return {};
}

Status Replay13::wire_record(Role sender, Record& record) {
  const auto octets = record.hex("Record");
  if (!octets) return fail(octets.error());
  auto& from = direction(sender);
  // The change_cipher_spec of the compatibility mode is never encrypted (RFC 8446 §5).
  const bool clear = !octets->empty() && registry::ContentType{octets->front()} == "change_cipher_spec"_content;
  const auto opened = clear ? open_in_the_clear(*octets) : open_and_seal(from, *octets);
  if (!opened) return fail(opened.error());
  padded_ = padded_ || opened->padding > 0;
  if (clear) return same_bytes("the body of change_cipher_spec", opened->content, Bytes{1});
  if (opened->type == "application_data"_content) append(from.application_data, opened->content);
  if (opened->type != "handshake"_content) return {};
  append(from.handshake, opened->content);
  for (const auto& message : take_messages(from.handshake))
    if (auto ok = handshake(sender, message); !ok) return ok;
  return {};
}

Status Replay13::handshake(Role sender, View message) {
  const auto parsed = parse_message(message, {.sender = sender});
  if (!parsed) return fail(parsed.error());
  if (std::holds_alternative<wire::NewSessionTicket>(*parsed)) return {};
  if (std::holds_alternative<wire::KeyUpdate>(*parsed)) return update_keys(sender);
  if (const auto* hello = std::get_if<wire::ClientHello>(&*parsed))
    if (auto ok = take(*hello, message); !ok) return ok;
  if (std::holds_alternative<wire::HelloRetryRequest>(*parsed)) {
    hello_retry_ = true;
    transcript_.replace_with_message_hash(hash());
  }
  if (auto ok = take(sender, *parsed); !ok) return ok;
  transcript_.add(message);
  // Keys for application data come with the Finished of their sender (RFC 8446 §4.4.4, appendix A).
  if (std::holds_alternative<wire::Finished>(*parsed))
    return use(sender, secret(sender == Role::client ? Labels::client_application : Labels::server_application));
  return {};
}

Status Replay13::take(Role sender, const wire::Message& message) {
  if (const auto* m = std::get_if<wire::ServerHello>(&message)) return take(*m);
  if (const auto* m = std::get_if<wire::Certificate>(&message)) return take(sender, *m);
  if (const auto* m = std::get_if<wire::CertificateVerify>(&message)) return take(sender, *m);
  if (const auto* m = std::get_if<wire::Finished>(&message)) return take(sender, *m);
  return {};
}

Status Replay13::take(const wire::ClientHello& hello, View message) {
  if (auto ok = same_bytes("the client's random", hello.random, recording_.client_random); !ok) return ok;
  const auto offered = wire::view<wire::OfferedPsks>(hello.extensions);
  if (offered.has_value() != psk_.has_value())
    return fail(Cause::decode, "the ClientHello says otherwise about the external PSK");
  return offered ? check_binder(*offered, message) : Status{};
}

Status Replay13::check_binder(const wire::OfferedPsks& offered, View message) {
  if (offered.binders.size() != 1) return fail(Cause::decode, "the ClientHello has not one binder");
  const std::size_t list = 2 + 1 + offered.binders[0].binder.size();
  const auto covered = transcript_.digest_with(hash(), message.first(message.size() - list));
  return same_bytes("the binder", offered.binders[0].binder,
                    tls13::binder(hash(), *psk_, tls13::label::external_binder, covered));
}

Status Replay13::take(const wire::ServerHello& hello) {
  if (hello.cipher_suite != recording_.suite.code) return fail(Cause::decode, "the server chose another suite");
  transcript_.choose(hash());
  if (auto ok = use(Role::server, secret(Labels::server_handshake)); !ok) return ok;
  return use(Role::client, secret(Labels::client_handshake));
}

Status Replay13::take(Role sender, const wire::Certificate& certificate) {
  std::vector<Bytes> chain;
  chain.reserve(certificate.certificate_list.size());
  for (const auto& entry : certificate.certificate_list) chain.push_back(entry.cert_data);
  auto key = leaf_key(chain);
  if (!key) return fail(key.error());
  direction(sender).certificate_key = std::move(*key);
  return {};
}

Status Replay13::take(Role sender, const wire::CertificateVerify& verify) {
  const auto& key = direction(sender).certificate_key;
  if (!key) return fail(Cause::decode, "a CertificateVerify comes without a certificate");
  const auto context = protocol::certificate_verify_context(sender);
  return crypto::verify(*key, verify.algorithm,
                        protocol::certificate_verify_content(context, transcript_.digest(hash())), verify.signature);
}

Status Replay13::take(Role sender, const wire::Finished& finished) {
  direction(sender).finished = true;
  const auto& base = secret(sender == Role::client ? Labels::client_handshake : Labels::server_handshake);
  return same_bytes("verify_data", finished.verify_data, tls13::verify_data(hash(), base, transcript_.digest(hash())));
}

Status Replay13::use(Role sender, View traffic_secret) {
  traffic_secrets_[static_cast<std::size_t>(sender)] = to_bytes(traffic_secret);
  return direction(sender).use(protocol::protection_of(recording_.suite),
                               tls13::traffic_keys(hash(), traffic_secret, recording_.suite.cipher));
}

Status Replay13::update_keys(Role sender) {
  if (sender == Role::client) ++updates_of_client_;
  return use(sender, tls13::next_traffic_secret(hash(), traffic_secrets_[static_cast<std::size_t>(sender)]));
}

Status Replay13::tail(Record& record) {
  if (auto ok = check_application_data(recording_, directions_); !ok) return ok;
  if (record.has(updated_client_secret) != (updates_of_client_ == 1))
    return fail(Cause::decode, "the client updated its keys another number of times");
  if (updates_of_client_ == 1)
    if (auto ok = same(record, updated_client_secret, traffic_secrets_[0]); !ok) return ok;
  const auto exporter = record.hex("Exporter");
  if (!exporter) return fail(exporter.error());
  return same(
      record, "Exporter",
      tls13::export_keying_material(hash(), secret(Labels::exporter), recording_.exporter_label, {}, exporter->size()));
}

Status Replay13::title(std::string_view title) const {
  return check_title(title, recording_.suite.name,
                     {{"key_update", updates_of_client_ == 1},
                      {"client_auth", directions_[0].certificate_key.has_value()},
                      {"hello_retry", hello_retry_},
                      {"padding", padded_},
                      {"psk", psk_.has_value()}});
}

}  // namespace

Checks run_openssl_tls13(VectorFile& file) {
  Checks checks;
  for (auto& section : file.sections) {
    Replay13 replay;
    run_recorded(checks, file, section,
                 {.head = [&](Record& r) { return replay.head(r); },
                  .wire = [&](Role sender, Record& r) { return replay.wire_record(sender, r); },
                  .tail = [&](Record& r) { return replay.tail(r); },
                  .title = [&](std::string_view title) { return replay.title(title); }});
  }
  return checks;
}

}  // namespace shakedown::vectors
