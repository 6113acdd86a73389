// Conversations between two peers of ours, to be traced.
#pragma once
#include <gtest/gtest.h>

#include "tests/peer/pair.h"

namespace shakedown::trace {

using peer::Pair;
using protocol::Params;
using registry::Role;

// A line of HTTP on TLS's port, so that tools which understand it show that they read the plaintext.
inline constexpr std::string_view request = "GET /trace HTTP/1.1\r\nHost: localhost\r\n\r\n";
inline constexpr std::string_view response = "HTTP/1.1 204 No Content\r\n\r\n";

struct Course {
  std::string id;
  std::string flow;
  Params params = {};
  bool key_updates = false;  // before the application data, both sides
  std::size_t fragment = 0;  // octets of content in each of the server's records; 0: as usual
};

// The same conversation as each side saw it.
struct Played {
  peer::Conversation client;
  peer::Conversation server;
  const peer::Conversation& of(Role r) const { return r == Role::client ? client : server; }
};

inline script::MessageSpec spec_for(const Course& course, const protocol::Row& row) {
  script::MessageSpec spec{.message = std::string(row.message)};
  if (row.message == "application_data" || row.message == "early_data")
    spec.bytes = to_bytes(row.sender == Role::client ? request : response);
  if (course.fragment != 0 && row.sender == Role::server) spec.records.fragment = course.fragment;
  return spec;
}

inline void play_connection(Pair& pair, const Course& course, const protocol::Flow& flow, std::size_t connection,
                            const Params& params) {
  bool updated = !course.key_updates;
  for (const auto& row : protocol::unroll(flow, connection, params)) {
    if (row.message == "application_data" && !updated) {
      ASSERT_TRUE(pair.send_plain(Role::client, "KeyUpdate"));
      ASSERT_TRUE(pair.send_plain(Role::server, "KeyUpdate"));
      updated = true;
    }
    const auto ok = pair.send(row.sender, spec_for(course, row));
    ASSERT_TRUE(ok) << course.id << ", " << row.message << ": " << to_string(ok.error());
  }
  for (const auto r : {Role::client, Role::server}) {
    auto& log = pair.of(r).log();
    log.ended = peer::Ended::completed;
    log.target_closed = true;
  }
}

inline Played play(const Course& course) {
  const auto seed = hash64(course.id);
  const auto* flow = protocol::find_flow(course.flow);
  EXPECT_NE(flow, nullptr) << course.flow;
  Played out;
  if (flow == nullptr) return out;
  Pair pair(protocol::flow_params(*flow, 0, course.params), seed);
  for (std::size_t i = 0; i < flow->connections.size(); ++i) {
    const auto params = protocol::flow_params(*flow, i, course.params);
    if (i > 0) {
      pair.client = peer::Peer(Role::client, params, seed + 10 * i, pair.client_sessions, pair.shares);
      pair.server = peer::Peer(Role::server, params, seed + 10 * i + 1, pair.server_sessions, pair.shares);
    }
    play_connection(pair, course, *flow, i, params);
    out.client.connections.push_back(pair.client.log());
    out.server.connections.push_back(pair.server.log());
  }
  return out;
}

inline peer::ConnectionLog full_handshake(const Params& params = {}) {
  return play({.id = "full",
               .flow = params.version == registry::ProtocolVersion{0x0304} ? "tls13.full" : "tls12.full",
               .params = params})
      .client.connections.front();
}

}  // namespace shakedown::trace
