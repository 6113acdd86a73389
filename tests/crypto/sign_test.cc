#include "harness/crypto/sign.h"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include "harness/crypto/credentials.h"
#include "tests/crypto/openssl_cli.h"

namespace shakedown::crypto {
namespace {

using namespace registry;

Bytes hex(std::string_view text) { return from_hex(text).value(); }

// Every scheme with a key that TLS 1.3 lets use it, and the older schemes with the kinds of TLS 1.2.
struct Pair {
  KeyKind kind;
  SignatureScheme scheme;
};
std::vector<Pair> pairs() {
  std::vector<Pair> out;
  std::vector<KeyKind> kinds = credential_kinds();
  kinds.push_back(KeyKind::rsa_pss);
  for (const auto& row : Table<SignatureScheme>::rows)
    for (const KeyKind kind : kinds)
      if (can_use(kind, row.code)) out.push_back({kind, row.code});
  return out;
}

const PrivateKey& key_of(KeyKind kind) { return test_credentials(kind, Role::server).key; }
std::string label(const Pair& pair) { return std::string(name_of(pair.kind)) + " " + name_of(pair.scheme); }

TEST(Sign, EverySchemeRoundTripsAndFollowsFromTheSeed) {
  EXPECT_GE(pairs().size(), 30U);
  for (const Pair& pair : pairs()) {
    for (const std::string message : {"", "a message", "another"}) {
      Rng salt(5), same(5);
      const auto signature = sign(key_of(pair.kind), pair.scheme, as_view(message), salt);
      ASSERT_TRUE(signature) << label(pair) << ": " << to_string(signature.error());
      if (is_repeatable(pair.scheme)) {
        EXPECT_EQ(*signature, sign(key_of(pair.kind), pair.scheme, as_view(message), same).value()) << label(pair);
      }
      const auto valid = verify(key_of(pair.kind).public_key(), pair.scheme, as_view(message), *signature);
      EXPECT_TRUE(valid) << label(pair) << ": " << to_string(valid.error());
    }
  }
}

TEST(Sign, WhatWasTamperedWithIsRefused) {
  for (const Pair& pair : pairs()) {
    Rng rng(6);
    const PublicKey& key = key_of(pair.kind).public_key();
    const Bytes message = to_bytes("a message");
    const Bytes signature = sign(key_of(pair.kind), pair.scheme, message, rng).value();
    EXPECT_FALSE(verify(key, pair.scheme, as_view("a massage"), signature)) << label(pair);
    EXPECT_FALSE(verify(key, pair.scheme, message, {})) << label(pair);
    EXPECT_FALSE(verify(key, pair.scheme, message, View(signature).first(signature.size() - 1))) << label(pair);
    EXPECT_FALSE(verify(key, pair.scheme, message, concat({signature, Bytes{0}}))) << label(pair);
    EXPECT_FALSE(verify(key, pair.scheme, message, Bytes(signature.size()))) << label(pair);
    for (std::size_t i = 0; i < signature.size(); i += 1 + signature.size() / 16) {
      Bytes wrong = signature;
      wrong[i] ^= static_cast<std::uint8_t>(1U << rng.below(8));
      ASSERT_FALSE(verify(key, pair.scheme, message, wrong)) << label(pair) << " octet " << i;
    }
    const PublicKey& other = test_credentials(pair.kind, Role::client).key.public_key();
    EXPECT_FALSE(verify(other, pair.scheme, message, signature)) << label(pair);
  }
}

TEST(Sign, KeysOfAnotherKindAreUnsupported) {
  Rng rng(7);
  const auto wrong = sign(key_of(KeyKind::rsa), "ed25519"_scheme, {}, rng);
  EXPECT_EQ(wrong.error().cause, Cause::unsupported);
  EXPECT_EQ(wrong.error().got, "ed25519 with a key of kind rsa");
  EXPECT_EQ(sign(key_of(KeyKind::rsa), SignatureScheme{0x0a0a}, {}, rng).error().what, "an unknown signature scheme");
  EXPECT_TRUE(can_use(KeyKind::ecdsa_p384, "ecdsa_secp256r1_sha256"_scheme));
  EXPECT_FALSE(fits(KeyKind::ecdsa_p384, "ecdsa_secp256r1_sha256"_scheme));
  EXPECT_TRUE(fits(KeyKind::ecdsa_p256, "ecdsa_secp256r1_sha256"_scheme));
  EXPECT_TRUE(fits(KeyKind::rsa, "rsa_pss_rsae_sha256"_scheme));
  EXPECT_FALSE(fits(KeyKind::rsa, "rsa_pss_pss_sha256"_scheme));
  EXPECT_FALSE(fits(KeyKind::rsa_pss, "rsa_pkcs1_sha256"_scheme));
}

struct Rfc6979 {
  KeyKind kind;
  SignatureScheme scheme;
  std::string_view key, r, s;
};
// RFC 6979 §A.2.5, §A.2.6, §A.2.7: message "sample".
constexpr Rfc6979 deterministic_signatures[] = {
    {KeyKind::ecdsa_p256, "ecdsa_secp256r1_sha256"_scheme,
     "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721",
     "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716",
     "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8"},
    {KeyKind::ecdsa_p384, "ecdsa_secp384r1_sha384"_scheme,
     "6b9d3dad2e1b8c1c05b19875b6659f4de23c3b667bf297ba9aa47740787137d896d5724e4c70a825f872c9ea60d2edf5",
     "94edbb92a5ecb8aad4736e56c691916b3f88140666ce9fa73d64c4ea95ad133c81a648152e44acf96e36dd1e80fabe46",
     "99ef4aeb15f178cea1fe40db2603138f130e740a19624526203b6351d0a3a94fa329c145786e679e7b82c71a38628ac8"},
    {KeyKind::ecdsa_p521, "ecdsa_secp521r1_sha512"_scheme,
     "00fad06daa62ba3b25d2fb40133da757205de67f5bb0018fee8c86e1b68c7e75caa896eb32f1f47c70855836a6d16fcc1466f6d8fbec67db"
     "89ec0c08b0e996b83538",
     "00c328fafcbd79dd77850370c46325d987cb525569fb63c5d3bc53950e6d4c5f174e25a1ee9017b5d450606add152b534931d7d4e8455cc9"
     "1f9b15bf05ec36e377fa",
     "00617cce7cf5064806c467f678d3b4080d6f1cc50af26ca209417308281b68af282623eaa63e5b5c0723d8b8c37ff0777b1a20f8ccb1dccc"
     "43997f1ee0e44da4a67a"},
};

// The number in a DER INTEGER, padded to `size`.
Bytes padded(View number, std::size_t size) {
  while (number.size() > size) number = number.subspan(1);
  Bytes out(size - number.size());
  append(out, number);
  return out;
}

TEST(Ecdsa, IsAsRfc6979Publishes) {
  for (const Rfc6979& c : deterministic_signatures) {
    if (!is_repeatable(c.scheme))
      GTEST_SKIP() << name_of(c.scheme) << " is not deterministic in this build of wolfCrypt";
    const PrivateKey key = PrivateKey::from_raw(c.kind, hex(c.key)).value();
    Rng unused(1);
    const Bytes signature = sign(key, c.scheme, as_view("sample"), unused).value();
    const Bytes r = hex(c.r), s = hex(c.s);
    const std::size_t start = signature[1] == 0x81 ? 3 : 2, r_size = signature[start + 1];
    const View r_number = View(signature).subspan(start + 2, r_size);
    const View s_number = View(signature).subspan(start + 2 + r_size + 2);
    EXPECT_EQ(to_hex(padded(r_number, r.size())), c.r);
    EXPECT_EQ(to_hex(padded(s_number, s.size())), c.s);
  }
}

struct Rfc8032 {
  KeyKind kind;
  SignatureScheme scheme;
  std::string_view seed, signature;
};
// RFC 8032 §7.1 test 1 and §7.4 "blank": the empty message.
constexpr Rfc8032 eddsa_signatures[] = {
    {KeyKind::ed25519, "ed25519"_scheme, "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24"
     "655141438e7a100b"},
    {KeyKind::ed448, "ed448"_scheme,
     "6c82a562cb808d10d632be89c8513ebf6c929f34ddfa8c9f63c9960ef6e348a3528c8a3fcc2f044e39a3fc5b94492f8f032e7549a20098f9"
     "5b",
     "533a37f6bbe457251f023c0d88f976ae2dfb504a843e34d2074fd823d41a591f2b233f034f628281f2fd7a22ddd47d7828c59bd0a21bfd39"
     "80ff0d2028d4b18a9df63e006c5d1c2d345b925d8dc00b4104852db99ac5c7cdda8530a113a0f4dbb61149f05a7363268c71d95808ff2e65"
     "2600"},
};

TEST(Eddsa, IsAsRfc8032Publishes) {
  for (const Rfc8032& c : eddsa_signatures) {
    const auto key = PrivateKey::from_raw(c.kind, hex(c.seed));
    ASSERT_TRUE(key) << to_string(key.error());
    Rng unused(1);
    EXPECT_EQ(to_hex(sign(*key, c.scheme, {}, unused).value()), c.signature);
  }
}

TEST(Pss, TheSaltComesBack) {
  const PrivateKey& key = key_of(KeyKind::rsa);
  for (const std::size_t size : {std::size_t{0}, std::size_t{20}, std::size_t{32}, std::size_t{222}}) {
    const Bytes salt = Rng(size).bytes(size);
    const Bytes signature = sign_pss_with_salt(key, "rsa_pss_rsae_sha256"_scheme, as_view("m"), salt).value();
    EXPECT_EQ(recover_pss_salt(key.public_key(), "rsa_pss_rsae_sha256"_scheme, as_view("m"), signature).value(), salt);
    // RFC 8446 §4.2.3: as long as the digest, no other length.
    EXPECT_EQ(verify(key.public_key(), "rsa_pss_rsae_sha256"_scheme, as_view("m"), signature).has_value(), size == 32);
  }
  EXPECT_FALSE(sign_pss_with_salt(key, "rsa_pss_rsae_sha256"_scheme, as_view("m"), Bytes(223)));
}

// openssl checks what we sign, and we check what openssl signs.
struct Interop {
  KeyKind kind;
  SignatureScheme scheme;
  std::string_view options;
};
constexpr Interop interop[] = {
    {KeyKind::rsa, "rsa_pkcs1_sha1"_scheme, "dgst -sha1"},
    {KeyKind::rsa, "rsa_pkcs1_sha256"_scheme, "dgst -sha256"},
    {KeyKind::rsa, "rsa_pkcs1_sha384"_scheme, "dgst -sha384"},
    {KeyKind::rsa, "rsa_pkcs1_sha512"_scheme, "dgst -sha512"},
    {KeyKind::rsa, "rsa_pss_rsae_sha256"_scheme,
     "dgst -sha256 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:32"},
    {KeyKind::rsa, "rsa_pss_rsae_sha384"_scheme,
     "dgst -sha384 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:48"},
    {KeyKind::rsa, "rsa_pss_rsae_sha512"_scheme,
     "dgst -sha512 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:64"},
    {KeyKind::rsa_pss, "rsa_pss_pss_sha256"_scheme, "dgst -sha256 -sigopt rsa_pss_saltlen:32"},
    {KeyKind::ecdsa_p256, "ecdsa_sha1"_scheme, "dgst -sha1"},
    {KeyKind::ecdsa_p256, "ecdsa_secp256r1_sha256"_scheme, "dgst -sha256"},
    {KeyKind::ecdsa_p384, "ecdsa_secp384r1_sha384"_scheme, "dgst -sha384"},
    {KeyKind::ecdsa_p521, "ecdsa_secp521r1_sha512"_scheme, "dgst -sha512"},
    {KeyKind::ed25519, "ed25519"_scheme, "pkeyutl -rawin"},
    {KeyKind::ed448, "ed448"_scheme, "pkeyutl -rawin"},
};

TEST(Sign, AgreesWithOpensslBothWays) {
  SHAKEDOWN_NEEDS_OPENSSL();
  const TemporaryDirectory directory;
  const Bytes message = to_bytes("compared with another implementation");
  const std::string in = directory.write("message", message), signature_file = directory.file("signature");
  for (const Interop& c : interop) {
    const PrivateKey& key = key_of(c.kind);
    const std::string private_file = directory.write("key", as_view(to_pem("PRIVATE KEY", key.pkcs8())));
    const std::string public_file = directory.write("public", as_view(to_pem("PUBLIC KEY", key.public_key().spki())));
    const bool digest = c.options.starts_with("dgst");
    Rng rng(1);
    directory.write("signature", sign(key, c.scheme, message, rng).value());
    const auto checked =
        run_openssl(digest ? fmt::format("{} -verify {} -signature {} {}", c.options, public_file, signature_file, in)
                           : fmt::format("{} -verify -pubin -inkey {} -sigfile {} -in {}", c.options, public_file,
                                         signature_file, in));
    EXPECT_EQ(checked.status, 0) << name_of(c.scheme) << ": " << checked.output;
    const auto made = run_openssl(
        digest ? fmt::format("{} -sign {} -out {} {}", c.options, private_file, signature_file, in)
               : fmt::format("{} -sign -inkey {} -out {} -in {}", c.options, private_file, signature_file, in));
    EXPECT_EQ(made.status, 0) << name_of(c.scheme) << ": " << made.output;
    const auto valid = verify(key.public_key(), c.scheme, message, directory.read("signature"));
    EXPECT_TRUE(valid) << name_of(c.scheme) << ": " << to_string(valid.error());
  }
}

}  // namespace
}  // namespace shakedown::crypto
