#include "harness/trace/pcapng.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/trace/keylog.h"
#include "harness/trace/pcapng_blocks.h"
#include "harness/trace/tcp.h"

namespace shakedown::trace {
namespace {

using peer::ConnectionLog;
using peer::WireRecord;

constexpr std::uint64_t packet_step_ns = 1'000;
constexpr std::uint64_t connection_step_ns = 1'000'000;

// Packets of one connection, each later than the one before it.
class PacketBlocks {
 public:
  PacketBlocks(Bytes& out, std::uint64_t& now_ns, std::string_view comment)
      : out_(out), now_ns_(now_ns), begin_ns_(now_ns), comment_(comment) {}

  // From this offset on.
  void at(std::uint64_t offset_ns) { now_ns_ = std::max(now_ns_, begin_ns_ + offset_ns); }
  void add(const std::vector<Bytes>& packets) {
    for (const auto& packet : packets) {
      append(out_, packet_block(now_ns_, packet, std::exchange(comment_, {})));
      now_ns_ += packet_step_ns;
    }
  }

 private:
  Bytes& out_;
  std::uint64_t& now_ns_;
  std::uint64_t begin_ns_;
  std::string_view comment_;
};

// Did our end of the connection close before this record came?
bool after_our_close(const ConnectionLog& log, const WireRecord& record, Role ours) {
  return !log.target_closed && log.we_closed != 0 && record.sender != ours && record.messages > log.we_closed;
}

std::optional<std::uint64_t> time_of(const ConnectionLog& log, const WireRecord& record) {
  if (record.messages == 0 || record.messages > log.times_ns.size()) return std::nullopt;
  return log.times_ns[record.messages - 1];
}

void add_packets(PacketBlocks& blocks, TcpConversation tcp, const ConnectionLog& log, Role ours) {
  blocks.add(tcp.open());
  for (const auto& record : log.records) {
    if (const auto time = time_of(log, record)) blocks.at(*time);
    if (after_our_close(log, record, ours)) blocks.add(tcp.close(ours));
    blocks.add(tcp.send(record.sender, record.bytes));
  }
  if (log.target_closed) blocks.add(tcp.close(other(ours)));
  blocks.add(tcp.close(ours));
  if (log.target.ending != Ending::open) blocks.add(tcp.close(other(ours)));
}

std::string comment_for(std::string_view id, std::size_t index, std::size_t count, Role ours) {
  const auto which = count > 1 ? fmt::format(", connection {} of {}", index + 1, count) : std::string{};
  return fmt::format("{}{}; our side is the {}", id, which, registry::role_name(ours));
}

}  // namespace

Bytes PcapngEncoder::start() const { return section_start(); }

Bytes PcapngEncoder::connection(std::string_view comment, const ConnectionLog& log, Role ours) {
  Bytes out;
  if (log.records.empty()) return out;
  const auto secrets = key_log(log);
  if (!secrets.empty()) out = secrets_block(secrets);
  PacketBlocks blocks(out, now_ns_, comment);
  add_packets(blocks, TcpConversation(endpoints(connections_++)), log, ours);
  now_ns_ += connection_step_ns;
  return out;
}

Result<PcapngWriter> PcapngWriter::create(const std::string& path) {
  std::ofstream out(path, std::ios::trunc | std::ios::binary);
  if (!out) return fail(Cause::system, fmt::format("cannot open {} for writing", path));
  PcapngWriter writer(path, std::move(out));
  if (auto ok = writer.write(writer.encoder_.start()); !ok) return fail(ok.error());
  return writer;
}

Status PcapngWriter::add(std::string_view id, const peer::Conversation& conversation, Role ours) {
  const auto count = conversation.connections.size();
  for (std::size_t i = 0; i < count; ++i) {
    const auto octets = encoder_.connection(comment_for(id, i, count, ours), conversation.connections[i], ours);
    if (auto ok = write(octets); !ok) return ok;
  }
  return {};
}

Status PcapngWriter::write(const Bytes& octets) {
  out_ << as_text(octets) << std::flush;
  if (!out_) return fail(Cause::system, fmt::format("cannot write to {}", path_));
  return {};
}

}  // namespace shakedown::trace
