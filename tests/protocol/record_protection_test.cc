#include "harness/protocol/record_protection.h"

#include <gtest/gtest.h>

namespace shakedown::protocol {
namespace {

using registry::operator""_content;
using registry::operator""_suite;

constexpr RecordHeader handshake{"handshake"_content, 0x0303};

struct Kind {
  std::string name;
  Protection protection;
};

std::vector<Kind> every_kind() {
  std::vector<Kind> out{{"plaintext", {}}};
  for (const auto& row : registry::Table<registry::CipherSuite>::rows) {
    if (row.cipher == registry::BulkCipher::null || row.key_exchange == registry::KeyExchange::dhe) continue;
    out.push_back({std::string(row.name), protection_of(row)});
    if (!crypto::is_aead(row.cipher))
      out.push_back({std::string(row.name) + ", encrypt-then-MAC", protection_of(row, true)});
  }
  return out;
}

// All but records in the clear.
std::vector<Kind> every_cipher() {
  auto out = every_kind();
  out.erase(out.begin());
  return out;
}

TrafficKeys keys_for(const Protection& protection, std::uint64_t seed = 1) {
  const auto sizes = sizes_of(protection);
  Rng rng(seed);
  return {rng.bytes(sizes.key), rng.bytes(sizes.iv), rng.bytes(sizes.mac_key)};
}

struct Pair {
  RecordSealer sealer;
  RecordOpener opener;
};
Pair pair_for(const Protection& protection, std::uint64_t seed = 1) {
  const auto keys = keys_for(protection, seed);
  auto sealer = RecordSealer::create(protection, keys, Rng(7));
  auto opener = RecordOpener::create(protection, keys);
  EXPECT_TRUE(sealer) << to_string(sealer.error());
  EXPECT_TRUE(opener) << to_string(opener.error());
  return {std::move(*sealer), std::move(*opener)};
}

RecordHeader header_of(View record) {
  return {ContentType{record[0]}, static_cast<std::uint16_t>(read_uint(record.subspan(1, 2)))};
}

Result<OpenedRecord> open(RecordOpener& opener, View record) {
  return opener.open(header_of(record), record.subspan(5));
}

class EveryProtection : public testing::TestWithParam<Kind> {
 protected:
  void SetUp() override {
    const auto made = RecordKeys::create(GetParam().protection, keys_for(GetParam().protection));
    if (!made && made.error().cause == Cause::unsupported) GTEST_SKIP() << to_string(made.error());
  }
  bool is_plaintext() const { return GetParam().protection.scheme == RecordScheme::plaintext; }
  Pair pair(std::uint64_t seed = 1) const { return pair_for(GetParam().protection, seed); }
};

class EveryCipher : public EveryProtection {};

TEST_P(EveryProtection, WhatIsSealedOpensToTheSameContentInOrder) {
  auto [sealer, opener] = pair();
  Rng rng(3);
  for (const std::size_t size : {0, 1, 15, 16, 17, 255, 256, 1000, 16384}) {
    const Bytes content = rng.bytes(size);
    const auto record = sealer.seal(handshake, content);
    ASSERT_TRUE(record) << to_string(record.error());
    const auto opened = open(opener, *record);
    ASSERT_TRUE(opened) << to_string(opened.error());
    EXPECT_EQ(opened->content, content);
    EXPECT_EQ(opened->type, "handshake"_content);
    EXPECT_EQ(read_uint(View(*record).subspan(3, 2)), record->size() - 5);
  }
  EXPECT_EQ(sealer.sequence(), 9U);
  EXPECT_EQ(opener.sequence(), 9U);
}

TEST_P(EveryProtection, WhatWasOpenedCanBeSealedAgainBitForBit) {
  auto [sealer, opener] = pair();
  auto [again, unused] = pair();
  for (const std::size_t padding : {0, 1, 40, 300}) {
    const auto record = sealer.seal(handshake, Bytes(33, 5), padding);
    ASSERT_TRUE(record);
    const auto opened = open(opener, *record);
    ASSERT_TRUE(opened);
    const auto inner = again.build_inner({opened->type, 0x0303}, opened->content, opened->padding);
    std::optional<View> nonce;
    if (!opened->explicit_nonce.empty()) nonce = opened->explicit_nonce;
    const auto fragment = again.encrypt(header_of(*record), inner, nonce);
    ASSERT_TRUE(fragment) << to_string(fragment.error());
    EXPECT_EQ(frame_record(header_of(*record), *fragment), *record);
  }
}

TEST_P(EveryCipher, NoFlippedBitOpens) {
  auto [sealer, opener] = pair();
  const auto record = sealer.seal(handshake, Bytes(20, 5));
  ASSERT_TRUE(record);
  // The type is covered too; the length is where the fragment ends, so it has no bit of its own here.
  for (std::size_t i = 0; i < record->size(); ++i) {
    if (i == 3 || i == 4) continue;
    Bytes flipped = *record;
    flipped[i] ^= 0x10;
    const auto opened = open(opener, flipped);
    ASSERT_FALSE(opened) << "octet " << i;
    EXPECT_EQ(opened.error().cause, Cause::crypto);
  }
  EXPECT_EQ(opener.sequence(), 0U) << "a record that does not open does not count";
  EXPECT_TRUE(open(opener, *record));
}

TEST_P(EveryCipher, TheSequenceNumberIsPartOfTheProtection) {
  auto [sealer, opener] = pair();
  sealer.sequence() = 5;
  const auto record = sealer.seal(handshake, Bytes(20, 5));
  ASSERT_TRUE(record);
  EXPECT_FALSE(open(opener, *record));
  opener.sequence() = 5;
  EXPECT_TRUE(open(opener, *record));
  EXPECT_FALSE(open(opener, *record)) << "replayed";
}

TEST_P(EveryCipher, OtherKeysDoNotOpen) {
  auto sealer = pair(1).sealer;
  auto opener = pair(2).opener;
  EXPECT_FALSE(open(opener, *sealer.seal(handshake, Bytes(20, 5))));
}

TEST_P(EveryProtection, AnyFragmentCanBeGivenToOpen) {
  auto opener = pair().opener;
  Rng rng(11);
  for (std::size_t size = 0; size < 200; ++size) {
    const auto opened = opener.open(handshake, rng.bytes(size));
    EXPECT_EQ(opened.has_value(), is_plaintext()) << size;
  }
}

TEST_P(EveryProtection, KeysOfAWrongSizeAreRefused) {
  auto keys = keys_for(GetParam().protection);
  keys.key.push_back(0);
  EXPECT_FALSE(RecordSealer::create(GetParam().protection, keys, Rng(1)));
  keys.key.pop_back();
  keys.iv.push_back(0);
  EXPECT_FALSE(RecordOpener::create(GetParam().protection, keys));
  keys.iv.pop_back();
  keys.mac_key.push_back(0);
  const auto refused = RecordOpener::create(GetParam().protection, keys);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().path, "mac_key");
}

std::string name_of_kind(const testing::TestParamInfo<Kind>& info) {
  std::string out;
  for (const char c : info.param.name) out.push_back(std::isalnum(static_cast<unsigned char>(c)) ? c : '_');
  return out;
}
INSTANTIATE_TEST_SUITE_P(Suites, EveryProtection, testing::ValuesIn(every_kind()), name_of_kind);
INSTANTIATE_TEST_SUITE_P(Suites, EveryCipher, testing::ValuesIn(every_cipher()), name_of_kind);

Protection protection(registry::CipherSuite suite, bool encrypt_then_mac = false) {
  return protection_of(*registry::find(suite), encrypt_then_mac);
}

TEST(RecordProtection, Tls13HidesTheTypeBehindContentAndPadding) {
  auto [sealer, opener] = pair_for(protection("TLS_AES_128_GCM_SHA256"_suite));
  const auto inner = sealer.build_inner(handshake, Bytes{1, 2}, 3);
  EXPECT_EQ(inner, (Bytes{1, 2, 22, 0, 0, 0}));
  const auto record = sealer.seal(handshake, Bytes{1, 2}, 3);
  ASSERT_TRUE(record);
  EXPECT_EQ(record->front(), 23);
  const auto opened = open(opener, *record);
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->padding, 3U);
}

