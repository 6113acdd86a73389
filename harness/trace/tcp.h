// A TCP connection made up after the fact (RFC 9293 over RFC 791), so that tools for packets can read what went over a
// byte pipe.
#pragma once
#include <array>
#include <cstdint>
#include <vector>

#include "harness/base/bytes.h"
#include "harness/registry/role.h"

namespace shakedown::trace {

using registry::Role;

struct Endpoint {
  std::array<std::uint8_t, 4> address{};
  std::uint16_t port = 0;
  friend bool operator==(const Endpoint&, const Endpoint&) = default;
};

// The ends of the n-th connection of a capture. The server is always 192.0.2.1:443 (RFC 5737 §3), since tools know TLS
// by that port; the client's addresses (198.18.0.0/15, RFC 2544) and ports tell connections apart.
struct Endpoints {
  Endpoint client;
  Endpoint server;
  const Endpoint& of(Role r) const { return r == Role::client ? client : server; }
};
Endpoints endpoints(std::uint32_t connection);

// Octets of payload that one packet takes: IPv4's total length is 16 bits wide.
inline constexpr std::size_t max_payload = 0xffff - 20 - 20;

// Whole IPv4 packets, in the order in which they would be sent; each acknowledges all that went the other way before
// it.
class TcpConversation {
 public:
  explicit TcpConversation(const Endpoints& ends) : ends_(ends) {}

  // SYN, SYN and ACK, ACK.
  std::vector<Bytes> open();
  // As many packets as it takes, with an ACK of the other side where its window would be full.
  std::vector<Bytes> send(Role sender, View data);
  // That side ends its direction: FIN, and the other's ACK. Nothing the second time.
  std::vector<Bytes> close(Role sender);

 private:
  Bytes packet(Role sender, std::uint8_t flags, View data);

  struct Side {
    std::uint32_t next = 0;     // sequence number of what it sends next
    std::size_t in_flight = 0;  // octets that the other side has not acknowledged
    std::uint16_t identification = 0;
    bool closed = false;
  };
  Side& side(Role r) { return r == Role::client ? client_ : server_; }

  Endpoints ends_;
  Side client_{.next = 1000};
  Side server_{.next = 5000};
};

}  // namespace shakedown::trace
