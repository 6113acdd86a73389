// A script: which flights our peer sends, how they are changed, and which reaction is right. The one representation in
// the middle of the house: conformance cases, recorded flights, fuzz inputs and benchmark scenarios are all scripts.
// Values: copy, compare, print.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "harness/edit/edit.h"
#include "harness/protocol/epoch.h"
#include "harness/protocol/params.h"
#include "harness/registry/alerts.h"

namespace shakedown::script {

using protocol::Epoch;
using protocol::Params;
using registry::AlertDescription;
using registry::ContentType;
using registry::Role;

// Inputs of a computed field that differ from the honest ones.
struct Compute {
  std::optional<std::string> label;  // HKDF or PRF label, or the context string of a CertificateVerify
  std::optional<Role> side;          // whose key or context string
  std::optional<registry::Hash> hash;
  std::vector<std::string> without;   // messages that the transcript leaves out, each client.X or server.X
  std::optional<Epoch> key;           // the epoch whose secret keys it
  std::optional<std::string> replay;  // take the value from this seen message (server.Finished) instead
  friend bool operator==(const Compute&, const Compute&) = default;
};

// How messages become records.
struct RecordPlan {
  std::optional<std::size_t> fragment;      // at most this many octets of content in a record
  std::vector<std::size_t> cuts;            // or: a record ends after this many octets of the message, for each
  bool coalesce = false;                    // the message shares a record with the next one of its send
  std::size_t padding = 0;                  // octets; see protocol::RecordSealer::build_inner
  std::optional<ContentType> content_type;  // of the record (TLS 1.3 under keys: of the inner plaintext)
  std::optional<ContentType> outer_type;    // TLS 1.3 under keys: in place of application_data
  std::optional<std::uint16_t> version;     // legacy_record_version
  std::optional<Epoch> keys;                // in place of the ones that the message belongs to
  std::optional<std::uint64_t> sequence;
  std::vector<edit::Edit> inner;       // of the plaintext: inner.content, inner.type, inner.padding
  std::vector<edit::Edit> ciphertext;  // of the record as sent: record.type, record.length, record.fragment
  std::optional<std::string>
      interleave;       // a message of another kind between the fragments: change_cipher_spec, alert, application_data
  bool repeat = false;  // send the very same records twice
  friend bool operator==(const RecordPlan&, const RecordPlan&) = default;
};

// What the transcript takes of a message that we send. With `nothing` our side stays as if it had not been sent: keys
// and secrets do not follow it either.
enum class Commit : std::uint8_t { sent, unedited, nothing };

struct MessageSpec {
  enum class Source : std::uint8_t { build, bytes };
  Source source = Source::build;
  // What to build, or what `bytes` are: a handshake message's name, change_cipher_spec, alert, application_data,
  // early_data, close_notify.
  std::string message;
  Bytes bytes;                              // of the content; a handshake message with its header
  std::optional<ContentType> content_type;  // of `bytes`; default handshake
  std::optional<AlertDescription> alert;    // of an alert
  std::optional<std::uint8_t> alert_level;  // default: what the description has by nature
  std::optional<std::string> of_version;    // build it as this version has it: TLSv1.2 or TLSv1.3
  std::vector<edit::Edit> edits;
  Compute compute;
  RecordPlan records;
  Commit commit = Commit::sent;
  bool deviates = false;  // set at expansion: this message, or its place, is what the case is about
  friend bool operator==(const MessageSpec&, const MessageSpec&) = default;
};

struct Send {
  std::vector<MessageSpec> messages;
  friend bool operator==(const Send&, const Send&) = default;
};

// One thing that the target may send.
struct Pattern {
  enum class Often : std::uint8_t { once, at_most_once, any };
  std::vector<std::string>
      names;  // alternatives: ServerHello, alert, change_cipher_spec, application_data, close_notify
  Often often = Often::once;
  struct Field {
    wire::Path address;
    Bytes value;
    bool absent = false;  // the field must not be there
    friend bool operator==(const Field&, const Field&) = default;
  };
  std::vector<Field> fields;  // that must hold these octets
  friend bool operator==(const Pattern&, const Pattern&) = default;
};

struct Expect {
  std::vector<Pattern> patterns;
  friend bool operator==(const Expect&, const Expect&) = default;
};

// What we make the target do (in process, or through what a command offers).
struct Ask {
  enum class What : std::uint8_t { key_update, key_update_requested, renegotiate, write, close };
  What what = What::write;
  Bytes data;
  friend bool operator==(const Ask&, const Ask&) = default;
};

using Step = std::variant<Send, Expect, Ask>;

struct Connection {
  Params params;
  std::vector<Step> steps;
  friend bool operator==(const Connection&, const Connection&) = default;
};

// A reaction that is right.
struct Outcome {
  enum class Kind : std::uint8_t {
    alert,            // one of `alerts`, fatal, then the end
    any_fatal_alert,  // whichever
    close,            // the end, with or without an alert
    completes,        // every step is done and application data went both ways
    waits,            // it rightly waits for the rest of a `record` or `message`, or for `nothing`
  };
  Kind kind = Kind::completes;
  std::vector<AlertDescription> alerts;
  std::string rest;  // of `waits`: record, message or nothing
  friend bool operator==(const Outcome&, const Outcome&) = default;
};

enum class Level : std::uint8_t { must, should, may };

struct Expectation {
  std::vector<Outcome> any_of;
  Level level = Level::must;  // of the requirement; a broken SHOULD is a warning, MAY is only recorded
  friend bool operator==(const Expectation&, const Expectation&) = default;
};

struct Clause {
  std::string rfc;      // 8446
  std::string section;  // 4.4.4
  std::string note;     // what stood behind it
  // Where an edition that replaced the RFC has it: "8446 §4.4.4 / 9846 §4.5.4".
  std::string newer_rfc;
  std::string newer_section;
  friend bool operator==(const Clause&, const Clause&) = default;
};

// One concrete conversation: a case in one cell of its matrix.
struct Script {
  std::string id;                                         // tls13/finished/verify_data-bit_flipped
  std::vector<std::pair<std::string, std::string>> cell;  // matrix values, in the order of the matrix
  std::string about;
  std::vector<Clause> clauses;
  Role peer = Role::client;  // ours; the target is the other one
  std::vector<std::string> needs;
  std::vector<Connection> connections;
  Expectation expect;
  std::string control;  // the flow whose unedited run must succeed first
  bool positive() const { return expect.any_of.size() == 1 && expect.any_of.front().kind == Outcome::Kind::completes; }
  friend bool operator==(const Script&, const Script&) = default;
};

// "8446 §4.4.4 / 9846 §4.5.4 (note)", section and all behind it optional. The error says what was not understood; a
// section must look like one, and not lie behind the last chapter of an RFC that we know.
Result<Clause> parse_clause(std::string_view text);
std::string to_string(const Clause& clause);

// tls13/finished/verify_data-bit_flipped[cipher_suite=TLS_AES_128_GCM_SHA256,bit=0]
std::string full_id(const Script& script);

}  // namespace shakedown::script
