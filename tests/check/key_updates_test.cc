// A target that sends KeyUpdates without end must cost us no more than one step for each.
#include <gtest/gtest.h>

#include "harness/check/verdict.h"
#include "tests/peer/pair.h"

namespace shakedown::check {
namespace {

using registry::Role;

// Deriving every generation from the first would take minutes here, and hours at the flood limit.
constexpr std::size_t updates = 30'000;

TEST(KeyUpdates, ThousandsOfThemAreCheckedInTheirOrder) {
  const protocol::Params params;
  peer::Pair pair(params);
  pair.play(*protocol::find_flow("tls13.full"), 0, params, "close_notify");
  for (std::size_t i = 0; i < updates; ++i) ASSERT_TRUE(pair.server.send({.message = "KeyUpdate"}));
  pair.client.receive(pair.server.take_output());
  auto& log = pair.client.log();
  ASSERT_EQ(log.messages.back().name(), "KeyUpdate");
  ASSERT_EQ(log.messages.back().generation, updates - 1);
  log.ended = peer::Ended::completed;
  for (const auto& i : check_invariants({.id = "test/case"}, {.connections = {log}, .error = {}}))
    ADD_FAILURE() << i.name << ": " << i.detail;
  // And it still notices: the last record altered.
  log.records.back().bytes.back() ^= 1U;
  const auto broken = check_invariants({.id = "test/case"}, {.connections = {log}, .error = {}});
  ASSERT_EQ(broken.size(), 1U);
  EXPECT_EQ(broken.front().name, "records_open");
}

}  // namespace
}  // namespace shakedown::check
