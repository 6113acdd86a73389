#include "tests/reference/session.h"

namespace shakedown::reference {
namespace {

template <class Map>
auto* value_at(Map& map, View key) {
  const auto found = map.find(to_bytes(key));
  return found == map.end() ? nullptr : &found->second;
}

}  // namespace

Bytes Sessions::make_name(Rng& rng) {
  Bytes name = rng.bytes(24);
  append_uint(name, names_++, 8);
  return name;
}

void Sessions::keep(const Session12& session) {
  if (!session.id.empty()) by_id_[session.id] = session;
  if (!session.ticket.empty()) by_ticket_[session.ticket] = session;
}
void Sessions::keep(const Session13& session) { tickets13_[session.ticket] = session; }

const Session12* Sessions::find12_by_id(View id) const { return value_at(by_id_, id); }
const Session12* Sessions::find12_by_ticket(View ticket) const { return value_at(by_ticket_, ticket); }
Session13* Sessions::find13(View ticket) { return value_at(tickets13_, ticket); }
void Sessions::forget12(View id) { by_id_.erase(to_bytes(id)); }

void Sessions::clear() { *this = Sessions(); }

}  // namespace shakedown::reference
