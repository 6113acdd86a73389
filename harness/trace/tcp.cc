#include "harness/trace/tcp.h"

#include <algorithm>
#include <utility>

namespace shakedown::trace {
namespace {

constexpr std::uint8_t fin = 0x01, syn = 0x02, psh = 0x08, ack = 0x10;
constexpr std::uint8_t protocol_tcp = 6;
constexpr std::size_t ip_header_size = 20;
constexpr std::size_t tcp_header_size = 20;
constexpr std::size_t window = 0xffff;  // octets in flight, without the window scale option

// RFC 1071: the ones' complement of the ones' complement sum of 16-bit words.
std::uint16_t checksum(View octets) {
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i < octets.size(); i += 2)
    sum += static_cast<std::uint32_t>(octets[i] << 8) + (i + 1 < octets.size() ? octets[i + 1] : 0U);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >> 16);
  return static_cast<std::uint16_t>(~sum);
}

void put16(Bytes& bytes, std::size_t at, std::uint16_t value) {
  bytes[at] = static_cast<std::uint8_t>(value >> 8);
  bytes[at + 1] = static_cast<std::uint8_t>(value);
}

// RFC 9293 §3.1: over the addresses, the protocol and the length too.
std::uint16_t tcp_checksum(const Endpoint& from, const Endpoint& to, View segment) {
  Bytes covered = concat({from.address, to.address});
  append_uint(covered, protocol_tcp, 2);
  append_uint(covered, segment.size(), 2);
  append(covered, segment);
  return checksum(covered);
}

Bytes ip_header(const Endpoint& from, const Endpoint& to, std::uint16_t identification, std::size_t payload) {
  Bytes out{0x45, 0};  // version 4, five words of header; no service class
  append_uint(out, ip_header_size + payload, 2);
  append_uint(out, identification, 2);
  append_uint(out, 0x4000, 2);  // do not fragment
  out.push_back(64);            // time to live
  out.push_back(protocol_tcp);
  append_uint(out, 0, 2);
  append(out, from.address);
  append(out, to.address);
  put16(out, 10, checksum(out));
  return out;
}

}  // namespace

Endpoints endpoints(std::uint32_t connection) {
  constexpr std::uint32_t network = 0xc6120000;    // 198.18.0.0/15
  constexpr std::uint32_t hosts = (1U << 17) - 2;  // without its own and the broadcast address
  constexpr std::uint32_t first_port = 49152;      // RFC 6335 §6: dynamic ports
  constexpr std::uint32_t ports = 0x10000 - first_port;
  const auto address = network + 1 + connection % hosts;
  const auto octet = [&](int shift) { return static_cast<std::uint8_t>(address >> shift); };
  const auto port = first_port + connection / hosts % ports;
  return {.client = {{octet(24), octet(16), octet(8), octet(0)}, static_cast<std::uint16_t>(port)},
          .server = {{192, 0, 2, 1}, 443}};
}

Bytes TcpConversation::packet(Role sender, std::uint8_t flags, View data) {
  const auto& from = ends_.of(sender);
  const auto& to = ends_.of(other(sender));
  auto& own = side(sender);
  auto& theirs = side(other(sender));
  Bytes segment;
  segment.reserve(tcp_header_size + data.size());
  append_uint(segment, from.port, 2);
  append_uint(segment, to.port, 2);
  append_uint(segment, own.next, 4);
  append_uint(segment, (flags & ack) != 0 ? theirs.next : 0U, 4);
  segment.push_back(tcp_header_size / 4 << 4);
  segment.push_back(flags);
  append_uint(segment, window, 2);
  append_uint(segment, 0, 4);  // checksum, urgent pointer
  append(segment, data);
  put16(segment, 16, tcp_checksum(from, to, segment));
  own.next += static_cast<std::uint32_t>(data.size()) + ((flags & (syn | fin)) != 0 ? 1 : 0);
  own.in_flight += data.size();
  theirs.in_flight = 0;
  auto out = ip_header(from, to, ++own.identification, segment.size());
  append(out, segment);
  return out;
}

std::vector<Bytes> TcpConversation::open() {
  std::vector<Bytes> out;
  out.push_back(packet(Role::client, syn, {}));
  out.push_back(packet(Role::server, syn | ack, {}));
  out.push_back(packet(Role::client, ack, {}));
  return out;
}

std::vector<Bytes> TcpConversation::send(Role sender, View data) {
  std::vector<Bytes> out;
  while (!data.empty()) {
    const auto size = std::min(data.size(), max_payload);
    if (side(sender).in_flight + size > window) out.push_back(packet(other(sender), ack, {}));
    out.push_back(packet(sender, psh | ack, data.first(size)));
    data = data.subspan(size);
  }
  return out;
}

std::vector<Bytes> TcpConversation::close(Role sender) {
  if (std::exchange(side(sender).closed, true)) return {};
  std::vector<Bytes> out;
  out.push_back(packet(sender, fin | ack, {}));
  out.push_back(packet(other(sender), ack, {}));
  return out;
}

}  // namespace shakedown::trace
