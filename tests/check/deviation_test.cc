// The invariants where a message of ours may not have been taken yet when the target spoke.
#include <gtest/gtest.h>

#include "harness/check/verdict.h"
#include "tests/peer/pair.h"

namespace shakedown::check {
namespace {

using peer::Pair;
using registry::Role;

// The server has our first Finished and answers it; our second one is still on its way.
peer::Conversation second_finished_on_its_way(bool deviates) {
  const protocol::Params params{.version = registry::ProtocolVersion{0x0303}, .session_tickets = false};
  Pair pair(params);
  pair.play(*protocol::find_flow("tls12.full"), 0, params, "change_cipher_spec");
  for (const auto* message : {"change_cipher_spec", "Finished"}) EXPECT_TRUE(pair.send_plain(Role::client, message));
  EXPECT_TRUE(pair.client.send({.message = "Finished", .deviates = deviates}));
  for (const auto* message : {"change_cipher_spec", "Finished"}) EXPECT_TRUE(pair.send_plain(Role::server, message));
  pair.client.log().ended = peer::Ended::completed;
  return {.connections = {pair.client.log()}, .error = {}};
}

TEST(Deviation, AFinishedMayCoverTheHandshakeWithoutIt) {
  const auto v = judge({.id = "test/case"}, second_finished_on_its_way(true));
  for (const auto& i : v.invariants) ADD_FAILURE() << i.name << ": " << i.detail;
}

TEST(Deviation, NothingElseMayBeLeftOut) {
  const auto v = judge({.id = "test/case"}, second_finished_on_its_way(false));
  ASSERT_EQ(v.invariants.size(), 1U);
  EXPECT_EQ(v.invariants.front().name, "target_finished");
}

}  // namespace
}  // namespace shakedown::check
