// What libpcap reads from a capture, taken apart again.
#pragma once
#include <gtest/gtest.h>
#include <pcap/pcap.h>

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "harness/base/bytes.h"

namespace shakedown::trace {

struct Packet {
  std::uint64_t time_us = 0;  // since 1970
  Bytes from, to;             // address and port
  std::uint32_t sequence = 0, acknowledged = 0;
  std::uint8_t flags = 0;
  Bytes data;
  bool checksums_hold = false;
};

// RFC 1071 §1: over octets with their own checksum inside, the sum is all ones.
inline bool sums_to_ones(View octets) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < octets.size(); ++i) sum += i % 2 == 0 ? std::uint64_t{octets[i]} << 8 : octets[i];
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >> 16);
  return sum == 0xffff;
}

inline Packet take_apart(View ip) {
  Packet p;
  const auto tcp = ip.subspan(20);
  p.from = concat({ip.subspan(12, 4), tcp.subspan(0, 2)});
  p.to = concat({ip.subspan(16, 4), tcp.subspan(2, 2)});
  p.sequence = static_cast<std::uint32_t>(read_uint(tcp.subspan(4, 4)));
  p.acknowledged = static_cast<std::uint32_t>(read_uint(tcp.subspan(8, 4)));
  p.flags = tcp[13];
  p.data = to_bytes(tcp.subspan(20));
  auto pseudo = to_bytes(ip.subspan(12, 8));
  append_uint(pseudo, 6, 2);
  append_uint(pseudo, tcp.size(), 2);
  append(pseudo, tcp);
  p.checksums_hold = sums_to_ones(ip.first(20)) && sums_to_ones(pseudo) && read_uint(ip.subspan(2, 2)) == ip.size();
  return p;
}

inline std::vector<Packet> read_packets(const std::string& file) {
  std::vector<Packet> out;
  char why[PCAP_ERRBUF_SIZE] = {};
  const std::unique_ptr<pcap_t, decltype(&pcap_close)> capture(pcap_open_offline(file.c_str(), why), pcap_close);
  EXPECT_NE(capture, nullptr) << why;
  if (!capture) return out;
  EXPECT_EQ(pcap_datalink(capture.get()), DLT_RAW);
  pcap_pkthdr* header = nullptr;
  const u_char* octets = nullptr;
  int status = 0;
  while ((status = pcap_next_ex(capture.get(), &header, &octets)) == 1) {
    EXPECT_EQ(header->caplen, header->len);
    EXPECT_GE(header->caplen, 40U);
    if (header->caplen < 40) continue;
    out.push_back(take_apart({octets, header->caplen}));
    out.back().time_us =
        static_cast<std::uint64_t>(header->ts.tv_sec) * 1'000'000 + static_cast<std::uint64_t>(header->ts.tv_usec);
  }
  EXPECT_EQ(status, PCAP_ERROR_BREAK) << pcap_geterr(capture.get());  // the end of the file
  return out;
}

}  // namespace shakedown::trace
