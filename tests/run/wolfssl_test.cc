// Our peer in both roles against wolfSSL in process, through every flow.
#include <gtest/gtest.h>

#include "harness/check/verdict.h"
#include "harness/run/run.h"
#include "harness/target/loader.h"
#include "tests/run/honest.h"

namespace shakedown::run {
namespace {

target::Target& wolfssl() {
  static auto loaded = target::load_plugin(SHAKEDOWN_BINARY_DIR "/plugins/wolfssl.so");
  if (!loaded) throw std::runtime_error(to_string(loaded.error()));
  return **loaded;
}

struct Run {
  std::string flow;
  registry::Role peer;
};
class WolfsslFlow : public testing::TestWithParam<Run> {};

TEST_P(WolfsslFlow, Passes) {
  const auto script = honest(*protocol::find_flow(GetParam().flow), GetParam().peer);
  Runner runner(wolfssl(), {});
  const auto conversation = runner.run(script);
  const auto verdict = check::judge(script, conversation);
  EXPECT_EQ(verdict.kind, check::Kind::pass) << verdict.reason << "\nseen: " << verdict.seen;
  for (const auto& log : conversation.connections)
    for (const auto& note : log.notes) ADD_FAILURE() << note;
  for (const auto& i : verdict.invariants) ADD_FAILURE() << i.name << ": " << i.detail;
  if (verdict.kind != check::Kind::pass)
    for (const auto& log : conversation.connections) {
      for (const auto& m : log.messages)
        std::cerr << registry::role_name(m.sender) << " " << m.name() << " " << m.raw.size() << " "
                  << protocol::epoch_name(m.epoch) << "\n";
      std::cerr << log.mismatch << " | target: " << log.target.error << "\n";
    }
}
std::vector<Run> runs() {
  std::vector<Run> out;
  for (const auto& f : protocol::flows())
    for (const auto role : {registry::Role::client, registry::Role::server}) out.push_back({std::string(f.name), role});
  return out;
}
INSTANTIATE_TEST_SUITE_P(Run, WolfsslFlow, testing::ValuesIn(runs()), [](const auto& i) {
  auto name = i.param.flow + "_peer_" + std::string(registry::role_name(i.param.peer));
  std::replace(name.begin(), name.end(), '.', '_');
  return name;
});

}  // namespace
}  // namespace shakedown::run
