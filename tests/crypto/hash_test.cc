#include "harness/crypto/hash.h"

#include <gtest/gtest.h>

#include <string>

namespace shakedown::crypto {
namespace {

Bytes hex(std::string_view text) { return from_hex(text).value(); }

constexpr Hash all[] = {Hash::sha1, Hash::sha256, Hash::sha384, Hash::sha512};

// FIPS 180-4's example "abc".
TEST(Hash, OfAbcIsAsPublished) {
  const View abc = as_view("abc");
  EXPECT_EQ(to_hex(hash(Hash::sha1, abc)), "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(to_hex(hash(Hash::sha256, abc)), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(to_hex(hash(Hash::sha384, abc)),
            "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed"
            "8086072ba1e7cc2358baeca134c825a7");
  EXPECT_EQ(to_hex(hash(Hash::sha512, abc)),
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
            "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
}

TEST(Hasher, GivesTheDigestOfEveryPrefixWithoutStopping) {
  const Bytes text(300, 0x61);
  for (const Hash h : all) {
    Hasher running(h);
    for (std::size_t i = 0; i < text.size(); ++i) {
      ASSERT_EQ(running.digest(), hash(h, View(text).first(i))) << static_cast<int>(h) << " after " << i;
      running.update(View(text).subspan(i, 1));
    }
  }
}

TEST(Hasher, CopiesGoTheirOwnWays) {
  for (const Hash h : all) {
    Hasher trunk(h);
    trunk.update(as_view("common "));
    Hasher left(trunk);
    Hasher right(Hash::sha1);
    right = trunk;
    left.update(as_view("left"));
    right.update(as_view("right"));
    EXPECT_EQ(left.digest(), hash(h, as_view("common left")));
    EXPECT_EQ(right.digest(), hash(h, as_view("common right")));
    EXPECT_EQ(trunk.digest(), hash(h, as_view("common ")));
    EXPECT_EQ(right.algorithm(), h);
  }
}

TEST(Hasher, RefusesTheHashThatIsNone) { EXPECT_THROW(hash(Hash::none, {}), std::invalid_argument); }

// RFC 4231 §4.3 (a key shorter than the digest) and §4.7 (a key longer than the block).
TEST(Hmac, IsAsPublished) {
  EXPECT_EQ(to_hex(hmac(Hash::sha256, as_view("Jefe"), as_view("what do ya want for nothing?"))),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(
      to_hex(hmac(Hash::sha256, Bytes(131, 0xaa), as_view("Test Using Larger Than Block-Size Key - Hash Key First"))),
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(Hmac, GoesOnAfterATag) {
  Hmac mac(Hash::sha384, as_view("key"));
  mac.update(as_view("one"));
  EXPECT_EQ(mac.tag(), hmac(Hash::sha384, as_view("key"), as_view("one")));
  mac.update(as_view("two"));
  EXPECT_EQ(mac.tag(), hmac(Hash::sha384, as_view("key"), as_view("onetwo")));
}

struct HkdfCase {
  std::string_view ikm, salt, info, prk, okm;
};
// RFC 5869 §A.1 and §A.3.
constexpr HkdfCase hkdf_cases[] = {
    {"0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "000102030405060708090a0b0c", "f0f1f2f3f4f5f6f7f8f9",
     "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5",
     "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"},
    {"0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "", "",
     "19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04",
     "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"},
};

TEST(Hkdf, IsAsPublished) {
  for (const HkdfCase& c : hkdf_cases) {
    const Bytes prk = hkdf_extract(Hash::sha256, hex(c.salt), hex(c.ikm));
    EXPECT_EQ(to_hex(prk), c.prk);
    EXPECT_EQ(to_hex(hkdf_expand(Hash::sha256, prk, hex(c.info), c.okm.size() / 2)), c.okm);
  }
}

TEST(Hkdf, ExpandsToPrefixesAndHasALimit) {
  for (const Hash h : all) {
    const Bytes whole = hkdf_expand(h, as_view("prk"), as_view("info"), 255 * hash_size(h));
    for (const std::size_t length : {std::size_t{0}, std::size_t{1}, hash_size(h), hash_size(h) + 1})
      EXPECT_TRUE(equal(hkdf_expand(h, as_view("prk"), as_view("info"), length), View(whole).first(length)));
    EXPECT_THROW(hkdf_expand(h, {}, {}, 255 * hash_size(h) + 1), std::length_error);
  }
}

// P_hash written out (RFC 5246 §5), against the incremental one.
TEST(Tls12Prf, FollowsItsDefinition) {
  for (const Hash h : {Hash::sha256, Hash::sha384}) {
    const Bytes secret = to_bytes("secret"), seed = to_bytes("label and seed");
    Bytes a = seed, expected;
    while (expected.size() < 200) {
      a = hmac(h, secret, a);
      append(expected, hmac(h, secret, concat({a, seed})));
    }
    expected.resize(200);
    EXPECT_EQ(tls12_prf(h, secret, "label ", as_view("and seed"), 200), expected);
  }
}

}  // namespace
}  // namespace shakedown::crypto
