// Properties of the codec, over the lists of all structures: what holds for one holds for whatever is added.
#include <gtest/gtest.h>

#include "harness/wire/audit.h"
#include "harness/wire/content.h"
#include "harness/wire/deframer.h"
#include "harness/wire/record.h"
#include "tests/wire/samples.h"

namespace shakedown::wire {
namespace {

constexpr int values_of_each_type = 200;

// Calls f(value) with random values of every type of a list; a failure says which type and which value it was.
template <class List>
void for_random_values(List list, auto f) {
  for_each_type(list, [&]<class T>(std::type_identity<T>) {
    auto rng = Rng::derive(1, typeid(T).name());
    for (int i = 0; i < values_of_each_type; ++i) {
      const auto value = random_value<T>(rng);
      SCOPED_TRACE(std::string(typeid(T).name()) + " " + to_hex(encode(value)));
      f(value);
      if (testing::Test::HasFailure()) return;
    }
  });
}

// Whatever the octets are, a message of them is these octets again.
void expect_lossless(HandshakeType type, View body, const Context& context) {
  const auto parsed = parse(type, body, context);
  ASSERT_EQ(to_hex(encode_body(parsed)), to_hex(body));
  Laid m{add_header(type, body), {}};
  m.layout = lay_out(schema_of(parsed.value), m.bytes);
  ASSERT_EQ(audit(m), "");
  if (!parsed.first_error) {
    ASSERT_EQ(audit_whole(m), "");
  } else {
    EXPECT_FALSE(to_string(*parsed.first_error).empty());
    EXPECT_LE(parsed.first_error->offset, body.size());
  }
}

TEST(EveryStructure, GivesItsValueBack) {
  for_random_values(Structures{}, []<class T>(const T& value) {
    const auto context = context_of<T>();
    ASSERT_TRUE(context);
    const auto parsed = parse(T::type, encode(value), *context);
    ASSERT_FALSE(parsed.first_error) << to_string(*parsed.first_error);
    EXPECT_TRUE(std::get<T>(parsed.value) == value);
  });
}

TEST(EveryStructure, IsLaidOutWhole) {
  for_random_values(Structures{}, [](const auto& value) { EXPECT_EQ(audit_whole(laid(value)), ""); });
}

TEST(EveryStructure, CutOffAnywhereIsKept) {
  for_random_values(Structures{}, []<class T>(const T& value) {
    const auto body = encode(value);
    const auto context = *context_of<T>();
    for (std::size_t n = 0; n <= body.size(); ++n) expect_lossless(T::type, View(body).first(n), context);
  });
}

TEST(EveryStructure, WithOneOctetChangedIsKept) {
  Rng rng(2);
  for_random_values(Structures{}, [&]<class T>(const T& value) {
    auto body = encode(value);
    if (body.empty()) return;
    const auto context = *context_of<T>();
    for (int i = 0; i < 20; ++i) {
      auto& octet = body[rng.below(body.size())];
      const auto before = std::exchange(octet, static_cast<std::uint8_t>(rng.below(256)));
      expect_lossless(T::type, body, context);
      octet = before;
    }
  });
}

TEST(EveryHandshakeType, KeepsRandomOctets) {
  Rng rng(3);
  const auto contexts = all_contexts();
  for (int type = 0; type < 256; ++type)
    for (int i = 0; i < 100; ++i) {
      const auto body = rng.bytes(rng.below(80));
      expect_lossless(HandshakeType(type), body, contexts[rng.below(contexts.size())]);
      ASSERT_FALSE(HasFailure()) << type << " " << to_hex(body);
    }
}

// RFC 8446 §4.1.3: the random alone tells them apart.
TEST(EveryHandshakeType, OfAServerHelloDependsOnItsRandom) {
  ServerHello hello;
  hello.random = hello_retry_request_random;
  const auto parsed = parse(ServerHello::type, encode(hello), {});
  EXPECT_EQ(name_of(parsed.value), "HelloRetryRequest");
  EXPECT_EQ(name_of(ServerHello::type, encode(hello)), "HelloRetryRequest");
  hello.random[31] ^= 1U;
  EXPECT_EQ(name_of(ServerHello::type, encode(hello)), "ServerHello");
}

TEST(EveryExtension, GivesItsValueBack) {
  for_random_values(TypedExtensions{}, []<class T>(const T& value) {
    const std::vector<Extension> block{to_extension(value)};
    ASSERT_TRUE(view<T>(block));
    EXPECT_TRUE(*view<T>(block) == value);
  });
}

// What decodes is nothing but what it decodes to: no two encodings of one value.
TEST(EveryExtension, DecodesOnlyFromItsOwnEncoding) {
  std::size_t decoded = 0;
  const auto check = [&]<class T>(std::type_identity<T>, View octets) {
    const auto value = decode<T>(octets);
    if (!value) return;
    ++decoded;
    EXPECT_EQ(to_hex(encode(*value)), to_hex(octets));
  };
  Rng rng(4);
  for_random_values(TypedExtensions{}, [&]<class T>(const T& value) {
    auto data = encode(value);
    for (std::size_t n = 0; n <= data.size(); ++n) check(std::type_identity<T>{}, View(data).first(n));
    for (int i = 0; i < 20; ++i) check(std::type_identity<T>{}, rng.bytes(rng.below(12)));
    for (auto& octet : data) {
      const auto before = std::exchange(octet, static_cast<std::uint8_t>(rng.below(256)));
      check(std::type_identity<T>{}, data);
      octet = before;
    }
  });
  EXPECT_GT(decoded, 1000U);
}

// What stands around messages, and beside them.
using Envelopes = Types<RecordHeader, Record, Alert, ChangeCipherSpec, ApplicationData>;

template <class T>
const Schema& envelope_schema() {
  if constexpr (requires { T::name; }) return schema_for_content(T::type);
  return record_schema();
}

TEST(EveryEnvelope, GivesItsValueBack) {
  for_random_values(Envelopes{}, []<class T>(const T& value) {
    const auto octets = encode(value);
    ASSERT_TRUE(decode<T>(octets));
    EXPECT_TRUE(*decode<T>(octets) == value);
  });
}

TEST(EveryEnvelope, IsLaidOutWholeAndKeptWhenCutOff) {
  for_random_values(Envelopes{}, []<class T>(const T& value) {
    const auto octets = encode(value);
    for (std::size_t n = 0; n <= octets.size(); ++n) {
      Laid m{to_bytes(View(octets).first(n)), {}};
      m.layout = lay_out(envelope_schema<T>(), m.bytes);
      ASSERT_EQ(audit(m), "") << n;
      if (n == octets.size() && !std::is_same_v<T, RecordHeader>) {
        ASSERT_EQ(audit_whole(m), "");
      }
      const auto cut = decode<T>(m.bytes);
      if (cut) {
        ASSERT_EQ(to_hex(encode(*cut)), to_hex(m.bytes)) << n;
      }
      if (!std::is_same_v<T, ApplicationData>) {
        ASSERT_EQ(cut.has_value(), n == octets.size()) << n;
      }
    }
  });
}

// However the octets arrive in pieces, the records are the ones that were sent.
TEST(EveryEnvelope, OfRecordsIsFoundInAStream) {
  Rng rng(5);
  for (int round = 0; round < values_of_each_type; ++round) {
    std::vector<Record> sent;
    for (auto n = 1 + rng.below(4); n > 0; --n) sent.push_back(random_value<Record>(rng));
    Bytes stream;
    for (const auto& record : sent) append(stream, encode(record));
    RecordDeframer deframer(no_limits);
    std::vector<Record> seen;
    for (View rest = stream; !rest.empty();) {
      const auto piece = 1 + rng.below(rest.size());
      deframer.feed(rest.first(piece));
      rest = rest.subspan(piece);
      for (auto next = deframer.next(); next && *next; next = deframer.next()) seen.push_back(**next);
    }
    ASSERT_TRUE(seen == sent) << to_hex(stream);
    EXPECT_EQ(deframer.waits(), Waits{});
  }
}

}  // namespace
}  // namespace shakedown::wire
