// The scriptable peer: a TLS client or server that builds every well-formed message from what it has seen, changes it
// as the script says, and sends anything. It writes down what happens and never decides what is right.
#pragma once
#include <memory>
#include <unordered_map>

#include "harness/base/rng.h"
#include "harness/crypto/kx.h"
#include "harness/peer/conversation.h"
#include "harness/peer/session.h"
#include "harness/script/script.h"

namespace shakedown::peer {

// Key shares are drawn from the run's seed, one for each group and role, so that they are made once and not per
// conversation.
class ShareCache {
 public:
  explicit ShareCache(std::uint64_t seed) : seed_(seed) {}
  Result<crypto::KeyShare> get(registry::NamedGroup group, Role role);

 private:
  std::uint64_t seed_;
  std::unordered_map<std::uint32_t, crypto::KeyShare> shares_;
};

struct State;

class Peer {
 public:
  // `seed` is this connection's; `sessions` and `shares` outlive the peer.
  Peer(Role role, const Params& params, std::uint64_t seed, SessionStore& sessions, ShareCache& shares);
  ~Peer();
  Peer(Peer&&) noexcept;
  Peer& operator=(Peer&&) noexcept;

  // The order of a send: build, content edits, complete, final edits, commit, protect (docs/writing-a-script.md). An
  // error is the script's: an edit that does not apply, a length that does not fit. An unaltered NewSessionTicket of
  // TLS 1.2 that the client did not ask for is passed over.
  Status send(const script::MessageSpec& spec);
  // Octets for the target since the last call.
  Bytes take_output();

  // Octets from the target.
  void receive(View bytes);

  // Keying material of this connection (RFC 8446 §7.5, RFC 5705), to compare with the target's own.
  Result<Bytes> exporter(std::string_view label, const std::optional<Bytes>& context, std::size_t length) const;
  // What the target is waiting for, if it took all that we sent.
  wire::Waits target_waits() const;

  ConnectionLog& log();
  const ConnectionLog& log() const;

 private:
  std::unique_ptr<State> state_;
};

}  // namespace shakedown::peer
