#include "bench/common/itself.h"

#include <cstdlib>
#include <iostream>

#include "bench/common/scenario.h"
#include "harness/peer/content.h"
#include "harness/run/run.h"

namespace shakedown::bench {
namespace {

using registry::Role;

void prepare(target::Target& target, const protocol::Params& params, Role role) {
  auto config = run::target_config(params, role);
  config.now = run::virtual_now;
  if (auto ok = target.prepare(config, 1); !ok) {
    std::cerr << to_string(ok.error()) << '\n';
    std::exit(1);
  }
}

Status check_end(target::Connection& end, std::string_view name, View data, bool talked) {
  const auto report = end.report();
  const std::string who(name);
  if (!report.handshake_done.value_or(false)) return fail(Cause::target, who + ": no handshake: " + report.error);
  if (!equal(report.application_data, data)) return fail(Cause::target, who + ": got other data than was sent");
  if (report.peer_closed != talked) return fail(Cause::target, who + ": close_notify out of place");
  return {};
}

}  // namespace

Itself::Itself(const protocol::Params& params) : params_(params), client_(load_wolfssl()), server_(load_wolfssl()) {
  prepare(*client_, params, Role::client);
  prepare(*server_, params, Role::server);
}

Result<Itself::Ends> Itself::connect(std::uint64_t seed) {
  Ends out;
  auto server = server_->connect({.seed = seed});
  if (!server) return fail(server.error());
  auto client = client_->connect({.seed = seed + 1});
  if (!client) return fail(client.error());
  return Ends{std::move(*client), std::move(*server)};
}

void Itself::handshake(Ends& ends) {
  for (;;) {
    const auto up = ends.client->take();
    if (!up.empty()) ends.server->feed(up);
    const auto down = ends.server->take();
    if (!down.empty()) ends.client->feed(down);
    if (up.empty() && down.empty()) return;
  }
}

void Itself::talk(Ends& ends) const {
  const auto size = params_.application_data;
  if (ends.client->write(peer::application_text(Role::client, size))) ends.server->feed(ends.client->take());
  if (ends.server->write(peer::application_text(Role::server, size))) ends.client->feed(ends.server->take());
  if (ends.client->close()) handshake(ends);
}

Status Itself::check(Ends& ends, bool talked) const {
  const auto size = talked ? params_.application_data : 0;
  if (auto ok = check_end(*ends.client, "client", peer::application_text(Role::server, size), talked); !ok) return ok;
  return check_end(*ends.server, "server", peer::application_text(Role::client, size), talked);
}

}  // namespace shakedown::bench
