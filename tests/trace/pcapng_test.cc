#include "harness/trace/pcapng.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "harness/trace/keylog.h"
#include "harness/trace/tcp.h"
#include "tests/trace/conversations.h"
#include "tests/trace/packets.h"
#include "tests/trace/temporary.h"

namespace shakedown::trace {
namespace {

constexpr std::uint8_t fin = 1, syn = 2, ack = 16;

std::vector<Packet> written(const peer::Conversation& conversation, Role ours = Role::client) {
  const TemporaryDirectory directory;
  const auto file = directory.file("capture.pcapng");
  EXPECT_TRUE(PcapngWriter::create(file).value().add("id", conversation, ours));
  return read_packets(file);
}
std::vector<Packet> written(const peer::ConnectionLog& log, Role ours = Role::client) {
  return written(peer::Conversation{.connections = {log}}, ours);
}

bool from_client(const Packet& p) { return read_uint(View(p.to).subspan(4)) == 443; }

peer::WireRecord record(Role sender, std::size_t size, std::size_t messages = 0) {
  return {.sender = sender, .bytes = Bytes(size, 0x17), .messages = messages};
}

TEST(Pcapng, CarriesTheRecordsInPacketsWithRightChecksums) {
  const auto log = full_handshake();
  const auto packets = written(log);
  ASSERT_EQ(packets.size(), 3 + log.records.size() + 4);
  for (const auto& p : packets) EXPECT_TRUE(p.checksums_hold);
  for (std::size_t i = 0; i < log.records.size(); ++i) {
    EXPECT_EQ(packets[3 + i].data, log.records[i].bytes);
    EXPECT_EQ(from_client(packets[3 + i]), log.records[i].sender == Role::client);
  }
}

// RFC 9293 §3.4: each sequence number continues the last, SYN and FIN count as one octet, and everything is
// acknowledged.
TEST(Pcapng, NumbersSequencesAsTcpDoes) {
  std::map<Bytes, std::uint32_t> next;
  for (const auto& p : written(full_handshake())) {
    if (next.contains(p.from)) {
      EXPECT_EQ(p.sequence, next[p.from]);
    }
    next[p.from] = p.sequence + static_cast<std::uint32_t>(p.data.size()) + ((p.flags & (syn | fin)) != 0 ? 1 : 0);
    if ((p.flags & ack) != 0) {
      EXPECT_EQ(p.acknowledged, next[p.to]);
    }
    EXPECT_EQ((p.flags & ack) == 0, p.flags == syn);
  }
  EXPECT_EQ(next.size(), 2U);
}

std::vector<std::pair<std::uint8_t, bool>> without_data(const std::vector<Packet>& packets) {
  std::vector<std::pair<std::uint8_t, bool>> out;
  for (const auto& p : packets)
    if (p.data.empty() && (p.flags & (fin | syn)) != 0) out.emplace_back(p.flags, from_client(p));
  return out;
}

TEST(Pcapng, WhoClosedFirstHasTheFirstFin) {
  auto log = full_handshake();
  using List = std::vector<std::pair<std::uint8_t, bool>>;
  const List begin{{syn, true}, {syn | ack, false}};
  const auto ends = [&](bool first, std::optional<bool> second) {
    auto out = begin;
    out.emplace_back(fin | ack, first);
    if (second) out.emplace_back(fin | ack, *second);
    return out;
  };
  EXPECT_EQ(without_data(written(log)), ends(false, true));
  EXPECT_EQ(without_data(written(log, Role::server)), ends(true, false));
  log.target_closed = false;
  EXPECT_EQ(without_data(written(log)), ends(true, std::nullopt)) << "nobody saw the target close";
  log.target.ending = Ending::closed;
  EXPECT_EQ(without_data(written(log)), ends(true, false));
}

TEST(Pcapng, WhatTheTargetSaysAfterWeClosedComesAfterOurFin) {
  peer::ConnectionLog log;
  log.we_closed = 1;
  log.records = {record(Role::client, 10, 1), record(Role::server, 20, 2)};
  const auto packets = written(log);
  const auto of = [&](auto what) { return std::ranges::find_if(packets, what) - packets.begin(); };
  EXPECT_LT(of([](const Packet& p) { return (p.flags & fin) != 0 && from_client(p); }),
            of([](const Packet& p) { return p.data.size() == 20; }));
}

TEST(Pcapng, SplitsWhatIsTooLongForOnePacketAndKeepsToTheWindow) {
  peer::ConnectionLog log;
  log.records = {record(Role::client, 5 + 0xffff), record(Role::client, 60000), record(Role::client, 60000)};
  const auto packets = written(log);
  std::size_t data = 0, in_flight = 0;
  for (const auto& p : packets) {
    EXPECT_TRUE(p.checksums_hold);
    in_flight = from_client(p) ? in_flight + p.data.size() : 0;
    EXPECT_LE(in_flight, 0xffffU);
    data += p.data.size();
  }
  EXPECT_EQ(data, 5U + 0xffff + 120000);
}

TEST(Pcapng, TimesAreTheMessagesOwnOrMadeUpInOrder) {
  auto log = full_handshake();
  const auto untimed = written(log);
  for (std::size_t i = 1; i < untimed.size(); ++i) EXPECT_GT(untimed[i].time_us, untimed[i - 1].time_us);
  for (std::size_t i = 0; i < log.messages.size(); ++i) log.times_ns.push_back(1'000'000 * (i + 1));
  const auto timed = written(log);
  for (std::size_t i = 0; i < log.records.size(); ++i)
    EXPECT_EQ(timed[3 + i].time_us - timed[0].time_us, 1000 * log.records[i].messages);
}

TEST(Pcapng, ConnectionsHaveEndsOfTheirOwn) {
  const auto played = play({.id = "two", .flow = "tls13.resumed"});
  std::set<Bytes> clients;
  for (const auto& p : written(played.client))
    if (from_client(p)) clients.insert(p.from);
  EXPECT_EQ(clients.size(), 2U);
  std::set<std::pair<std::array<std::uint8_t, 4>, std::uint16_t>> ends;
  constexpr std::uint32_t hosts = (1U << 17) - 2;
  for (const auto n : {0U, 1U, 255U, 256U, 65535U, 65536U, hosts - 1, hosts, hosts + 1, 10 * hosts}) {
    const auto e = endpoints(n);
    EXPECT_EQ(e.server.port, 443);
    EXPECT_TRUE(ends.emplace(e.client.address, e.client.port).second) << n;
  }
}

TEST(Pcapng, AConnectionWithoutRecordsIsLeftOut) { EXPECT_TRUE(written(peer::ConnectionLog{}).empty()); }

struct Block {
  std::uint64_t type;
  Bytes body;
};
std::vector<Block> blocks_of(View octets) {
  std::vector<Block> out;
  while (octets.size() >= 12) {
    const auto total = static_cast<std::size_t>(read_uint(octets.subspan(4, 4)));
    EXPECT_EQ(total % 4, 0U);
    if (total < 12 || total > octets.size()) break;
    EXPECT_EQ(read_uint(octets.subspan(total - 4, 4)), total);
    out.push_back({read_uint(octets.first(4)), to_bytes(octets.subspan(8, total - 12))});
    octets = octets.subspan(total);
  }
  EXPECT_TRUE(octets.empty());
  return out;
}

TEST(Pcapng, SecretsComeBeforeThePacketsThatTheyOpen) {
  const auto played = play({.id = "two", .flow = "tls13.resumed"});
  PcapngEncoder encoder;
  auto octets = encoder.start();
  for (const auto& log : played.client.connections) append(octets, encoder.connection("id", log, Role::client));
  std::string kinds;
  std::string key_logs;
  for (const auto& b : blocks_of(octets)) {
    const char kind = b.type == 0x0a0d0d0a ? 'S' : b.type == 1 ? 'I' : b.type == 10 ? 'K' : b.type == 6 ? 'p' : '?';
    if (kind != 'p' || kinds.back() != 'p') kinds += kind;
    if (kind == 'K') key_logs += std::string(as_text(b.body).substr(8, read_uint(View(b.body).subspan(4, 4))));
  }
  EXPECT_EQ(kinds, "SIKpKp");
  EXPECT_EQ(key_logs, key_log(played.client.connections[0]) + key_log(played.client.connections[1]));
}

TEST(Pcapng, TheSameConversationGivesTheSameFile) {
  const auto octets = [] {
    PcapngEncoder encoder;
    auto out = encoder.start();
    append(out, encoder.connection("id", full_handshake(), Role::client));
    return out;
  };
  EXPECT_EQ(octets(), octets());
}

TEST(Pcapng, NamesThePathThatItCannotWrite) {
  const TemporaryDirectory directory;
  const auto writer = PcapngWriter::create(directory.file("missing/x.pcapng"));
  ASSERT_FALSE(writer);
  EXPECT_EQ(writer.error().cause, Cause::system);
  EXPECT_THAT(to_string(writer.error()), testing::HasSubstr("missing/x.pcapng"));
}

}  // namespace
}  // namespace shakedown::trace
