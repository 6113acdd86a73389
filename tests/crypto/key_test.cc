#include "harness/crypto/key.h"

#include <gtest/gtest.h>

#include "harness/crypto/credentials.h"
#include "harness/crypto/rsa.h"
#include "harness/crypto/sign.h"
#include "tests/crypto/openssl_cli.h"

namespace shakedown::crypto {
namespace {

using namespace registry;

std::vector<KeyKind> kinds() {
  std::vector<KeyKind> out = credential_kinds();
  out.push_back(KeyKind::rsa_pss);
  return out;
}

const PrivateKey& key_of(KeyKind kind) { return test_credentials(kind, Role::server).key; }

TEST(Key, ReadsWhatItWrites) {
  for (const KeyKind kind : kinds()) {
    const PrivateKey& key = key_of(kind);
    const auto again = PrivateKey::from_der(key.pkcs8());
    ASSERT_TRUE(again) << name_of(kind) << ": " << to_string(again.error());
    EXPECT_EQ(again->kind(), kind);
    EXPECT_EQ(again->pkcs8(), key.pkcs8());
    EXPECT_EQ(again->public_key().spki(), key.public_key().spki());
    const auto public_key = PublicKey::from_spki(key.public_key().spki());
    ASSERT_TRUE(public_key) << name_of(kind);
    EXPECT_EQ(public_key->kind(), kind);
    EXPECT_EQ(public_key->spki(), key.public_key().spki());
    EXPECT_EQ(public_key->modulus_size(), is_rsa(kind) ? 256U : 0U);
  }
}

TEST(Key, FollowsFromTheSeed) {
  for (const KeyKind kind : kinds()) {
    if (is_rsa(kind)) continue;
    Rng one(3), two(3), other(4);
    EXPECT_EQ(PrivateKey::generate(kind, one)->pkcs8(), PrivateKey::generate(kind, two)->pkcs8());
    EXPECT_NE(PrivateKey::generate(kind, one)->pkcs8(), PrivateKey::generate(kind, other)->pkcs8());
  }
  Rng rng(1);
  EXPECT_EQ(PrivateKey::generate(KeyKind::rsa, rng).error().cause, Cause::unsupported);
}

struct Foreign {
  std::string_view command;
  KeyKind kind;
  SignatureScheme scheme;
};
constexpr Foreign foreign_keys[] = {
    {"genrsa -traditional 1024", KeyKind::rsa, "rsa_pss_rsae_sha256"_scheme},
    {"genrsa 2048", KeyKind::rsa, "rsa_pss_rsae_sha512"_scheme},
    {"genrsa -traditional 3072", KeyKind::rsa, "rsa_pkcs1_sha256"_scheme},
    {"genrsa 1025", KeyKind::rsa, "rsa_pss_rsae_sha256"_scheme},
    {"genpkey -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048", KeyKind::rsa_pss, "rsa_pss_pss_sha256"_scheme},
    {"ecparam -genkey -noout -name prime256v1", KeyKind::ecdsa_p256, "ecdsa_secp256r1_sha256"_scheme},
    {"ecparam -genkey -noout -name secp384r1", KeyKind::ecdsa_p384, "ecdsa_secp384r1_sha384"_scheme},
    {"genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-521", KeyKind::ecdsa_p521, "ecdsa_secp521r1_sha512"_scheme},
    {"genpkey -algorithm ed25519", KeyKind::ed25519, "ed25519"_scheme},
    {"genpkey -algorithm ed448", KeyKind::ed448, "ed448"_scheme},
};

// PKCS#1, SEC1 and PKCS#8 as openssl writes them.
Result<PrivateKey> read_pem(std::string_view text) {
  for (const auto* form : {"PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY"})
    if (const auto der = from_pem(form, text)) return PrivateKey::from_der(*der);
  return fail(Cause::input, "no private key in " + std::string(text));
}

TEST(Key, ReadsOpensslsKeysInTheirForms) {
  SHAKEDOWN_NEEDS_OPENSSL();
  for (const Foreign& c : foreign_keys) {
    const auto made = run_openssl(std::string(c.command));
    ASSERT_EQ(made.status, 0) << made.output;
    const auto key = read_pem(made.output);
    ASSERT_TRUE(key) << c.command << ": " << to_string(key.error());
    EXPECT_EQ(key->kind(), c.kind) << c.command;
    Rng rng(1);
    const auto signature = sign(*key, c.scheme, as_view("m"), rng);
    ASSERT_TRUE(signature) << c.command << ": " << to_string(signature.error());
    const auto valid = verify(key->public_key(), c.scheme, as_view("m"), *signature);
    EXPECT_TRUE(valid) << c.command << ": " << to_string(valid.error());
  }
}

TEST(Key, SurvivesTruncatedAndMutatedDer) {
  Rng rng(9);
  for (const KeyKind kind : kinds()) {
    for (const Bytes& der : {key_of(kind).pkcs8(), key_of(kind).public_key().spki()}) {
      for (std::size_t size = 0; size < der.size(); ++size) {
        ASSERT_FALSE(PrivateKey::from_der(View(der).first(size))) << name_of(kind) << " cut to " << size;
        ASSERT_FALSE(PublicKey::from_spki(View(der).first(size))) << name_of(kind) << " cut to " << size;
      }
      for (int i = 0; i < 300; ++i) {
        Bytes wrong = der;
        for (std::uint64_t n = 0; n <= rng.below(3); ++n)
          wrong[rng.below(wrong.size())] = static_cast<std::uint8_t>(rng.next());
        const auto private_key = PrivateKey::from_der(wrong);
        if (private_key && i % 10 == 0) static_cast<void>(sign(*private_key, "rsa_pkcs1_sha256"_scheme, {}, rng));
        const auto public_key = PublicKey::from_spki(wrong);
        if (public_key) {
          EXPECT_FALSE(verify(*public_key, "rsa_pkcs1_sha256"_scheme, {}, Bytes(256, 1)));
        }
      }
    }
  }
  for (int i = 0; i < 2000; ++i) {
    const Bytes garbage = rng.bytes(rng.below(200));
    EXPECT_FALSE(PrivateKey::from_der(garbage));
    EXPECT_FALSE(PublicKey::from_spki(garbage));
  }
}

TEST(Key, RefusesNumbersThatAreNoKey) {
  EXPECT_FALSE(PrivateKey::from_raw(KeyKind::ecdsa_p256, Bytes(32)));
  EXPECT_FALSE(PrivateKey::from_raw(KeyKind::ecdsa_p256, Bytes(32, 0xff)));
  EXPECT_FALSE(PrivateKey::from_raw(KeyKind::ecdsa_p256, Bytes(31, 1)));
  EXPECT_FALSE(PublicKey::from_raw(KeyKind::ecdsa_p256, Bytes(65, 4)));
  EXPECT_FALSE(PublicKey::from_rsa(Bytes(256, 0xfe), Bytes{1, 0, 1}));
  EXPECT_FALSE(PublicKey::from_rsa(Bytes(256, 0xff), Bytes{1}));
  EXPECT_FALSE(PublicKey::from_rsa({}, {}));
}

// --- RSA encryption --------------------------------------------------------------------------------------------------

TEST(Rsa, DecryptsWhatItEncrypts) {
  const PrivateKey& key = key_of(KeyKind::rsa);
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{48}, std::size_t{245}}) {
    Rng rng(size), same(size);
    const Bytes plain = rng.bytes(size);
    same.bytes(size);
    const auto sealed = rsa_encrypt(key.public_key(), plain, rng);
    ASSERT_TRUE(sealed) << to_string(sealed.error());
    EXPECT_EQ(*sealed, rsa_encrypt(key.public_key(), plain, same).value());
    EXPECT_EQ(rsa_decrypt(key, *sealed).value(), plain);
  }
  Rng rng(1);
  EXPECT_FALSE(rsa_encrypt(key.public_key(), Bytes(246), rng));
  EXPECT_EQ(rsa_encrypt(key_of(KeyKind::ed25519).public_key(), {}, rng).error().cause, Cause::unsupported);
}

