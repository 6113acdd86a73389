// Octets → records, and handshake octets → messages, however they arrive in pieces; and what a receiver of these octets
// would still be waiting for.
#pragma once
#include "harness/wire/message.h"
#include "harness/wire/record.h"

namespace shakedown::wire {

// What the receiver of everything fed so far is waiting for. It is not a hang when a target stays silent after a length
// that promises more.
struct Waits {
  enum class What : std::uint8_t { nothing, rest_of_record, rest_of_message };
  What what = What::nothing;
  // Of the rest. Of a header that is not whole yet: what it lacks, since the length is not known.
  std::size_t octets = 0;
  friend bool operator==(const Waits&, const Waits&) = default;
};
// As scripts and reports say it: "nothing", "3 octets of a record", "70 octets of a message".
std::string to_string(const Waits& waits);

// Octets that were fed and not yet taken. Taking from the front costs nothing until half of the buffer is gone.
class Backlog {
 public:
  void feed(View octets);
  View view() const { return View(octets_).subspan(taken_); }
  std::size_t size() const { return octets_.size() - taken_; }
  void drop(std::size_t count);

 private:
  Bytes octets_;
  std::size_t taken_ = 0;
};

// Which headers are taken for records at all.
struct RecordLimits {
  std::size_t fragment = max_ciphertext;  // octets; the record's own field allows 65535
  bool any_type = false;                  // else only 20 to 24
  bool any_version = false;               // else the major version must be 3
  friend bool operator==(const RecordLimits&, const RecordLimits&) = default;
};
// Whatever five octets there are, they are a header.
inline constexpr RecordLimits no_limits{.fragment = 0xffff, .any_type = true, .any_version = true};

class RecordDeframer {
 public:
  explicit RecordDeframer(RecordLimits limits = {}) : limits_(limits) {}

  void feed(View octets) { backlog_.feed(octets); }
  // The next record; nullopt: more octets are needed. An error (Cause::decode) if the header cannot be one: an SSLv2
  // ClientHello, text, a length above the limit. Where the next record would begin is not known then, so the error
  // stays.
  Result<std::optional<Record>> next();
  // Never rest_of_message. Whole records that next() has not given yet count as taken; after an over-long length a
  // receiver that looks only at the fragment waits for its rest.
  Waits waits() const;
  // Octets that next() has not given.
  View pending() const { return backlog_.view(); }
  // Octets that next() has given, headers included.
  std::size_t position() const { return position_; }

 private:
  RecordLimits limits_;
  Backlog backlog_;
  std::size_t position_ = 0;
};

// A handshake message as it arrived, not parsed.
struct RawHandshake {
  HandshakeType type{};
  Bytes raw;  // with its header
  View body() const { return View(raw).subspan(handshake_header_size); }
  friend bool operator==(const RawHandshake&, const RawHandshake&) = default;
};

// One stream of handshake octets: the content of the handshake records of one direction, in plaintext. Records need not
// end where messages do, except before a change of keys (RFC 8446 §5.1): ask `waits()` there.
class MessageDeframer {
 public:
  void feed(View content) { backlog_.feed(content); }
  // nullopt: more octets are needed. Any octets are some message.
  std::optional<RawHandshake> next();
  // Octets that the last message lacks; 0 when no message is broken off. Whole messages that next() has not given yet
  // count as taken.
  std::size_t missing() const;
  // Never rest_of_record.
  Waits waits() const;
  // Octets that next() has not given.
  View pending() const { return backlog_.view(); }

 private:
  Backlog backlog_;
};

// Of both together: a record that is not whole comes first.
Waits waits(const RecordDeframer& records, const MessageDeframer& messages);

}  // namespace shakedown::wire
