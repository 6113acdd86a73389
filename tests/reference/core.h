// What every state machine of one connection works on.
#pragma once
#include <optional>
#include <string>

#include "harness/base/rng.h"
#include "harness/crypto/kx.h"
#include "harness/protocol/transcript.h"
#include "harness/wire/message.h"
#include "tests/reference/messages.h"
#include "tests/reference/record_reader.h"
#include "tests/reference/record_writer.h"
#include "tests/reference/session.h"
#include "tests/reference/settings.h"

namespace shakedown::reference {

using registry::AlertDescription;
using registry::HandshakeType;
using registry::Hash;
using registry::operator""_alert;
using registry::operator""_message;

// What connections share.
struct Context {
  Settings settings;
  Sessions sessions;
};

// What one connection is started with.
struct Start {
  std::uint64_t seed = 0;
  std::uint64_t now = 0;  // milliseconds since 1970
  bool resume = false;
  std::optional<Bytes> early_data;
};

// What one connection can tell about itself.
struct Facts {
  bool done = false;
  ProtocolVersion version{};
  CipherSuite suite{};
  NamedGroup group{};
  SignatureScheme scheme{};  // of the peer's signature
  Bytes alpn;
  std::optional<bool> resumed, early_data_accepted, extended_master_secret;
  std::string key_log;
};

class Core {
 public:
  Core(Context& shared, const Start& start);

  Context& context;
  const Settings& settings;
  Rng rng;
  std::uint64_t now;
  RecordReader reader;
  RecordWriter writer;
  MessageAssembler messages;
  protocol::Transcript transcript;
  Facts facts;
  Bytes delivered;  // to the application
  bool flooding = false;

  // RFC 8446 §5: whether a change_cipher_spec of 01 is dropped just now, and how many were.
  bool drops_change_cipher_spec = false;
  unsigned dropped_change_cipher_specs = 0;

  bool faulty(Fault fault) const { return settings.fault == fault; }
  bool is_client() const { return settings.role == Role::client; }

  // Adds the message to the transcript and writes it.
  void send(const wire::Message& message);
  void send_change_cipher_spec();
  void send_alert(std::uint8_t level, AlertDescription description);

  void read_with(const protocol::Protection& protection, const protocol::TrafficKeys& keys);
  void write_with(const protocol::Protection& protection, const protocol::TrafficKeys& keys);
  // RFC 8446 §5.1: what precedes a key change ends its record.
  void demand_aligned() const;
  void log_secret(std::string_view label, View client_random, View secret);
};

// The secret of (EC)DHE, or illegal_parameter (RFC 8446 §4.2.8.2, §7.4.2, RFC 8422 §5.11).
Bytes agree(const Core& core, const crypto::KeyShare& ours, View theirs);

}  // namespace shakedown::reference