TEST(Rsa, RawBlocksShowEveryKindOfBadPadding) {
  const PrivateKey& key = key_of(KeyKind::rsa);
  Bytes good(256, 0x55);
  good[0] = 0;
  good[1] = 2;
  good[207] = 0;
  const auto outcome = [&](const Bytes& block) {
    const auto sealed = rsa_encrypt_raw_block(key.public_key(), block);
    EXPECT_EQ(rsa_decrypt_raw_block(key, sealed.value()).value(), block);
    return rsa_decrypt(key, *sealed);
  };
  EXPECT_EQ(outcome(good).value(), Bytes(48, 0x55));
  Bytes wrong = good;
  wrong[1] = 1;
  EXPECT_EQ(outcome(wrong).error().what, "the RSA block is not padded for encryption");
  wrong = good;
  wrong[207] = 1;
  EXPECT_EQ(outcome(wrong).error().what, "the RSA block's padding has no end");
  wrong = good;
  wrong[9] = 0;
  EXPECT_EQ(outcome(wrong).error().what, "the RSA block's padding is shorter than 8 octets");
  EXPECT_FALSE(rsa_encrypt_raw_block(key.public_key(), Bytes(256, 0xff)));
  EXPECT_FALSE(rsa_encrypt_raw_block(key.public_key(), Bytes(255)));
}

TEST(Rsa, OpensslDecryptsIt) {
  SHAKEDOWN_NEEDS_OPENSSL();
  const TemporaryDirectory directory;
  const PrivateKey& key = key_of(KeyKind::rsa);
  Rng rng(1);
  const Bytes plain = rng.bytes(48);
  directory.write("sealed", rsa_encrypt(key.public_key(), plain, rng).value());
  directory.write("key", as_view(to_pem("PRIVATE KEY", key.pkcs8())));
  const auto opened = run_openssl("pkeyutl -decrypt -inkey " + directory.file("key") + " -in " +
                                  directory.file("sealed") + " -out " + directory.file("plain"));
  EXPECT_EQ(opened.status, 0) << opened.output;
  EXPECT_EQ(directory.read("plain"), plain);
}

}  // namespace
}  // namespace shakedown::crypto
