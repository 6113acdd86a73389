// Sessions that connections of one conversation share: what a client was given, and what a server gave out.
#pragma once
#include <optional>
#include <vector>

#include "harness/base/bytes.h"
#include "harness/registry/messages.h"
#include "harness/registry/suites.h"

namespace shakedown::peer {

struct Session {
  registry::ProtocolVersion version{};
  registry::CipherSuite cipher_suite{};
  Bytes ticket;      // TLS 1.3 identity, TLS 1.2 session ticket; empty if there is none
  Bytes session_id;  // TLS 1.2
  Bytes secret;      // TLS 1.3: the PSK; TLS 1.2: the master secret
  std::uint32_t age_add = 0;
  std::uint32_t max_early_data = 0;  // octets; 0: no early data
  bool extended_master_secret = false;
  std::string alpn;
};

struct SessionStore {
  std::vector<Session> sessions;  // the newest last
  const Session* newest(registry::ProtocolVersion version) const;
  const Session* by_ticket(View ticket) const;
  const Session* by_id(View session_id) const;
};

}  // namespace shakedown::peer
