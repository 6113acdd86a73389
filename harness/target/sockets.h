// TCP on this machine and beyond: connecting, listening, and what the kernel knows about a peer on this machine.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "harness/base/bytes.h"
#include "harness/target/deadline.h"
#include "harness/target/descriptor.h"

namespace shakedown::target {

struct HostPort {
  std::string host;
  std::uint16_t port = 0;
  friend bool operator==(const HostPort&, const HostPort&) = default;
};
// host:port, [v6]:port, and with `host_optional` also port alone (then host is 127.0.0.1). Cause `usage`.
Result<HostPort> parse_host_port(const std::string& text, bool host_optional);
std::string to_string(const HostPort& address);

// A connected, non-blocking socket without Nagle's delay. Cause `target`: refused, unreachable, unknown host, too slow.
Result<Descriptor> connect_to(const HostPort& address, Deadline deadline);

struct Listener {
  Descriptor socket;
  std::uint16_t port = 0;
};
// Port 0: any free one.
Result<Listener> listen_on(const HostPort& address);
// Nothing: nobody came before the deadline.
Result<std::optional<Descriptor>> accept_one(const Listener& listener, Deadline deadline);

// A port of 127.0.0.1 that was free just now.
Result<std::uint16_t> free_port();

std::uint16_t local_port(const Descriptor& socket);
std::uint16_t remote_port(const Descriptor& socket);

}  // namespace shakedown::target
