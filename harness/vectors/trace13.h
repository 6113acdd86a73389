// Replays one trace of RFC 8448: both endpoints compute everything from their private keys, the PSK and the messages;
// what the RFC prints is only compared.
#pragma once
#include <array>
#include <map>
#include <optional>
#include <string>

#include "harness/crypto/kx.h"
#include "harness/crypto/sign.h"
#include "harness/protocol/record_protection.h"
#include "harness/protocol/transcript.h"
#include "harness/vectors/check.h"

namespace shakedown::vectors {

using registry::Role;

class Trace13 {
 public:
  // `psk` is empty where the trace resumes nothing. `rsa_key` is the one key that the RFC gives away.
  Trace13(Bytes psk, std::optional<crypto::PrivateKey> rsa_key) : psk_(std::move(psk)), rsa_key_(std::move(rsa_key)) {}

  // One step of the trace.
  Status run(Record& record);

  // The PSK of the ticket, once a NewSessionTicket was sent.
  const Bytes& ticket_psk() const { return ticket_psk_; }
  // How often a signature was made again with the private key and the salt recovered from it.
  std::size_t signatures_made_again() const { return signatures_made_again_; }

 private:
  struct Side {
    std::vector<crypto::KeyShare> shares;
    std::map<std::string, Bytes, std::less<>> secrets;  // by label, and "early", "handshake", "master"
    std::optional<crypto::PublicKey> certificate_key;
    Bytes pending;  // messages that were built, but not sent
    protocol::RecordSealer sealer;
    protocol::RecordOpener opener;  // of the other side, for what this side sends
    Bytes before_finished;          // hash of the transcript that its Finished covers
    bool sent_anything = false;
  };
  using Outputs = std::vector<std::pair<std::string_view, Bytes>>;
  struct Step {
    Role peer;
    std::string rest;  // of the title, behind what the table of steps matched
    Record& record;
  };
  struct StepKind {
    std::string_view begin, end;  // of the title
    Status (Trace13::*run)(Step&);
  };
  static const std::vector<StepKind>& step_kinds();

  // trace13.cc: what is computed
  Status create_key_pair(Step& step);
  Status extract_secret(Step& step);
  Status derive_secret(Step& step);
  Status derive_read_keys(Step& step);
  Status derive_write_keys(Step& step);
  Status calculate_finished(Step& step);
  Status calculate_binder(Step& step);
  Status generate_resumption_secret(Step& step);
  Result<Bytes> shared_secret(Role peer) const;
  Result<Bytes> secret(Role peer, std::string_view name) const;
  // Hash of the transcript up to and including that message, whenever it is asked for.
  Result<Bytes> milestone(std::string_view until) const;
  Result<Outputs> extraction(Role peer, std::string_view name);
  Status derive_keys(Step& step, bool write);
  Outputs traffic_key_outputs(View secret) const;
  // Compares with the printed values, or, where a step is the same as the other side's, with what was printed there.
  Status settle(Step& step, const std::string& key, std::string_view same_as, const Outputs& outputs);

  // trace13_messages.cc: what is sent
  Status construct(Step& step);
  Status send(Step& step);
  Status take_message(Role sender, View message);
  Status take_hello(Role sender, View message);
  Status check_share(Role sender, const wire::KeyShareEntry& share) const;
  Status take_server_hello(const wire::Message& hello);
  Status take_certificate(Role sender, const wire::Message& certificate);
  Status take_certificate_verify(Role sender, const wire::Message& verify);
  Status take_finished(Role sender, const wire::Message& finished);
  Status take_ticket(const wire::Message& ticket);
  Status make_signature_again(Role sender, const wire::CertificateVerify& verify, View content);
  Status check_flight(Role sender, View payload);
  Status check_record(Step& step, registry::ContentType type, View payload);

  Side& side(Role role) { return sides_[static_cast<std::size_t>(role)]; }
  const Side& side(Role role) const { return sides_[static_cast<std::size_t>(role)]; }
  Bytes transcript_hash() const { return transcript_.digest(hash_); }
  protocol::Protection protection() const { return {protocol::RecordScheme::tls13_aead, cipher_, crypto::Hash::none}; }

  Bytes psk_;
  std::optional<crypto::PrivateKey> rsa_key_;
  crypto::Hash hash_ = crypto::Hash::sha256;  // all traces' suite, checked when the ServerHello comes
  registry::BulkCipher cipher_ = registry::BulkCipher::aes_128_gcm;
  registry::NamedGroup group_{};
  protocol::Transcript transcript_;
  std::map<std::string, Bytes, std::less<>> milestones_;
  std::array<Side, 2> sides_;
  std::map<std::string, Outputs, std::less<>> printed_;
  Bytes binder_prefix_;
  Bytes binder_;
  Bytes ticket_nonce_;
  Bytes ticket_psk_;
  std::size_t signatures_made_again_ = 0;
};

}  // namespace shakedown::vectors
