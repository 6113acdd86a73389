// Everything that was sent and seen. A value: checks judge it, traces print it, and neither needs the peer any more.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "harness/base/report.h"
#include "harness/protocol/params.h"
#include "harness/protocol/seen_message.h"
#include "harness/wire/deframer.h"

namespace shakedown::peer {

using protocol::Epoch;
using protocol::Params;
using protocol::SeenMessage;
using registry::Role;

// One record as it was on the wire.
struct WireRecord {
  Role sender{};
  Bytes bytes;  // with its header
  Epoch epoch{};
  std::uint32_t generation = 0;
  std::uint64_t sequence = 0;
  bool opened = true;        // received ones: its protection was in order (records in the clear always are)
  std::size_t messages = 0;  // how many SeenMessages stood in the log when it was whole
  friend bool operator==(const WireRecord&, const WireRecord&) = default;
};

// A secret under its key log label (registry::KeyLogLabels).
struct Secret {
  std::string label;
  Bytes value;
  friend bool operator==(const Secret&, const Secret&) = default;
};

// What was agreed, as our side saw it.
struct Agreed {
  registry::ProtocolVersion version{};
  registry::CipherSuite cipher_suite{};
  registry::NamedGroup group{};
  registry::SignatureScheme signature_scheme{};  // of the target's signature
  std::string alpn;
  bool resumed = false;
  bool early_data_accepted = false;
  bool extended_master_secret = false;
  bool encrypt_then_mac = false;
  Bytes client_random;
  Bytes server_random;
  std::vector<Bytes> target_certificates;  // DER
  friend bool operator==(const Agreed&, const Agreed&) = default;
};

// How far a connection came.
enum class Ended : std::uint8_t {
  completed,     // every step was done
  mismatch,      // the target sent something that the step did not expect
  target_quiet,  // it sent nothing more although the step expected something
  target_ended,  // it closed, reset or died
  not_started,   // the connection before it did not complete, or the target could not be reached
};

struct ConnectionLog {
  Params params;
  std::vector<SeenMessage> messages;  // both directions, in order
  std::vector<WireRecord> records;
  std::vector<Secret> secrets;
  std::vector<std::string> notes;  // what our side could not do as the script had it, and why
  Agreed agreed;
  // Index into `messages` of the first message that deviates, or of the first one after a place where something is
  // missing.
  std::optional<std::size_t> deviation;
  wire::Waits target_waits;  // what it is waiting for, by our own deframer over what we sent
  std::size_t steps_done = 0;
  Ended ended = Ended::not_started;
  std::string mismatch;            // got …, expected …, of the step where it ended
  bool target_closed = false;      // its side of the byte stream ended
  std::size_t undecryptable = 0;   // received records that no key of ours opened
  TargetReport target;             // its own account; nobody takes its word for it
  std::vector<Exported> exported;  // our side's output for each of the target's exporter calls
  // Messages that were in the log when we ended our direction; what came after is no reaction to the script.
  std::size_t we_closed = 0;
  std::vector<std::uint64_t> times_ns;  // since the connection began, one for each message; only when the run is timed
  friend bool operator==(const ConnectionLog&, const ConnectionLog&) = default;
};

struct Conversation {
  std::vector<ConnectionLog> connections;
  std::optional<Error> error;  // ours, or the target could not be reached
  friend bool operator==(const Conversation&, const Conversation&) = default;
};

}  // namespace shakedown::peer
