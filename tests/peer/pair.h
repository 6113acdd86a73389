// Two peers of ours in conversation, for tests that need no target. That they agree proves little about the RFC (both
// are ours); vectors and unrelated libraries do that.
#pragma once
#include <gtest/gtest.h>

#include "harness/peer/peer.h"
#include "harness/protocol/flow.h"

namespace shakedown::peer {

struct Pair {
  explicit Pair(const Params& params, std::uint64_t seed = 1)
      : client(Role::client, params, seed, client_sessions, shares),
        server(Role::server, params, seed + 1, server_sessions, shares) {}

  Peer& of(Role r) { return r == Role::client ? client : server; }
  Status send(Role from, const script::MessageSpec& spec) {
    auto ok = of(from).send(spec);
    of(other(from)).receive(of(from).take_output());
    return ok;
  }
  Status send_plain(Role from, std::string_view message) {
    return send(from, script::MessageSpec{.message = std::string(message)});
  }
  // Every row of one connection of a flow, as far as `until` (that message is not sent any more).
  void play(const protocol::Flow& flow, std::size_t connection, const Params& params, const std::string& until = {}) {
    for (const auto& row : protocol::unroll(flow, connection, params)) {
      if (row.message == until) return;
      const auto ok = send_plain(row.sender, row.message);
      ASSERT_TRUE(ok) << row.message << ": " << to_string(ok.error());
    }
  }

  ShareCache shares{1};
  SessionStore client_sessions, server_sessions;
  Peer client, server;
};

}  // namespace shakedown::peer
