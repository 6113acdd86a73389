#include "bench/common/scenario.h"

#include <cstdlib>
#include <iostream>

#include "harness/target/loader.h"

namespace shakedown::bench {
namespace {

template <class S>
S& step_of(std::vector<script::Step>& steps) {
  if (steps.empty() || !std::holds_alternative<S>(steps.back())) steps.emplace_back(S{});
  return std::get<S>(steps.back());
}

std::vector<script::Step> steps_of(const std::vector<protocol::Row>& rows, registry::Role peer) {
  std::vector<script::Step> out;
  for (const auto& row : rows) {
    const std::string name(row.message);
    if (row.sender == peer) {
      step_of<script::Send>(out).messages.push_back({.message = name});
    } else {
      step_of<script::Expect>(out).patterns.push_back(
          {.names = {name}, .often = static_cast<script::Pattern::Often>(row.often)});
    }
  }
  return out;
}

}  // namespace

script::Script honest_script(const std::string& flow, registry::Role peer) {
  const auto& found = *protocol::find_flow(flow);
  script::Script out{.id = "bench/" + flow, .peer = peer};
  out.expect.any_of = {{.kind = script::Outcome::Kind::completes}};
  for (std::size_t i = 0; i < found.connections.size(); ++i) {
    auto params = protocol::flow_params(found, i, {});
    auto steps = steps_of(protocol::unroll(found, i, params), peer);
    out.connections.push_back({std::move(params), std::move(steps)});
  }
  return out;
}

std::unique_ptr<target::Target> load_wolfssl() {
  auto loaded = target::load_plugin(SHAKEDOWN_BENCH_PLUGIN);
  if (loaded) return std::move(*loaded);
  std::cerr << to_string(loaded.error()) << '\n';
  std::exit(1);
}

}  // namespace shakedown::bench
