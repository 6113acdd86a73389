// The values themselves are proven by RFC 8448 and ACVP (tests/vectors); here is what the vectors do not reach.
#include "harness/protocol/schedule13.h"

#include <gtest/gtest.h>

#include <set>
#include <stdexcept>

namespace shakedown::protocol::tls13 {
namespace {

const Bytes secret(32, 0x42);
const Bytes digest(32, 0x17);

TEST(Schedule13, AnHkdfLabelIsLengthLabelContext) {
  EXPECT_EQ(hkdf_label("key", {}, 16), (Bytes{0, 16, 9, 't', 'l', 's', '1', '3', ' ', 'k', 'e', 'y', 0}));
  EXPECT_EQ(hkdf_label("iv", Bytes{1, 2}, 0x1234, "dtls13"),
            (Bytes{0x12, 0x34, 8, 'd', 't', 'l', 's', '1', '3', 'i', 'v', 2, 1, 2}));
}

TEST(Schedule13, AnyLabelAndContextGiveASecret) {
  const std::string long_label(300, 'x');
  const Bytes long_context(300, 1);
  EXPECT_EQ(hkdf_label(long_label, long_context, 32).size(), 2 + 1 + 6 + 300 + 1 + 300U);
  EXPECT_EQ(expand_label(Hash::sha256, secret, long_label, long_context, 32).size(), 32U);
  EXPECT_EQ(expand_label(Hash::sha256, {}, "", {}, 0, "").size(), 0U);
}

TEST(Schedule13, EveryInputMattersToADerivedSecret) {
  std::set<Bytes> seen;
  seen.insert(derive_secret(Hash::sha256, secret, label::client_handshake, digest));
  seen.insert(derive_secret(Hash::sha256, secret, label::server_handshake, digest));
  seen.insert(derive_secret(Hash::sha256, digest, label::client_handshake, digest));
  seen.insert(derive_secret(Hash::sha256, secret, label::client_handshake, secret));
  seen.insert(derive_secret(Hash::sha256, secret, label::client_handshake, digest, "dtls13"));
  seen.insert(derive_secret(Hash::sha384, secret, label::client_handshake, digest));
  EXPECT_EQ(seen.size(), 6U);
}

TEST(Schedule13, NoSecretStandsForZerosOfTheHashsLength) {
  for (const auto hash : {Hash::sha256, Hash::sha384}) {
    const Bytes zeros(crypto::hash_size(hash));
    EXPECT_EQ(early_secret(hash, {}), early_secret(hash, zeros));
    EXPECT_EQ(handshake_secret(hash, secret, {}), handshake_secret(hash, secret, zeros));
    EXPECT_NE(early_secret(hash, {}), early_secret(hash, secret));
  }
}

TEST(Schedule13, KeysHaveTheCiphersSizes) {
  using registry::BulkCipher;
  EXPECT_EQ(traffic_keys(Hash::sha256, secret, BulkCipher::aes_128_gcm).key.size(), 16U);
  EXPECT_EQ(traffic_keys(Hash::sha384, secret, BulkCipher::aes_256_gcm).key.size(), 32U);
  const auto keys = traffic_keys(Hash::sha256, secret, BulkCipher::chacha20_poly1305);
  EXPECT_EQ(keys.key.size(), 32U);
  EXPECT_EQ(keys.iv.size(), 12U);
  EXPECT_TRUE(keys.mac_key.empty());
}

TEST(Schedule13, BindersOfBothKindsDiffer) {
  const Bytes external = binder(Hash::sha256, secret, label::external_binder, digest);
  EXPECT_EQ(external.size(), 32U);
  EXPECT_NE(external, binder(Hash::sha256, secret, label::resumption_binder, digest));
  // §4.2.11.2: computed as a Finished, with the binder key as base key.
  EXPECT_EQ(external,
            verify_data(Hash::sha256,
                        binder_key(Hash::sha256, early_secret(Hash::sha256, secret), label::external_binder), digest));
}

TEST(Schedule13, AFinishedOfAnotherLabelIsAnother) {
  EXPECT_NE(verify_data(Hash::sha256, secret, digest), verify_data(Hash::sha256, secret, digest, "finishes"));
  EXPECT_EQ(verify_data(Hash::sha256, secret, digest),
            crypto::hmac(Hash::sha256, finished_key(Hash::sha256, secret), digest));
}

TEST(Schedule13, AnExporterDependsOnLabelAndContextAndTakesAnyLength) {
  const Bytes plain = export_keying_material(Hash::sha256, secret, "label", {}, 40);
  EXPECT_EQ(plain.size(), 40U);
  EXPECT_NE(plain, export_keying_material(Hash::sha256, secret, "other", {}, 40));
  EXPECT_NE(plain, export_keying_material(Hash::sha256, secret, "label", Bytes{1}, 40));
  EXPECT_THROW(export_keying_material(Hash::sha256, secret, "label", {}, 255 * 32 + 1), std::length_error);
}

TEST(Schedule13, GenerationsOfATrafficSecretDiffer) {
  const Bytes next = next_traffic_secret(Hash::sha256, secret);
  EXPECT_NE(next, secret);
  EXPECT_NE(next_traffic_secret(Hash::sha256, next), next);
  EXPECT_EQ(next, expand_label(Hash::sha256, secret, "traffic upd", {}, 32));
}

}  // namespace
}  // namespace shakedown::protocol::tls13
