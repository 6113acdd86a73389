// What does a conversation cost, compared with the target's handshake with itself?
//
//   <flow>/itself/…          wolfSSL with wolfSSL, contexts made before: the bare handshake; with data and closure
//   <flow>/with_peer/<role>  our peer in that role with wolfSSL: run, judged, invariants included
//   <flow>/ours/<role>/…     our part of that alone, wolfSSL's octets played from a recording: the peer; the peer under
//                            the runner; the judgement
//   <flow>/paired/<role>     itself and with_peer turn by turn, so that both meet the same machine; medians. `ratio` is
//                            the whole conversation with us over the bare handshake of wolfSSL with itself.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <stdexcept>

#include "bench/common/itself.h"
#include "bench/common/recording.h"
#include "bench/common/scenario.h"
#include "harness/check/verdict.h"
#include "harness/run/run.h"

namespace {

using namespace shakedown;
using bench::Itself;
using registry::Role;

constexpr std::uint64_t seed = 1;

class Stopwatch {
 public:
  void start() { began_ = std::chrono::steady_clock::now(); }
  void stop() { seconds_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count(); }
  double seconds() const { return seconds_; }

 private:
  std::chrono::steady_clock::time_point began_;
  double seconds_ = 0;
};

// Seconds that one handshake of wolfSSL with itself took, connections made and freed.
Result<double> time_itself(Itself& itself, bool talk) {
  Stopwatch watch;
  watch.start();
  auto ends = itself.connect(seed);
  if (ends) {
    Itself::handshake(*ends);
    if (talk) itself.talk(*ends);
  }
  watch.stop();
  if (!ends) return fail(ends.error());
  if (auto ok = itself.check(*ends, talk); !ok) return fail(ok.error());
  watch.start();
  ends = Itself::Ends{};
  watch.stop();
  return watch.seconds();
}

// Seconds of one conversation with our peer, from the script to the verdict.
Result<double> time_with_peer(run::Runner& runner, const script::Script& script) {
  Stopwatch watch;
  watch.start();
  check::Verdict verdict;
  {
    const auto conversation = runner.run(script);
    verdict = check::judge(script, conversation);
  }
  watch.stop();
  if (verdict.kind != check::Kind::pass) return fail(Cause::target, verdict.reason + "; seen: " + verdict.seen);
  return watch.seconds();
}

void report(benchmark::State& state, const Result<double>& seconds) {
  if (seconds) return state.SetIterationTime(*seconds);
  state.SkipWithError(to_string(seconds.error()).c_str());
}

void itself(benchmark::State& state, const std::string& flow, bool talk) {
  Itself pair(bench::honest_script(flow, Role::client).connections.front().params);
  for (auto _ : state) report(state, time_itself(pair, talk));
}

void with_peer(benchmark::State& state, const std::string& flow, Role peer) {
  const auto script = bench::honest_script(flow, peer);
  const auto target = bench::load_wolfssl();
  run::Runner runner(*target, {.seed = seed});
  for (auto _ : state) report(state, time_with_peer(runner, script));
}

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

void paired(benchmark::State& state, const std::string& flow, Role peer) {
  const auto script = bench::honest_script(flow, peer);
  Itself pair(script.connections.front().params);
  const auto target = bench::load_wolfssl();
  run::Runner runner(*target, {.seed = seed});
  std::vector<double> handshakes, talks, ours;
  for (auto _ : state) {
    const auto handshake = time_itself(pair, false);
    const auto conversation = time_with_peer(runner, script);
    const auto talk = time_itself(pair, true);
    for (const auto* result : {&handshake, &conversation, &talk})
      if (!*result) return state.SkipWithError(to_string(result->error()).c_str());
    handshakes.push_back(*handshake);
    talks.push_back(*talk);
    ours.push_back(*conversation);
    state.SetIterationTime(*conversation);
  }
  if (ours.empty()) return;
  const double base = median(handshakes), whole = median(ours), talked = median(talks);
  state.counters["itself_us"] = base * 1e6;
  state.counters["itself_talking_us"] = talked * 1e6;
  state.counters["with_peer_us"] = whole * 1e6;
  state.counters["ratio"] = whole / base;
  state.counters["ratio_talking"] = whole / talked;
}

bench::Recording recorded(const script::Script& script) {
  const auto target = bench::load_wolfssl();
  auto made = bench::record(*target, script);
  if (!made) throw std::runtime_error(to_string(made.error()));
  return std::move(*made);
}

void peer_alone(benchmark::State& state, const std::string& flow, Role peer) {
  const auto script = bench::honest_script(flow, peer);
  const auto recording = recorded(script);
  peer::ShareCache shares(seed);
  const auto own_seed = run::conversation_seed(seed, script);
  for (auto _ : state) benchmark::DoNotOptimize(bench::play_peer(script, recording, own_seed, shares));
}

void run_alone(benchmark::State& state, const std::string& flow, Role peer) {
  const auto script = bench::honest_script(flow, peer);
  const auto recording = recorded(script);
  const auto target = bench::replaying(recording);
  run::Runner runner(*target, {.seed = seed});
  for (auto _ : state) benchmark::DoNotOptimize(runner.run(script));
}

void check_alone(benchmark::State& state, const std::string& flow, Role peer) {
  const auto script = bench::honest_script(flow, peer);
  const auto recording = recorded(script);
  const auto target = bench::replaying(recording);
  run::Runner runner(*target, {.seed = seed});
  const auto conversation = runner.run(script);
  for (auto _ : state) benchmark::DoNotOptimize(check::judge(script, conversation));
}

template <class Function, class... Arguments>
benchmark::internal::Benchmark* add(const std::string& name, Function function, const Arguments&... arguments) {
  return benchmark::RegisterBenchmark(name.c_str(), [=](benchmark::State& s) { function(s, arguments...); })
      ->Unit(benchmark::kMicrosecond);
}

void add_flow(const std::string& flow) {
  add(flow + "/itself/handshake", itself, flow, false)->UseManualTime();
  add(flow + "/itself/talking", itself, flow, true)->UseManualTime();
  for (const auto role : {Role::client, Role::server}) {
    const auto name = registry::role_name(role);
    add(fmt::format("{}/with_peer/{}", flow, name), with_peer, flow, role)->UseManualTime();
    add(fmt::format("{}/ours/{}/peer", flow, name), peer_alone, flow, role);
    add(fmt::format("{}/ours/{}/peer_and_run", flow, name), run_alone, flow, role);
    add(fmt::format("{}/ours/{}/check", flow, name), check_alone, flow, role);
    add(fmt::format("{}/paired/{}", flow, name), paired, flow, role)->UseManualTime();
  }
}

}  // namespace

int main(int argc, char** argv) {
  for (const char* flow : {"tls13.full", "tls12.full"}) add_flow(flow);
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
