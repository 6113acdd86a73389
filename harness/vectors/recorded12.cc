// Replays handshakes of TLS 1.2 recorded from OpenSSL.
#include "harness/crypto/rsa.h"
#include "harness/protocol/schedule12.h"
#include "harness/protocol/signed_content.h"
#include "harness/vectors/recorded.h"
#include "harness/vectors/rsa_numbers.h"

namespace shakedown::vectors {

namespace {

using registry::operator""_content;
using wire::operator""_ext;
namespace tls12 = protocol::tls12;

class Replay12 {
 public:
  Status head(Record& record);
  Status wire_record(Role sender, Record& record);
  Status tail(Record& record);
  Status title(std::string_view title) const;

 private:
  Status handshake(Role sender, View message);
  Status change_cipher_spec(Role sender, View content);
  Status take(Role sender, const wire::Message& message);
  Status take(const wire::ClientHello& hello);
  Status take(const wire::ServerHello& hello);
  Status take(Role sender, const wire::Certificate12& certificate);
  Status take(const wire::ServerKeyExchangeEcdhe& exchange);
  Status take(const wire::ClientKeyExchangeRsa& exchange);
  Status take(Role sender, const wire::CertificateVerify& verify);
  Status take(Role sender, const wire::Finished& finished);

  Direction& direction(Role role) { return directions_[static_cast<std::size_t>(role)]; }
  wire::Context context(Role sender) const {
    return {
        .version = registry::ProtocolVersion{0x0303}, .sender = sender, .key_exchange = recording_.suite.key_exchange};
  }

