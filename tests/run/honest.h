// An honest script of a flow, made without the YAML layer: what the flow's rows say, as steps of our role.
#pragma once
#include "harness/protocol/flow.h"
#include "harness/script/script.h"

namespace shakedown::run {

inline script::Script honest(const protocol::Flow& flow, registry::Role peer, const protocol::Params& base = {}) {
  script::Script out{.id = "test/" + std::string(flow.name), .peer = peer};
  out.expect.any_of = {{.kind = script::Outcome::Kind::completes}};
  for (std::size_t i = 0; i < flow.connections.size(); ++i) {
    auto& connection = out.connections.emplace_back();
    connection.params = protocol::flow_params(flow, i, base);
    for (const auto& row : protocol::unroll(flow, i, connection.params)) {
      if (row.sender == peer) {
        if (connection.steps.empty() || !std::holds_alternative<script::Send>(connection.steps.back()))
          connection.steps.emplace_back(script::Send{});
        std::get<script::Send>(connection.steps.back()).messages.push_back({.message = std::string(row.message)});
        continue;
      }
      if (connection.steps.empty() || !std::holds_alternative<script::Expect>(connection.steps.back()))
        connection.steps.emplace_back(script::Expect{});
      std::get<script::Expect>(connection.steps.back())
          .patterns.push_back({.names = {row.message == "early_data" ? "application_data" : std::string(row.message)},
                               .often = static_cast<script::Pattern::Often>(row.often)});
    }
  }
  return out;
}

}  // namespace shakedown::run
