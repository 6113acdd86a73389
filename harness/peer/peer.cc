#include "harness/peer/peer.h"

#include "harness/peer/receive.h"
#include "harness/peer/state.h"
#include "harness/protocol/schedule12.h"
#include "harness/protocol/schedule13.h"

namespace shakedown::peer {

Peer::Peer(Role role, const Params& params, std::uint64_t seed, SessionStore& sessions, ShareCache& shares)
    : state_(std::make_unique<State>(role, params, seed, sessions, shares)) {}
Peer::~Peer() = default;
Peer::Peer(Peer&&) noexcept = default;
Peer& Peer::operator=(Peer&&) noexcept = default;

Bytes Peer::take_output() { return std::exchange(state_->out.output, {}); }

void Peer::receive(View bytes) { peer::receive(*state_, bytes); }

Result<Bytes> Peer::exporter(std::string_view label, const std::optional<Bytes>& context, std::size_t length) const {
  const auto& s = *state_;
  if (s.tls13()) {
    if (s.exporter_secret.empty()) return fail(Cause::unsupported, "no exporter secret yet");
    return protocol::tls13::export_keying_material(s.hash(), s.exporter_secret, label, context.value_or(Bytes{}),
                                                   length);
  }
  if (s.master.empty()) return fail(Cause::unsupported, "no master secret yet");
  std::optional<View> view;
  if (context) view = View(*context);
  return protocol::tls12::export_keying_material(s.hash(), s.master, label, s.log.agreed.client_random,
                                                 s.log.agreed.server_random, view, length);
}

wire::Waits Peer::target_waits() const {
  wire::RecordDeframer records(wire::no_limits);
  wire::MessageDeframer messages;
  for (const auto& r : state_->log.records)
    if (r.sender == state_->role) records.feed(r.bytes);
  while (auto record = records.next())
    if (!*record) break;
  for (const auto& m : state_->log.messages)
    if (m.sender == state_->role && m.content_type == ContentType{22}) messages.feed(m.raw);
  return wire::waits(records, messages);
}

ConnectionLog& Peer::log() { return state_->log; }
const ConnectionLog& Peer::log() const { return state_->log; }

}  // namespace shakedown::peer
