#include "harness/run/run.h"

#include "harness/run/session.h"

namespace shakedown::run {
namespace {

using registry::Role;

bool same_set_up(const target::TargetConfig& a, const target::TargetConfig& b) { return a == b; }

}  // namespace

std::uint64_t conversation_seed(std::uint64_t run_seed, const script::Script& script) {
  return run_seed ^ hash64(script::full_id(script));
}

Runner::Runner(target::Target& target, const RunOptions& options)
    : target_(target), options_(options), shares_(options.seed) {}

peer::Conversation Runner::run(const script::Script& script) {
  peer::Conversation out;
  peer::SessionStore sessions;
  const auto target_role = other(script.peer);
  const auto seed = conversation_seed(options_.seed, script);
  std::optional<target::TargetConfig> prepared;
  bool going_on = true;
  for (std::size_t i = 0; i < script.connections.size(); ++i) {
    const auto& connection = script.connections[i];
    auto& log = out.connections.emplace_back();
    log.params = connection.params;
    if (!going_on) continue;
    auto config = target_config(connection.params, target_role);
    if (target_.info().in_process) config.now = virtual_now;
    // Sessions live in the target's set-up, so connections of one script share it unless they differ in what the target
    // is.
    if (!prepared || !same_set_up(*prepared, config)) {
      if (auto ok = target_.prepare(config, seed); !ok) {
        out.error = ok.error();
        return out;
      }
      prepared = std::move(config);
    }
    const bool resumed_later = i + 1 < script.connections.size() && script.connections[i + 1].params.resume;
    Session session({.script = script, .index = i, .seed = seed + i, .keep_session = resumed_later}, target_, options_,
                    sessions, shares_);
    if (auto ok = session.run(log); !ok) {
      out.error = ok.error();
      return out;
    }
    going_on = log.ended == peer::Ended::completed;
  }
  return out;
}

}  // namespace shakedown::run
