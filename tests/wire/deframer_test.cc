#include "harness/wire/deframer.h"

#include <gtest/gtest.h>

#include <chrono>

namespace shakedown::wire {
namespace {

using What = Waits::What;

Bytes record(std::uint8_t type, View fragment) {
  return encode(Record{ContentType{type}, ProtocolVersion{0x0303}, to_bytes(fragment)});
}
Bytes hello() { return encode_message(ClientHello{}); }

TEST(RecordDeframer, GivesRecordsHoweverTheyArrive) {
  const auto stream = concat({record(22, Bytes(3, 1)), record(20, Bytes{1}), record(23, {}), record(21, Bytes{2, 40})});
  for (std::size_t chunk = 1; chunk <= stream.size(); ++chunk) {
    RecordDeframer deframer;
    Bytes again;
    for (std::size_t at = 0; at < stream.size(); at += chunk) {
      deframer.feed(View(stream).subspan(at, std::min(chunk, stream.size() - at)));
      for (auto r = deframer.next(); r.value(); r = deframer.next()) append(again, encode(**r));
    }
    EXPECT_EQ(again, stream) << chunk;
    EXPECT_EQ(deframer.position(), stream.size());
    EXPECT_EQ(deframer.waits(), Waits{});
  }
}

TEST(RecordDeframer, SaysWhatABrokenOffRecordLacks) {
  RecordDeframer deframer;
  EXPECT_EQ(deframer.waits(), (Waits{What::nothing, 0}));
  deframer.feed(Bytes{22, 3, 3});
  EXPECT_EQ(deframer.waits(), (Waits{What::rest_of_record, 2}));
  deframer.feed(Bytes{0, 9, 1, 1});
  EXPECT_EQ(deframer.waits(), (Waits{What::rest_of_record, 7}));
  EXPECT_EQ(deframer.next().value(), std::nullopt);
}

struct Header {
  const char* bytes;
  const char* what;
};

TEST(RecordDeframer, RefusesWhatCannotBeARecord) {
  const Header headers[] = {
      {"802e010301", "an SSLv2 ClientHello at octet 0"},
      {"474554202f", "no record has this type at octet 0"},
      {"1602030010", "no record has this version at octet 0"},
      {"1603034101", "a record of 16641 octets at octet 0"},
  };
  for (const auto& [bytes, what] : headers) {
    const auto header = from_hex(bytes).value();
    RecordDeframer strict, lenient(no_limits);
    strict.feed(header);
    lenient.feed(header);
    const auto refused = strict.next();
    ASSERT_FALSE(refused) << bytes;
    EXPECT_EQ(refused.error().what, what);
    EXPECT_EQ(refused.error().got, bytes);
    EXPECT_EQ(strict.next().error(), refused.error());
    EXPECT_EQ(lenient.next().value(), std::nullopt);
  }
}

TEST(RecordDeframer, HasALimitPerVersion) {
  const auto bytes = record(23, Bytes(max_ciphertext12));
  RecordDeframer tls13, tls12(RecordLimits{.fragment = max_ciphertext12});
  tls13.feed(bytes);
  tls12.feed(bytes);
  EXPECT_FALSE(tls13.next());
  EXPECT_EQ(tls12.next().value()->fragment.size(), max_ciphertext12);
}

TEST(MessageDeframer, GivesMessagesHoweverTheyArrive) {
  const auto stream = concat({hello(), add_header(HandshakeType{14}, {}), add_header(HandshakeType{99}, Bytes(300))});
  for (std::size_t chunk = 1; chunk <= stream.size(); ++chunk) {
    MessageDeframer deframer;
    Bytes again;
    std::vector<unsigned> types;
    for (std::size_t at = 0; at < stream.size(); at += chunk) {
      deframer.feed(View(stream).subspan(at, std::min(chunk, stream.size() - at)));
      while (const auto m = deframer.next()) {
        append(again, add_header(m->type, m->body()));
        types.push_back(registry::number(m->type));
      }
    }
    EXPECT_EQ(again, stream);
    EXPECT_EQ(types, (std::vector<unsigned>{1, 14, 99}));
    EXPECT_EQ(deframer.missing(), 0U);
  }
}

// The receiver of an over-long length is right to stay silent: that is what tells a hang from a wait.
TEST(Waits, AfterAnOverLongHandshakeLengthIsForTheRestOfTheMessage) {
  auto message = hello();
  const auto true_size = message.size();
  message[2] = 1;  // 256 octets more than there are
  RecordDeframer records;
  MessageDeframer messages;
  records.feed(record(22, message));
  const auto next = records.next();
  ASSERT_TRUE(next.value());
  messages.feed((*next)->fragment);
  EXPECT_EQ(messages.next(), std::nullopt);
  EXPECT_EQ(waits(records, messages), (Waits{What::rest_of_message, 256}));
  EXPECT_EQ(to_string(waits(records, messages)), "256 octets of a message");
  EXPECT_EQ(messages.pending().size(), true_size);
}

TEST(Waits, AfterAnOverLongRecordLengthIsForTheRestOfTheRecord) {
  auto bytes = record(22, hello());
  bytes[3] = 0x20;  // 8192 octets more than there are
  RecordDeframer records;
  MessageDeframer messages;
  records.feed(bytes);
  EXPECT_EQ(records.next().value(), std::nullopt);
  EXPECT_EQ(waits(records, messages), (Waits{What::rest_of_record, 0x2000}));
}

TEST(Waits, CountWholeUnitsThatNobodyTookYet) {
  MessageDeframer messages;
  messages.feed(concat({hello(), hello(), Bytes{1, 0}}));
  EXPECT_EQ(messages.waits(), (Waits{What::rest_of_message, 2}));
}

// Tiny records must not cost more each, the more of them there are.
TEST(Deframers, TakeAMillionTinyPiecesInLinearTime) {
  constexpr std::size_t count = 1'000'000;
  Bytes stream;
  for (std::size_t i = 0; i < count; ++i) append(stream, Bytes{23, 3, 3, 0, 1, 0});
  RecordDeframer records;
  MessageDeframer messages;
  records.feed(stream);
  std::size_t taken = 0, given = 0;
  const auto begin = std::chrono::steady_clock::now();
  for (auto r = records.next(); r.value(); r = records.next()) {
    ++taken;
    messages.feed((*r)->fragment);
    while (messages.next()) ++given;
  }
  EXPECT_EQ(taken, count);
  EXPECT_EQ(given, count / 4);  // four zeros are an empty HelloRequest
  // Copying what is left after each record would take hours, this takes well under a second.
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(60));
}

}  // namespace
}  // namespace shakedown::wire
