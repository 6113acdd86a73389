// Conversations as a pcapng file that Wireshark dissects and decrypts at once: made-up TCP packets around the octets
// that really went over the pipe, and the secrets inside the file. libpcap writes no secrets, so the writer is ours.
#pragma once
#include <cstdint>
#include <fstream>
#include <string>
#include <string_view>

#include "harness/peer/conversation.h"

namespace shakedown::trace {

// Makes the octets of a capture. The same calls give the same octets: times are made up from a fixed date on, unless
// the logs are timed.
class PcapngEncoder {
 public:
  // What the file begins with.
  Bytes start() const;
  // One connection: its secrets, which a reader must have before the first packet that they open, then its packets, one
  // for each record. The first packet carries `comment`. Nothing for a connection without any record.
  Bytes connection(std::string_view comment, const peer::ConnectionLog& log, registry::Role ours);

 private:
  std::uint32_t connections_ = 0;
  std::uint64_t now_ns_ = 946'684'800'000'000'000;  // 2000-01-01T00:00:00Z
};

class PcapngWriter {
 public:
  // Cause::system with the path. An older file is overwritten.
  static Result<PcapngWriter> create(const std::string& path);
  // Every connection of the conversation of script `id`, in which we played `ours`.
  Status add(std::string_view id, const peer::Conversation& conversation, registry::Role ours);

 private:
  PcapngWriter(std::string path, std::ofstream out) : path_(std::move(path)), out_(std::move(out)) {}
  Status write(const Bytes& octets);
  std::string path_;
  std::ofstream out_;
  PcapngEncoder encoder_;
};

}  // namespace shakedown::trace