  Recording recording_;
  bool extended_master_secret_ = false, encrypt_then_mac_ = false;
  bool has_session_id_ = false, has_ticket_ = false;
  Bytes master_, premaster_, decrypted_, session_hash_;
  std::optional<crypto::PrivateKey> server_key_;
  wire::Random server_random_{};
  protocol::Transcript transcript_;
  std::array<Direction, 2> directions_;
};

Status Replay12::head(Record& record) {
  auto recording = read_recording(record);
  const auto ems = yes_or_no(record, "Extended master secret"), etm = yes_or_no(record, "Encrypt-then-MAC");
  const auto master = record.hex("Master secret");
  if (!recording) return fail(recording.error());
  if (!ems) return fail(ems.error());
  if (!etm) return fail(etm.error());
  if (!master) return fail(master.error());
  recording_ = std::move(*recording);
  extended_master_secret_ = *ems;
  encrypt_then_mac_ = *etm;
  master_ = *master;
  if (recording_.suite.key_exchange != registry::KeyExchange::rsa) return {};
  const auto premaster = record.hex("Premaster secret"), der = record.hex("Server key");
  if (!premaster) return fail(premaster.error());
  if (!der) return fail(der.error());
  auto key = crypto::PrivateKey::from_der(*der);
  if (!key) return fail(key.error());
  premaster_ = *premaster;
  server_key_ = std::move(*key);
  // Decryption uses only some of them.
  const auto numbers = server_key_->rsa_numbers();
  if (!numbers) return fail(numbers.error());
  if (auto ok = check_rsa_numbers(*numbers); !ok) return ok;
  return same_bytes("the server's key encoded again", server_key_->pkcs8(), *der);
}

Status Replay12::wire_record(Role sender, Record& record) {
  const auto octets = record.hex("Record");
  if (!octets) return fail(octets.error());
  auto& from = direction(sender);
  const auto opened = open_and_seal(from, *octets);
  if (!opened) return fail(opened.error());
  if (opened->type == "change_cipher_spec"_content) return change_cipher_spec(sender, opened->content);
  if (opened->type == "application_data"_content) append(from.application_data, opened->content);
  if (opened->type != "handshake"_content) return {};
  append(from.handshake, opened->content);
  for (const auto& message : take_messages(from.handshake))
    if (auto ok = handshake(sender, message); !ok) return ok;
  return {};
}

Status Replay12::handshake(Role sender, View message) {
  const auto parsed = parse_message(message, context(sender));
  if (!parsed) return fail(parsed.error());
  if (auto ok = take(sender, *parsed); !ok) return ok;
  transcript_.add(message);
  // RFC 7627 §3: the session hash ends with the ClientKeyExchange.
  if (std::holds_alternative<wire::ClientKeyExchangeEcdhe>(*parsed) ||
      std::holds_alternative<wire::ClientKeyExchangeRsa>(*parsed))
    session_hash_ = transcript_.digest(recording_.suite.hash);
  return {};
}

Status Replay12::change_cipher_spec(Role sender, View content) {
  if (auto ok = same_bytes("the body of change_cipher_spec", content, Bytes{1}); !ok) return ok;
  const auto protection = protocol::protection_of(recording_.suite, encrypt_then_mac_);
  const auto block =
      tls12::split_key_block(protection, tls12::key_block(recording_.suite.hash, master_, recording_.client_random,
                                                          server_random_, tls12::key_block_size(protection)));
  return direction(sender).use(protection, sender == Role::client ? block.client : block.server);
}

Status Replay12::take(Role sender, const wire::Message& message) {
  if (const auto* m = std::get_if<wire::ClientHello>(&message)) return take(*m);
  if (const auto* m = std::get_if<wire::ServerHello>(&message)) return take(*m);
  if (const auto* m = std::get_if<wire::Certificate12>(&message)) return take(sender, *m);
  if (const auto* m = std::get_if<wire::ServerKeyExchangeEcdhe>(&message)) return take(*m);
  has_ticket_ = has_ticket_ || std::holds_alternative<wire::NewSessionTicket12>(message);
  if (const auto* m = std::get_if<wire::ClientKeyExchangeRsa>(&message)) return take(*m);
  if (const auto* m = std::get_if<wire::CertificateVerify>(&message)) return take(sender, *m);
  if (const auto* m = std::get_if<wire::Finished>(&message)) return take(sender, *m);
  return {};
}

Status Replay12::take(const wire::ClientHello& hello) {
  const auto ticket = wire::view<wire::SessionTicket>(hello.extensions);
  has_ticket_ = ticket && !ticket->ticket.empty();
  return same_bytes("the client's random", hello.random, recording_.client_random);
}

Status Replay12::take(const wire::ServerHello& hello) {
  if (hello.cipher_suite != recording_.suite.code) return fail(Cause::decode, "the server chose another suite");
  if ((wire::find(hello.extensions, "extended_master_secret"_ext) != nullptr) != extended_master_secret_)
    return fail(Cause::decode, "the ServerHello says otherwise about the extended master secret");
  if ((wire::find(hello.extensions, "encrypt_then_mac"_ext) != nullptr) != encrypt_then_mac_)
    return fail(Cause::decode, "the ServerHello says otherwise about encrypt-then-MAC");
  has_session_id_ = !hello.legacy_session_id_echo.empty();
  server_random_ = hello.random;
  transcript_.choose(recording_.suite.hash);
  return {};
}

Status Replay12::take(Role sender, const wire::Certificate12& certificate) {
  std::vector<Bytes> chain;
  chain.reserve(certificate.certificate_list.size());
  for (const auto& entry : certificate.certificate_list) chain.push_back(entry.cert_data);
  auto key = leaf_key(chain);
  if (!key) return fail(key.error());
  direction(sender).certificate_key = std::move(*key);
  return {};
}

Status Replay12::take(const wire::ServerKeyExchangeEcdhe& exchange) {
  const auto& key = direction(Role::server).certificate_key;
  if (!key) return fail(Cause::decode, "a ServerKeyExchange comes without a certificate");
  const auto content =
      protocol::server_key_exchange_content(recording_.client_random, server_random_, wire::encode(exchange.params));
  return crypto::verify(*key, exchange.algorithm, content, exchange.signature);
}

Status Replay12::take(const wire::ClientKeyExchangeRsa& exchange) {
  auto premaster = crypto::rsa_decrypt(*server_key_, exchange.encrypted_pre_master_secret);
  if (!premaster) return fail(premaster.error());
  decrypted_ = std::move(*premaster);
  return {};
}

Status Replay12::take(Role sender, const wire::CertificateVerify& verify) {
  const auto& key = direction(sender).certificate_key;
  if (!key) return fail(Cause::decode, "a CertificateVerify comes without a certificate");
  return crypto::verify(*key, verify.algorithm, transcript_.bytes(), verify.signature);  // RFC 5246 §7.4.8
}

Status Replay12::take(Role sender, const wire::Finished& finished) {
  const auto hash = recording_.suite.hash;
  direction(sender).finished = true;
  const auto label = sender == Role::client ? tls12::label::client_finished : tls12::label::server_finished;
  return same_bytes("verify_data", finished.verify_data,
                    tls12::verify_data(hash, master_, label, transcript_.digest(hash)));
}

Status Replay12::tail(Record& record) {
  if (auto ok = check_application_data(recording_, directions_); !ok) return ok;
  const auto exporter = record.hex("Exporter");
  if (!exporter) return fail(exporter.error());
  const auto hash = recording_.suite.hash;
  if (auto ok = same(record, "Exporter",
                     tls12::export_keying_material(hash, master_, recording_.exporter_label, recording_.client_random,
                                                   server_random_, std::nullopt, exporter->size()));
      !ok)
    return ok;
  if (recording_.suite.key_exchange != registry::KeyExchange::rsa) return {};
  const Bytes master = extended_master_secret_
                           ? tls12::extended_master_secret(hash, premaster_, session_hash_)
                           : tls12::master_secret(hash, premaster_, recording_.client_random, server_random_);
  return all_of(
      {same_bytes("the decrypted premaster secret", decrypted_, premaster_), same(record, "Master secret", master)});
}

Status Replay12::title(std::string_view title) const {
  const bool client_auth = directions_[0].certificate_key.has_value();
  const bool resumed = !directions_[1].certificate_key.has_value();
  return check_title(title, recording_.suite.name,
                     {{"client_auth", client_auth},
                      {"ticket", has_ticket_, resumed},
                      {"session_id", has_session_id_ && !has_ticket_},
                      {"first connection", !resumed, false},
                      {"resumed", resumed},
                      {"no extended master secret", !extended_master_secret_}});
}

}  // namespace

Checks run_openssl_tls12(VectorFile& file) {
  Checks checks;
  for (auto& section : file.sections) {
    Replay12 replay;
    run_recorded(checks, file, section,
                 {.head = [&](Record& r) { return replay.head(r); },
                  .wire = [&](Role sender, Record& r) { return replay.wire_record(sender, r); },
                  .tail = [&](Record& r) { return replay.tail(r); },
                  .title = [&](std::string_view title) { return replay.title(title); }});
  }
  return checks;
}

}  // namespace shakedown::vectors
