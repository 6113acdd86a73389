#include "harness/crypto/kx.h"

#include <gtest/gtest.h>

#include <utility>

namespace shakedown::crypto {
namespace {

using namespace registry;

Bytes hex(std::string_view text) { return from_hex(text).value(); }

struct Rfc7748 {
  NamedGroup group;
  std::string_view scalar, u, out;
};
// RFC 7748 §5.2. The second u of X25519 has its unused bit set.
constexpr Rfc7748 scalar_multiplications[] = {
    {"x25519"_group, "a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4",
     "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c",
     "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552"},
    {"x25519"_group, "4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d",
     "e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493",
     "95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957"},
    {"x448"_group,
     "3d262fddf9ec8e88495266fea19a34d28882acef045104d0d1aae121700a779c984c24f8cdd78fbff44943eba368f54b29259a4f1c600ad3",
     "06fce640fa3487bfda5f6cf2d5263f8aad88334cbd07437f020f08f9814dc031ddbdc38c19c6da2583fa5429db94ada18aa7a7fb4ef8a086",
     "ce3e4ff95a60dc6697da1db1d85e6afbdf79b50a2412d7546d5f239fe14fbaadeb445fc66a01b0779d98223961111e21766282f73dd96b6"
     "f"},
};

TEST(KeyExchange, MultipliesAsRfc7748Publishes) {
  for (const Rfc7748& c : scalar_multiplications) {
    if (!supports(c.group)) GTEST_SKIP() << name_of(c.group) << " is not in this build of wolfCrypt";
    EXPECT_EQ(to_hex(shared_secret({c.group, hex(c.scalar), {}}, hex(c.u)).value()), c.out);
  }
}

// RFC 7748 §6.1.
TEST(KeyExchange, FollowsTheDiffieHellmanOfRfc7748) {
  const Bytes alice = hex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a");
  const Bytes bob = hex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb");
  const Bytes alice_public = public_key_of("x25519"_group, alice).value();
  const Bytes bob_public = public_key_of("x25519"_group, bob).value();
  EXPECT_EQ(to_hex(alice_public), "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a");
  EXPECT_EQ(to_hex(bob_public), "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f");
  for (const auto& [ours, theirs] : {std::pair{alice, bob_public}, std::pair{bob, alice_public}})
    EXPECT_EQ(to_hex(shared_secret({"x25519"_group, ours, {}}, theirs).value()),
              "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742");
}

TEST(KeyExchange, BothSidesAgreeInEveryGroup) {
  Rng rng(1);
  for (const NamedGroup group : supported_groups()) {
    const KeyShare a = make_key_share(group, rng).value(), b = make_key_share(group, rng).value();
    EXPECT_EQ(a.public_key.size(), find(group)->client_share) << name_of(group);
    EXPECT_EQ(a.public_key.size(), public_key_size(group));
    EXPECT_NE(a, b);
    const auto ab = shared_secret(a, b.public_key), ba = shared_secret(b, a.public_key);
    ASSERT_TRUE(ab) << name_of(group) << ": " << to_string(ab.error());
    EXPECT_EQ(*ab, ba.value()) << name_of(group);
    EXPECT_EQ(ab->size(), shared_secret_size(group));
    EXPECT_EQ(public_key_of(group, a.private_key).value(), a.public_key);
  }
}

TEST(KeyExchange, FollowsFromTheSeed) {
  for (const NamedGroup group : supported_groups()) {
    Rng one(7), two(7), other(8);
    EXPECT_EQ(make_key_share(group, one).value(), make_key_share(group, two).value());
    EXPECT_NE(make_key_share(group, one).value(), make_key_share(group, other).value());
  }
}

TEST(KeyExchange, OffersTheGroupsThatTls13NeedsFirst) {
  for (const NamedGroup group : {"x25519"_group, "secp256r1"_group, "secp384r1"_group, "secp521r1"_group})
    EXPECT_TRUE(supports(group)) << name_of(group);
  EXPECT_FALSE(supports(NamedGroup{0x0a0a}));
  Rng rng(1);
  EXPECT_EQ(make_key_share(NamedGroup{0x0a0a}, rng).error().cause, Cause::unsupported);
}

TEST(KeyExchange, RefusesAnAllZeroSecretUnlessAllowed) {
  Rng rng(2);
  for (const NamedGroup group : {"x25519"_group, "x448"_group}) {
    if (!supports(group)) continue;
    const KeyShare ours = make_key_share(group, rng).value();
    const Bytes zero(public_key_size(group));
    const auto refused = shared_secret(ours, zero);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().what, "the peer's key share makes a shared secret of zeros");
    EXPECT_EQ(shared_secret(ours, zero, ZeroSecret::allow).value(), zero);
  }
}

TEST(KeyExchange, RefusesPointsOffTheCurve) {
  Rng rng(3);
  for (const NamedGroup group : {"secp256r1"_group, "secp384r1"_group, "secp521r1"_group}) {
    const KeyShare ours = make_key_share(group, rng).value();
    for (std::size_t i = 1; i < ours.public_key.size(); ++i) {
      Bytes wrong = ours.public_key;
      wrong[i] ^= 1;
      ASSERT_FALSE(shared_secret(ours, wrong)) << name_of(group) << " octet " << i;
    }
    Bytes compressed = ours.public_key;
    compressed[0] = 2;
    EXPECT_FALSE(shared_secret(ours, compressed));
    EXPECT_FALSE(shared_secret(ours, Bytes(ours.public_key.size())));
    Bytes origin(ours.public_key.size());
    origin[0] = 4;
    EXPECT_FALSE(shared_secret(ours, origin));
    EXPECT_FALSE(shared_secret(ours, Bytes(ours.public_key.size(), 0xff)));
  }
}

// RFC 8446 §4.2.8.1: 1 < Y < p - 1.
TEST(KeyExchange, RefusesTrivialFiniteFieldShares) {
  Rng rng(4);
  for (const NamedGroup group : {"ffdhe2048"_group, "ffdhe3072"_group}) {
    if (!supports(group)) continue;
    const KeyShare ours = make_key_share(group, rng).value();
    Bytes share(public_key_size(group));
    EXPECT_FALSE(shared_secret(ours, share)) << "0";
    share.back() = 1;
    EXPECT_FALSE(shared_secret(ours, share)) << "1";
    EXPECT_FALSE(shared_secret(ours, Bytes(share.size(), 0xff))) << "more than p";
  }
}

TEST(KeyExchange, SurvivesPeersOfEveryLengthAndAnyBytes) {
  Rng rng(5);
  for (const NamedGroup group : supported_groups()) {
    const KeyShare ours = make_key_share(group, rng).value();
    for (std::size_t size = 0; size < 140; ++size)
      if (size != public_key_size(group)) {
        EXPECT_FALSE(shared_secret(ours, rng.bytes(size)));
      }
    for (int i = 0; i < 20; ++i) {
      const auto secret = shared_secret(ours, rng.bytes(public_key_size(group)));
      EXPECT_TRUE(!secret || secret->size() == shared_secret_size(group));
    }
    EXPECT_FALSE(shared_secret({group, {}, {}}, ours.public_key));
    EXPECT_FALSE(public_key_of(group, {}));
  }
}

}  // namespace
}  // namespace shakedown::crypto
