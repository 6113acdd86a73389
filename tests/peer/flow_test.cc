#include <gtest/gtest.h>

#include "tests/peer/pair.h"

namespace shakedown::peer {
namespace {

// Every flow runs between two peers of ours to its end, with keys that open every record.
class Flows : public testing::TestWithParam<std::string> {};

TEST_P(Flows, RunsToItsEnd) {
  const auto& flow = *protocol::find_flow(GetParam());
  Pair pair(protocol::flow_params(flow, 0, {}));
  for (std::size_t i = 0; i < flow.connections.size(); ++i) {
    const auto params = protocol::flow_params(flow, i, {});
    if (i > 0) {
      pair.client = Peer(Role::client, params, 10 + i, pair.client_sessions, pair.shares);
      pair.server = Peer(Role::server, params, 20 + i, pair.server_sessions, pair.shares);
    }
    pair.play(flow, i, params);
    for (const auto* p : {&pair.client, &pair.server}) {
      EXPECT_EQ(p->log().undecryptable, 0U);
      EXPECT_TRUE(p->log().notes.empty()) << p->log().notes.front();
      EXPECT_EQ(p->log().agreed.resumed, params.resume);
    }
    EXPECT_EQ(pair.client.exporter("label", std::nullopt, 20).value(),
              pair.server.exporter("label", std::nullopt, 20).value());
    EXPECT_EQ(pair.client.log().secrets, pair.server.log().secrets);
  }
}
std::vector<std::string> names() {
  std::vector<std::string> out;
  for (const auto& f : protocol::flows()) out.emplace_back(f.name);
  return out;
}
INSTANTIATE_TEST_SUITE_P(Peer, Flows, testing::ValuesIn(names()), [](const auto& i) {
  auto name = i.param;
  std::replace(name.begin(), name.end(), '.', '_');
  return name;
});

TEST(Peer, TheSameSeedGivesTheSameBytes) {
  const auto run = [] {
    Pair pair(Params{.client_auth = protocol::ClientAuth::required});
    pair.play(*protocol::find_flow("tls13.full"), 0, Params{.client_auth = protocol::ClientAuth::required});
    return pair.client.log();
  };
  EXPECT_EQ(run(), run());
}

}  // namespace
}  // namespace shakedown::peer