TEST(RecordProtection, ATls13PlaintextOfZerosIsADecodeError) {
  auto [sealer, opener] = pair_for(protection("TLS_AES_256_GCM_SHA384"_suite));
  const RecordHeader outer{"application_data"_content, 0x0303};
  for (const std::size_t size : {0, 1, 50}) {
    const auto fragment = sealer.encrypt(outer, Bytes(size, 0));
    ASSERT_TRUE(fragment);
    opener.sequence() = sealer.sequence() - 1;
    const auto opened = opener.open(outer, *fragment);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().cause, Cause::decode);
  }
}

TEST(RecordProtection, CbcPaddingFillsBlocksAndTakesUpTo255) {
  for (const bool encrypt_then_mac : {false, true}) {
    auto [sealer, opener] = pair_for(protection("TLS_RSA_WITH_AES_128_CBC_SHA"_suite, encrypt_then_mac));
    for (std::size_t size = 0; size < 40; ++size) {
      for (const std::size_t at_least : {0, 7, 16, 100, 240, 255, 1000}) {
        const auto inner = sealer.build_inner(handshake, Bytes(size, 1), at_least);
        const std::size_t length = inner.back();
        EXPECT_EQ(inner.size() % 16, 0U);
        EXPECT_TRUE(length >= at_least || length + 16 > 255) << size << " " << at_least << " " << length;
        EXPECT_TRUE(length < at_least + 16) << "no block more than asked for";
      }
    }
    const auto record = sealer.seal(handshake, Bytes(9, 1), 200);
    const auto opened = open(opener, *record);
    ASSERT_TRUE(opened);
    EXPECT_GE(opened->padding, 200U);
  }
}

