// What the replays of recorded handshakes share: a record stream in both directions, opened and sealed again.
#pragma once
#include <array>
#include <optional>

#include "harness/crypto/sign.h"
#include "harness/protocol/record_protection.h"
#include "harness/protocol/transcript.h"
#include "harness/vectors/check.h"

namespace shakedown::vectors {

using registry::Role;

// One direction.
struct Direction {
  protocol::RecordOpener opener;
  protocol::RecordSealer sealer;
  Bytes handshake;         // octets of a message that has not ended yet
  Bytes application_data;  // all of it
  bool finished = false;
  bool sent_anything = false;
  std::optional<crypto::PublicKey> certificate_key;

  Status use(const protocol::Protection& protection, const protocol::TrafficKeys& keys);
};

// Opens a record (`Record` of the vector), seals what was in it again, and expects the same octets; and a header as the
// RFCs want it, since a record in the clear is the same after any header.
Result<protocol::OpenedRecord> open_and_seal(Direction& direction, View record);
// In the clear, whatever the direction's keys are: change_cipher_spec in TLS 1.3.
Result<protocol::OpenedRecord> open_in_the_clear(View record);

// A word of a section's title, behind the cipher suite and a comma.
struct TitleWord {
  std::string_view word;
  bool holds;                // of what was replayed
  bool must_be_said = true;  // wherever it holds
};
// "<cipher suite>, <word>, <word>": each word holds, and none is missing.
Status check_title(std::string_view title, std::string_view suite, std::initializer_list<TitleWord> words);

// The parts of a vector's first record that both versions have.
struct Recording {
  registry::SuiteRow suite{};
  Bytes client_random;
  std::string exporter_label;
  Bytes client_data, server_data;
};
Result<Recording> read_recording(Record& record);

// Runs a section: the first record is `head`, each other one a record on the wire; `tail` is what is compared at the
// end, `title` whether the section's title says what was seen.
struct Replay {
  std::function<Status(Record&)> head;
  std::function<Status(Role, Record&)> wire;
  std::function<Status(Record&)> tail;
  std::function<Status(std::string_view)> title;
};
void run_recorded(Checks& checks, VectorFile& file, Section& section, const Replay& replay);

// Both directions' application data.
Status check_application_data(const Recording& recording, const std::array<Direction, 2>& directions);

Result<crypto::PublicKey> leaf_key(const std::vector<Bytes>& chain);

}  // namespace shakedown::vectors
