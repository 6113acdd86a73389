#include "harness/crypto/aead.h"

#include <gtest/gtest.h>

#include "harness/base/rng.h"
#include "harness/crypto/cbc.h"

namespace shakedown::crypto {
namespace {

Bytes hex(std::string_view text) { return from_hex(text).value(); }

constexpr AeadAlgorithm all[] = {
    AeadAlgorithm::aes_128_gcm,   AeadAlgorithm::aes_256_gcm, AeadAlgorithm::chacha20_poly1305,
    AeadAlgorithm::aes_128_ccm,   AeadAlgorithm::aes_256_ccm, AeadAlgorithm::aes_128_ccm_8,
    AeadAlgorithm::aes_256_ccm_8,
};

Aead make(AeadAlgorithm algorithm, View key) { return std::move(Aead::create(algorithm, key).value()); }

// McGrew and Viega, The Galois/Counter Mode of Operation, test cases 2 and 4.
TEST(Gcm, IsAsPublished) {
  EXPECT_EQ(to_hex(make(AeadAlgorithm::aes_128_gcm, Bytes(16)).seal(Bytes(12), {}, Bytes(16))),
            "0388dace60b6a392f328c2b971b2fe78ab6e47d42cec13bdf53a67b21257bddf");
  const Aead aead = make(AeadAlgorithm::aes_128_gcm, hex("feffe9928665731c6d6a8f9467308308"));
  const Bytes plain =
      hex("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
          "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39");
  EXPECT_EQ(to_hex(aead.seal(hex("cafebabefacedbaddecaf888"), hex("feedfacedeadbeeffeedfacedeadbeefabaddad2"), plain)),
            "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e"
            "21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e0915bc94fbc3221a5db94fae95ae7121a47");
}

// RFC 8439 §2.8.2.
TEST(ChaCha20Poly1305, IsAsPublished) {
  const Aead aead =
      make(AeadAlgorithm::chacha20_poly1305, hex("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f"));
  const Bytes sealed = aead.seal(hex("070000004041424344454647"), hex("50515253c0c1c2c3c4c5c6c7"),
                                 as_view("Ladies and Gentlemen of the class of '99: If I could offer you only one tip "
                                         "for the future, sunscreen would be it."));
  EXPECT_EQ(to_hex(View(sealed).first(16)), "d31a8d34648e60db7b86afbc53ef7ec2");
  EXPECT_EQ(to_hex(View(sealed).last(16)), "1ae10b594f09e26a7e902ecbd0600691");
}

TEST(Aead, OpensWhatItSealsAtEveryLength) {
  Rng rng(1);
  for (const AeadAlgorithm algorithm : all) {
    const Aead aead = make(algorithm, rng.bytes(aead_key_size(algorithm)));
    for (std::size_t size = 0; size < 70; ++size) {
      const Bytes nonce = rng.bytes(12), aad = rng.bytes(size % 17), plain = rng.bytes(size);
      const Bytes sealed = aead.seal(nonce, aad, plain);
      ASSERT_EQ(sealed.size(), size + aead.tag_size());
      const auto opened = aead.open(nonce, aad, sealed);
      ASSERT_TRUE(opened) << to_string(opened.error());
      ASSERT_EQ(*opened, plain);
    }
  }
}

TEST(Aead, RefusesEveryFlippedBitAndOtherAad) {
  Rng rng(2);
  for (const AeadAlgorithm algorithm : all) {
    const Aead aead = make(algorithm, rng.bytes(aead_key_size(algorithm)));
    const Bytes nonce = rng.bytes(12), aad = rng.bytes(5);
    const Bytes sealed = aead.seal(nonce, aad, rng.bytes(20));
    for (std::size_t bit = 0; bit < 8 * sealed.size(); ++bit) {
      Bytes wrong = sealed;
      wrong[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
      ASSERT_FALSE(aead.open(nonce, aad, wrong)) << bit;
    }
    EXPECT_FALSE(aead.open(nonce, rng.bytes(5), sealed));
    EXPECT_FALSE(aead.open(rng.bytes(12), aad, sealed));
    for (std::size_t size = 0; size < sealed.size(); ++size)
      ASSERT_FALSE(aead.open(nonce, aad, View(sealed).first(size)));
  }
}

TEST(Aead, WorksInPlace) {
  Rng rng(3);
  for (const AeadAlgorithm algorithm : all) {
    const Aead aead = make(algorithm, rng.bytes(aead_key_size(algorithm)));
    const Bytes nonce = rng.bytes(12), plain = rng.bytes(50);
    Bytes buffer = plain;
    buffer.resize(plain.size() + aead.tag_size());
    aead.seal_into(nonce, {}, View(buffer).first(plain.size()), buffer);
    EXPECT_EQ(buffer, aead.seal(nonce, {}, plain));
    ASSERT_TRUE(aead.open_into(nonce, {}, buffer, std::span(buffer).first(plain.size())));
    EXPECT_TRUE(equal(View(buffer).first(plain.size()), plain));
  }
}

TEST(Aead, SaysWhatIsWrongWithAKey) {
  EXPECT_EQ(to_string(Aead::create(AeadAlgorithm::aes_128_gcm, Bytes(15)).error()),
            "an AEAD key of the wrong length (got 15 octets, expected 16 octets)");
  EXPECT_EQ(Aead::create(AeadAlgorithm::aes_128_cbc, Bytes(16)).error().cause, Cause::unsupported);
  EXPECT_FALSE(is_aead(AeadAlgorithm::null));
  EXPECT_THROW(make(AeadAlgorithm::aes_128_gcm, Bytes(16)).seal(Bytes(11), {}, {}), std::invalid_argument);
}

// NIST SP 800-38A §F.2.1 and §F.2.5, the first two blocks.
TEST(AesCbc, IsAsPublished) {
  const Bytes iv = hex("000102030405060708090a0b0c0d0e0f");
  const Bytes plain = hex("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51");
  const auto aes128 = AesCbc::create(hex("2b7e151628aed2a6abf7158809cf4f3c")).value().encrypt(iv, plain);
  EXPECT_EQ(to_hex(aes128.value()), "7649abac8119b246cee98e9b12e9197d5086cb9b507219ee95db113a917678b2");
  const auto key = AesCbc::create(hex("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4"));
  const auto aes256 = key->encrypt(iv, plain);
  EXPECT_EQ(to_hex(aes256.value()), "f58c4c04d6e5f1ba779eabfb5f7bfbd69cfc4e967edb808d679f777bc6702c7d");
  EXPECT_EQ(key->decrypt(iv, *aes256).value(), plain);
}

TEST(AesCbc, TakesWholeBlocksOnly) {
  const auto key = AesCbc::create(Bytes(16));
  EXPECT_TRUE(key->encrypt(Bytes(16), {}).value().empty());
  EXPECT_FALSE(key->encrypt(Bytes(16), Bytes(15)));
  EXPECT_FALSE(key->decrypt(Bytes(15), Bytes(16)));
  EXPECT_FALSE(AesCbc::create(Bytes(24)));
}

}  // namespace
}  // namespace shakedown::crypto