TEST(RecordProtection, CbcErrorsSayWhatWasWrong) {
  auto [sealer, opener] = pair_for(protection("TLS_RSA_WITH_AES_256_CBC_SHA256"_suite));
  const auto opened_with = [&](auto edit) {
    Bytes inner = sealer.build_inner(handshake, Bytes(9, 1), 20);
    edit(inner);
    sealer.sequence() = 0;
    opener.sequence() = 0;
    const auto fragment = sealer.encrypt(handshake, inner);
    const auto opened = opener.open(handshake, *fragment);
    return opened ? std::string("opened") : opened.error().what;
  };
  EXPECT_EQ(opened_with([](Bytes&) {}), "opened");
  EXPECT_NE(opened_with([](Bytes& b) { b[0] ^= 1; }).find("MAC"), std::string::npos);
  EXPECT_NE(opened_with([](Bytes& b) { b[b.size() - 3] ^= 1; }).find("padding"), std::string::npos);
  EXPECT_NE(opened_with([](Bytes& b) { b.back() = 255; }).find("longer"), std::string::npos);
}

TEST(RecordProtection, CbcIvsComeFromTheGivenSeed) {
  const auto p = protection("TLS_RSA_WITH_AES_128_CBC_SHA"_suite);
  const auto keys = keys_for(p);
  auto one = RecordSealer::create(p, keys, Rng(1)), same = RecordSealer::create(p, keys, Rng(1)),
       other = RecordSealer::create(p, keys, Rng(2));
  const auto record = one->seal(handshake, Bytes(5, 1));
  EXPECT_EQ(*record, *same->seal(handshake, Bytes(5, 1)));
  EXPECT_NE(*record, *other->seal(handshake, Bytes(5, 1)));
  EXPECT_NE(*record, *one->seal(handshake, Bytes(5, 1)));
}

TEST(RecordProtection, AnExplicitNonceIsTheSequenceNumberUnlessGiven) {
  auto [sealer, opener] = pair_for(protection("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"_suite));
  sealer.sequence() = 0x0102;
  const auto fragment = sealer.encrypt(handshake, Bytes(5, 1));
  ASSERT_TRUE(fragment);
  EXPECT_EQ(to_bytes(View(*fragment).first(8)), (Bytes{0, 0, 0, 0, 0, 0, 1, 2}));
  const Bytes nonce(8, 0xee), wrong(7, 0xee);
  sealer.sequence() = 0;
  const auto given = sealer.encrypt(handshake, Bytes(5, 1), nonce);
  const auto opened = opener.open(handshake, *given);
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->explicit_nonce, nonce);
  const auto refused = sealer.encrypt(handshake, Bytes(5, 1), wrong);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().expected, "8");
}

TEST(RecordProtection, AFragmentTooLongForItsLengthKeepsItsOctets) {
  const auto record = frame_record(handshake, Bytes(0x10003, 1));
  EXPECT_EQ(record.size(), 5 + 0x10003U);
  EXPECT_EQ(read_uint(View(record).subspan(3, 2)), 3U);
}

}  // namespace
}  // namespace shakedown::protocol
