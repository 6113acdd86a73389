// The handshake messages so far and their hash (RFC 8446 §4.4.1, RFC 5246 §7.4.9).
#pragma once
#include <optional>
#include <vector>

#include "harness/crypto/hash.h"

namespace shakedown::protocol {

using crypto::Hash;

// A value: a copy is a transcript of its own. The messages are kept, since the hash is known only after the
// ServerHello, a TLS 1.2 CertificateVerify signs the messages themselves, and scripts want transcripts without some of
// them.
class Transcript {
 public:
  // One whole message with its header.
  void add(View message);

  // The hash that will be asked for most; what came so far is hashed now, what comes later as it comes.
  void choose(Hash hash);
  std::optional<Hash> chosen() const;

  // RFC 8446 §4.4.1: everything so far (the first ClientHello) becomes one message_hash message.
  void replace_with_message_hash(Hash hash);

  // Of the messages so far, with any hash.
  Bytes digest(Hash hash) const;
  // As if `more` (part of a message, say: RFC 8446 §4.2.11.2 hashes a truncated ClientHello) had followed.
  Bytes digest_with(Hash hash, View more) const;

  // All messages, one after the other.
  const Bytes& bytes() const { return bytes_; }
  std::size_t count() const { return ends_.size(); }
  // `index` must be below count().
  View message(std::size_t index) const;
  // The transcript of one who did not see message `index`; an index beyond the last leaves out nothing.
  Transcript without(std::size_t index) const;

 private:
  Bytes bytes_;
  std::vector<std::size_t> ends_;
  std::optional<crypto::Hasher> running_;
};

}  // namespace shakedown::protocol
