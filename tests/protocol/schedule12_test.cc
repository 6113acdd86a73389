// The values themselves are proven by ACVP and by OpenSSL's recordings (tests/vectors).
#include "harness/protocol/schedule12.h"

#include <gtest/gtest.h>

#include "harness/protocol/signed_content.h"

namespace shakedown::protocol::tls12 {
namespace {

using registry::operator""_suite;

const Bytes client_random(32, 1), server_random(32, 2), premaster(48, 3);

Bytes counting(std::size_t size) {
  Bytes out;
  for (std::size_t i = 0; i < size; ++i) out.push_back(static_cast<std::uint8_t>(i));
  return out;
}

Bytes part(std::size_t from, std::size_t size) {
  const Bytes all = counting(from + size);
  return to_bytes(View(all).last(size));
}

struct BlockCase {
  registry::CipherSuite suite;
  std::size_t mac, key, iv;
};

TEST(Schedule12, AKeyBlockIsCutIntoMacKeysKeysAndIvsTheClientsFirst) {
  for (const auto& c : {BlockCase{"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"_suite, 0, 16, 4},
                        BlockCase{"TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"_suite, 0, 32, 4},
                        BlockCase{"TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"_suite, 0, 32, 12},
                        BlockCase{"TLS_RSA_WITH_AES_128_CBC_SHA"_suite, 20, 16, 0},
                        BlockCase{"TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384"_suite, 48, 32, 0}}) {
    const auto protection = protection_of(*registry::find(c.suite));
    ASSERT_EQ(key_block_size(protection), 2 * (c.mac + c.key + c.iv)) << registry::name_of(c.suite);
    const auto block = split_key_block(protection, counting(key_block_size(protection)));
    const std::size_t keys = 2 * c.mac, ivs = keys + 2 * c.key;
    EXPECT_EQ(block.client.mac_key, part(0, c.mac));
    EXPECT_EQ(block.server.mac_key, part(c.mac, c.mac));
    EXPECT_EQ(block.client.key, part(keys, c.key));
    EXPECT_EQ(block.server.key, part(keys + c.key, c.key));
    EXPECT_EQ(block.client.iv, part(ivs, c.iv));
    EXPECT_EQ(block.server.iv, part(ivs + c.iv, c.iv));
  }
}

TEST(Schedule12, AShortKeyBlockLeavesTheLastPartsShort) {
  const auto protection = protection_of(*registry::find("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"_suite));
  const auto block = split_key_block(protection, counting(20));
  EXPECT_EQ(block.client.key.size(), 16U);
  EXPECT_EQ(block.server.key.size(), 4U);
  EXPECT_TRUE(block.client.iv.empty());
}

TEST(Schedule12, MasterSecretsDependOnWhatTheyBindTo) {
  const Bytes plain = master_secret(Hash::sha256, premaster, client_random, server_random);
  EXPECT_EQ(plain.size(), master_secret_size);
  EXPECT_NE(plain, master_secret(Hash::sha256, premaster, server_random, client_random));
  EXPECT_NE(plain, master_secret(Hash::sha384, premaster, client_random, server_random));
  const Bytes extended = extended_master_secret(Hash::sha256, premaster, client_random);
  EXPECT_EQ(extended.size(), master_secret_size);
  EXPECT_NE(extended, extended_master_secret(Hash::sha256, premaster, server_random));
}

TEST(Schedule12, VerifyDataHasTwelveOctetsUnlessAskedOtherwise) {
  const Bytes client = verify_data(Hash::sha256, premaster, label::client_finished, client_random);
  EXPECT_EQ(client.size(), 12U);
  EXPECT_NE(client, verify_data(Hash::sha256, premaster, label::server_finished, client_random));
  const Bytes longer = verify_data(Hash::sha256, premaster, label::client_finished, client_random, 20);
  EXPECT_EQ(to_bytes(View(longer).first(12)), client);
}

TEST(Schedule12, AnEmptyContextIsNotTheSameAsNone) {
  const auto exported = [](std::optional<View> context) {
    return export_keying_material(Hash::sha256, premaster, "EXPERIMENTAL x", client_random, server_random, context, 32);
  };
  EXPECT_NE(exported(std::nullopt), exported(View{}));
  EXPECT_NE(exported(View{}), exported(View(server_random)));
}

TEST(SignedContent, CertificateVerifySignsSpacesContextZeroHash) {
  const Bytes hash(32, 9);
  const auto content = certificate_verify_content(certificate_verify_context(registry::Role::server), hash);
  const std::string text = std::string(64, ' ') + "TLS 1.3, server CertificateVerify" + std::string(1, '\0');
  EXPECT_EQ(content, concat({as_view(text), hash}));
  EXPECT_NE(content, certificate_verify_content(certificate_verify_context(registry::Role::client), hash));
}

}  // namespace
}  // namespace shakedown::protocol::tls12
