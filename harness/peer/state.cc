#include "harness/peer/state.h"

#include <ranges>

namespace shakedown::peer {

State::State(Role r, const Params& p, std::uint64_t conversation_seed, SessionStore& s, ShareCache& c)
    : role(r),
      params(protocol::with_defaults(p)),
      seed(conversation_seed),
      sessions(s),
      shares(c),
      salts(Rng::derive(conversation_seed, "salts")) {
  log.params = params;
}

wire::Context State::context(Role sender) const {
  return {.version = working_version(),
          .sender = sender,
          .key_exchange = suite && !suite->tls13 ? suite->key_exchange : registry::KeyExchange::any};
}

const crypto::Credentials& State::credentials(Role of) const {
  return crypto::test_credentials(of == Role::server ? params.certificate : params.client_certificate, of);
}

void State::learn_secret(std::string_view label, const Bytes& value) {
  for (auto& known : log.secrets)
    if (known.label == label) {
      known.value = value;
      return;
    }
  log.secrets.push_back({std::string(label), value});
}

const Session* SessionStore::newest(ProtocolVersion version) const {
  for (const auto& session : std::views::reverse(sessions))
    if (session.version == version) return &session;
  return nullptr;
}

const Session* SessionStore::by_ticket(View ticket) const {
  for (const auto& s : sessions)
    if (!s.ticket.empty() && equal(s.ticket, ticket)) return &s;
  return nullptr;
}

const Session* SessionStore::by_id(View session_id) const {
  for (const auto& s : sessions)
    if (!s.session_id.empty() && equal(s.session_id, session_id)) return &s;
  return nullptr;
}

Result<crypto::KeyShare> ShareCache::get(registry::NamedGroup group, Role role) {
  const auto key = static_cast<std::uint32_t>(registry::number(group)) << 1 | static_cast<std::uint32_t>(role);
  if (auto found = shares_.find(key); found != shares_.end()) return found->second;
  auto rng = Rng::derive(seed_, std::string(registry::role_name(role)) + registry::name_of(group));
  auto made = crypto::make_key_share(group, rng);
  if (made) shares_.emplace(key, *made);
  return made;
}

}  // namespace shakedown::peer
