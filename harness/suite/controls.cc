#include "harness/suite/controls.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/base/suggest.h"
#include "harness/protocol/flow.h"
#include "harness/script/course.h"
#include "harness/script/needs.h"
#include "harness/script/params_yaml.h"

namespace shakedown::suite {
namespace {

using protocol::Params;
using script::Script;
using Cell = std::vector<std::pair<std::string, std::string>>;

Cell cell_of(const Script& control) {
  Cell out{{"peer", std::string(registry::role_name(control.peer))}};
  for (std::size_t i = 0; i < control.connections.size(); ++i) {
    const auto written = script::write_params(control.connections[i].params);
    for (const auto& [key, value] : written.entries) {
      const auto name = i == 0 ? key.text : fmt::format("@{}.{}", i + 1, key.text);
      out.emplace_back(name, write_yaml_line(value));
    }
  }
  return out;
}

// Where the RFC of a version describes its handshake.
script::Clause clause_of(registry::ProtocolVersion version) {
  if (version == registry::ProtocolVersion{0x0304})
    return {.rfc = "8446", .section = "2", .newer_rfc = "9846", .newer_section = "2"};
  return {.rfc = "5246", .section = "7.3"};
}

Error no_flow(const Script& script) {
  std::vector<std::string_view> names;
  for (const auto& flow : protocol::flows()) names.push_back(flow.name);
  return {.cause = Cause::input,
          .what = "the control of " + script.id + " is no flow",
          .got = script.control,
          .expected = expected_names(script.control, names)};
}

}  // namespace

Result<Script> control_of(const Script& script) {
  const auto* flow = protocol::find_flow(script.control);
  if (flow == nullptr) return fail(no_flow(script));
  Script out{.id = "control/" + script.control,
             .about = "the unedited handshake: " + std::string(flow->about),
             .peer = script.peer,
             .control = script.control};
  out.expect.any_of = {{.kind = script::Outcome::Kind::completes}};
  std::vector<Params> params;
  for (std::size_t i = 0; i < flow->connections.size(); ++i)
    params.push_back(
        protocol::flow_params(*flow, i, script.connections.at(std::min(i, script.connections.size() - 1)).params));
  // What a target that speaks more does otherwise is for the case to judge.
  for (auto& p : params) p.target_version_max.reset();
  auto steps = script::to_steps(script::unroll(*flow, params, script.peer));
  for (std::size_t i = 0; i < params.size(); ++i)
    out.connections.push_back({.params = std::move(params[i]), .steps = std::move(steps[i])});
  script::Problems none;  // nothing is stated, so nothing can be misspelt
  out.needs = script::needs_of(nullptr, out.peer, flow, out.connections, none);
  out.clauses = {clause_of(out.connections.front().params.version)};
  out.cell = cell_of(out);
  return out;
}

std::optional<std::string> missing_capability(const std::vector<std::string>& needs, const target::TargetInfo& info) {
  for (const auto& need : needs) {
    if (need == "server" && !info.serves) return need;
    if (need == "client" && !info.connects) return need;
    if (info.capabilities_known && std::ranges::count(info.capabilities, need) == 0) return need;
  }
  return std::nullopt;
}

}  // namespace shakedown::suite
