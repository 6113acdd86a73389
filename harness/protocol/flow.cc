#include "harness/protocol/flow.h"

#include <algorithm>

namespace shakedown::protocol {
namespace {

using registry::KeyExchange;
using registry::operator""_version;

bool ephemeral(const Params& params) {
  const auto suites = with_defaults(params).cipher_suites;
  const auto* row = registry::find(suites.front());
  return row == nullptr || (row->key_exchange != KeyExchange::rsa && row->key_exchange != KeyExchange::psk);
}

bool applies(When when, const Params& params) {
  switch (when) {
    case When::always:
      return true;
    case When::compatibility_mode:
      return params.compatibility_mode;
    case When::client_auth:
      return params.client_auth != ClientAuth::none;
    case When::certificate_sent:
      return !params.external_psk && !params.resume;
    case When::early_data:
      return params.early_data;
    case When::early_data_accepted:
      return params.early_data && params.early_data_answer == EarlyDataAnswer::accept;
    case When::tickets:
      return params.tickets != 0;
    case When::session_tickets:
      return params.session_tickets;
    case When::ephemeral:
      return ephemeral(params);
  }
  return false;
}

}  // namespace

const Flow* find_flow(std::string_view name) {
  const auto found = std::ranges::find(flows(), name, &Flow::name);
  return found == flows().end() ? nullptr : &*found;
}

Params flow_params(const Flow& flow, std::size_t connection, Params params) {
  const bool early = flow.name == "tls13.early_data";
  params.version = flow.version;
  params.resume = connection != 0;
  params.external_psk = flow.name == "tls13.psk" || flow.name == "tls13.hrr_psk";
  params.hello_retry = flow.name == "tls13.hrr" || flow.name == "tls13.hrr_psk";
  params.early_data = early;
  // A resumption needs something to resume with.
  if (flow.connections.size() > 1 && flow.version == "TLSv1.3"_version)
    params.tickets = std::max(params.tickets, std::size_t{1});
  if (flow.name == "tls12.resumed_id") params.session_tickets = false;
  if (flow.name == "tls12.resumed_ticket") params.session_tickets = true;
  return params;
}

std::vector<Row> unroll(const Flow& flow, std::size_t connection, const Params& params) {
  std::vector<Row> rows;
  for (const auto& row : flow.connections[connection])
    if (applies(row.when, params)) rows.push_back(row);
  return rows;
}

}  // namespace shakedown::protocol
