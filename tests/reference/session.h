// Sessions that can be resumed: what a context remembers between connections.
#pragma once
#include <map>
#include <optional>
#include <variant>

#include "harness/base/rng.h"
#include "tests/reference/settings.h"

namespace shakedown::reference {

struct Session12 {
  Bytes id;      // empty: by ticket only
  Bytes ticket;  // empty: by id only
  CipherSuite suite{};
  Bytes master_secret;
  bool extended_master_secret = false;
};

struct Session13 {
  Bytes ticket;
  CipherSuite suite{};
  Bytes psk;
  std::uint32_t lifetime = 0;  // seconds
  std::uint32_t age_add = 0;
  std::uint64_t issued = 0;  // or received; milliseconds since 1970
  std::uint32_t max_early_data = 0;
  Bytes alpn;
  bool early_data_used = false;  // RFC 8446 §8.1: a ticket carries early data once
};

// Tickets are random names for what a server keeps; they hold nothing that a peer could read or forge.
class Sessions {
 public:
  // Server. A new name for a session: 32 octets, never the same twice even if connections have the same seed.
  Bytes make_name(Rng& rng);
  void keep(const Session12& session);
  void keep(const Session13& session);
  const Session12* find12_by_id(View id) const;
  const Session12* find12_by_ticket(View ticket) const;
  Session13* find13(View ticket);
  // RFC 5246 §7.2.2: a fatal alert ends the session, too.
  void forget12(View id);

  // Client: the session that was stored last.
  std::optional<std::variant<Session12, Session13>> last;

  void clear();

 private:
  std::map<Bytes, Session12> by_id_, by_ticket_;
  std::map<Bytes, Session13> tickets13_;
  std::uint64_t names_ = 0;
};

}  // namespace shakedown::reference
