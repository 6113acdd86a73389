#include "harness/trace/pcapng_blocks.h"

#include <algorithm>

namespace shakedown::trace {
namespace {

constexpr std::uint32_t section_header = 0x0a0d0d0a;
constexpr std::uint32_t interface_description = 1;
constexpr std::uint32_t enhanced_packet = 6;
constexpr std::uint32_t decryption_secrets = 10;

constexpr std::uint32_t byte_order_magic = 0x1a2b3c4d;
constexpr std::uint32_t tls_key_log = 0x544c534b;  // "TLSK"
constexpr std::uint16_t linktype_raw = 101;        // a packet begins with its IPv4 or IPv6 header
constexpr std::uint32_t no_snap_length = 0;

// Option codes; 1 is a comment in every block.
constexpr std::uint16_t opt_comment = 1;
constexpr std::uint16_t shb_userappl = 4;
constexpr std::uint16_t if_name = 2;
constexpr std::uint16_t if_tsresol = 9;
constexpr std::size_t longest_option = 0xffff;

void pad(Bytes& to) {
  while (to.size() % 4 != 0) to.push_back(0);
}

void option(Bytes& to, std::uint16_t code, View value) {
  const auto size = std::min(value.size(), longest_option);
  append_uint(to, code, 2);
  append_uint(to, size, 2);
  append(to, value.first(size));
  pad(to);
}

void end_of_options(Bytes& to) { append_uint(to, 0, 4); }

// The total length stands at both ends, so that a reader can go backwards.
Bytes block(std::uint32_t type, View body) {
  const auto total = body.size() + 12;
  Bytes out;
  out.reserve(total);
  append_uint(out, type, 4);
  append_uint(out, total, 4);
  append(out, body);
  append_uint(out, total, 4);
  return out;
}

Bytes interface_block() {
  Bytes body;
  append_uint(body, linktype_raw, 2);
  append_uint(body, 0, 2);
  append_uint(body, no_snap_length, 4);
  option(body, if_name, as_view("shakedown"));
  const std::uint8_t nanoseconds = 9;  // 10^-9
  option(body, if_tsresol, View(&nanoseconds, 1));
  end_of_options(body);
  return block(interface_description, body);
}

}  // namespace

Bytes section_start() {
  Bytes body;
  append_uint(body, byte_order_magic, 4);
  append_uint(body, 1, 2);  // version 1.0
  append_uint(body, 0, 2);
  append_uint(body, ~std::uint64_t{0}, 8);  // the section's length is not given
  option(body, shb_userappl, as_view("shakedown"));
  end_of_options(body);
  auto out = block(section_header, body);
  append(out, interface_block());
  return out;
}

Bytes secrets_block(std::string_view key_log) {
  Bytes body;
  append_uint(body, tls_key_log, 4);
  append_uint(body, key_log.size(), 4);
  append(body, as_view(key_log));
  pad(body);
  return block(decryption_secrets, body);
}

Bytes packet_block(std::uint64_t time_ns, View packet, std::string_view comment) {
  Bytes body;
  append_uint(body, 0, 4);        // interface
  append_uint(body, time_ns, 8);  // high half, then low half
  append_uint(body, packet.size(), 4);
  append_uint(body, packet.size(), 4);
  append(body, packet);
  pad(body);
  if (!comment.empty()) {
    option(body, opt_comment, as_view(comment));
    end_of_options(body);
  }
  return block(enhanced_packet, body);
}

}  // namespace shakedown::trace
