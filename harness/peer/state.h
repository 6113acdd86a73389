// What one connection of the peer knows. Internal to harness/peer.
#pragma once
#include <array>
#include <optional>

#include "harness/crypto/credentials.h"
#include "harness/peer/peer.h"
#include "harness/protocol/record_protection.h"
#include "harness/protocol/transcript.h"
#include "harness/wire/deframer.h"
#include "harness/wire/message.h"

namespace shakedown::peer {

using registry::ContentType;
using registry::ProtocolVersion;

// A PSK that the ClientHello offers, with what its binder needs.
struct OfferedPsk {
  Bytes identity;
  Bytes key;
  registry::Hash hash{};
  bool external = false;
  std::uint32_t obfuscated_age = 0;
  bool early_data = false;
  std::optional<Session> session;
};

// Traffic secrets of one direction, by epoch; empty where not known.
struct DirectionSecrets {
  std::array<Bytes, 4> by_epoch;
  std::uint32_t generation = 0;  // KeyUpdates so far
  Bytes& at(Epoch e) { return by_epoch[static_cast<std::size_t>(e)]; }
  const Bytes& at(Epoch e) const { return by_epoch[static_cast<std::size_t>(e)]; }
};

struct Writing {
  Epoch epoch = Epoch::plaintext;  // what alerts and TLS 1.2 messages go under now
  std::array<std::optional<protocol::RecordSealer>, 4> sealers;
  Bytes output;     // records for the target
  Bytes coalesced;  // content that waits for the next message of its send
};

struct Reading {
  Epoch epoch = Epoch::plaintext;  // tried first
  std::array<std::optional<protocol::RecordOpener>, 4> openers;
  wire::RecordDeframer records{wire::no_limits};
  wire::MessageDeframer messages;
  bool skipping_early_data = false;
};

// A ticket that came before the client's Finished: its PSK is derived when the secret is there.
struct PendingTicket {
  std::size_t session;  // index into the store
  Bytes nonce;
};

struct State {
  State(Role r, const Params& p, std::uint64_t seed, SessionStore& s, ShareCache& c);

  Role role;
  Params params;
  std::uint64_t seed;
  SessionStore& sessions;
  ShareCache& shares;
  Rng salts;  // of PSS signatures and RSA padding
  ConnectionLog log;

  protocol::Transcript transcript;
  std::vector<std::string> transcript_names;  // client.X or server.X, one for each message of the transcript
  // Offered or seen.
  std::optional<wire::ClientHello> client_hello;
  std::optional<wire::HelloRetryRequest> hello_retry;
  std::optional<wire::ServerHello> server_hello;
  std::vector<crypto::KeyShare> own_shares;
  std::vector<OfferedPsk> psks;
  std::optional<std::size_t> selected_psk;
  bool early_data_offered = false;

  // Agreed.
  ProtocolVersion version{};
  const registry::SuiteRow* suite = nullptr;
  std::optional<wire::CertificateRequest> certificate_request;
  std::optional<wire::CertificateRequest12> certificate_request12;
  std::optional<crypto::PublicKey> target_key;

  // TLS 1.3.
  std::vector<PendingTicket> pending_tickets;
  Bytes early_secret, handshake_secret, master_secret13, exporter_secret, resumption_secret;
  DirectionSecrets client, server;
  // TLS 1.2.
  wire::Message server_key_exchange;  // the ECDHE share of the server, whoever it is
  Bytes premaster, master;
  Bytes session_id12;
  Bytes new_ticket12;
  bool abbreviated = false;
  Bytes client_verify_data, server_verify_data;

  Writing out;
  Reading in;

  bool tls13() const { return version == ProtocolVersion{0x0304}; }
  // Before a ServerHello, the version that the parameters ask for.
  ProtocolVersion working_version() const { return version != ProtocolVersion{} ? version : params.version; }
  DirectionSecrets& side(Role r) { return r == Role::client ? client : server; }
  const DirectionSecrets& side(Role r) const { return r == Role::client ? client : server; }
  registry::Hash hash() const { return suite ? suite->hash : registry::Hash::sha256; }
  wire::Context context(Role sender) const;
  const crypto::Credentials& credentials(Role of) const;
  Rng rng(std::string_view purpose) const { return Rng::derive(seed, purpose); }
  void note(std::string text) { log.notes.push_back(std::move(text)); }
  void learn_secret(std::string_view label, const Bytes& value);
};

}  // namespace shakedown::peer
