#include "harness/crypto/certificate.h"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "harness/crypto/credentials.h"
#include "harness/crypto/der.h"
#include "harness/crypto/sign.h"
#include "tests/crypto/openssl_cli.h"

namespace shakedown::crypto {
namespace {

std::vector<KeyKind> kinds() {
  std::vector<KeyKind> out = credential_kinds();
  out.push_back(KeyKind::rsa_pss);
  return out;
}

constexpr std::int64_t in_2026 = 1767225600;

TEST(Certificate, SaysWhatIsInIt) {
  const Certificate leaf = parse_certificate(test_credentials(KeyKind::ecdsa_p256, Role::server).chain[0]).value();
  EXPECT_EQ(leaf.subject, "O=Shakedown, CN=localhost");
  EXPECT_EQ(leaf.issuer, "O=Shakedown, CN=Shakedown ecdsa_p256 root");
  EXPECT_EQ(leaf.not_before, 1577836800);
  EXPECT_EQ(leaf.not_after, 2524607999);
  EXPECT_EQ(leaf.key_kind, KeyKind::ecdsa_p256);
  EXPECT_EQ(leaf.dns_names, (std::vector<std::string>{"localhost", "example.com", "*.example.org", "server.test"}));
  EXPECT_EQ(leaf.ip_addresses, (std::vector<Bytes>{{127, 0, 0, 1}}));
  EXPECT_FALSE(leaf.is_ca);
  EXPECT_EQ(leaf.key_usage, 1);
  EXPECT_EQ(leaf.extended_key_usage, (std::vector<std::string>{"1.3.6.1.5.5.7.3.1"}));
  EXPECT_EQ(leaf.serial.size(), 16U);
  EXPECT_TRUE(parse_certificate(test_roots()[0])->is_ca);
}

TEST(Certificate, MatchesHostsAsRfc6125Says) {
  const Certificate leaf = parse_certificate(test_credentials(KeyKind::ed25519, Role::server).chain[0]).value();
  for (const auto* host : {"localhost", "LOCALHOST", "example.com", "a.example.org", "127.0.0.1"})
    EXPECT_TRUE(matches_host(leaf, host)) << host;
  for (const auto* host : {"", "example.org", ".example.org", "a.b.example.org", "127.0.0.2", "::1", "localhos"})
    EXPECT_FALSE(matches_host(leaf, host)) << host;
}

TEST(Chain, OfEveryKindVerifiesForItsPurpose) {
  for (const KeyKind kind : kinds()) {
    for (const bool intermediate : {false, true}) {
      const auto made = make_credentials({.kind = kind, .intermediate = intermediate});
      ASSERT_TRUE(made) << to_string(made.error());
      EXPECT_EQ(made->chain.size(), intermediate ? 2U : 1U);
      const ChainOptions options{.host = "localhost", .at = in_2026, .purpose = Purpose::server};
      const auto verified = verify_chain(made->chain, {made->root}, options);
      EXPECT_TRUE(verified) << name_of(kind) << ": " << to_string(verified.error());
      const auto key = PublicKey::from_certificate(made->chain[0]);
      EXPECT_EQ(key->spki(), made->key.public_key().spki());
      EXPECT_FALSE(verify_chain(made->chain, {made->root}, {.purpose = Purpose::client}));
    }
  }
}

std::string reason(const std::vector<Bytes>& chain, const std::vector<Bytes>& roots, const ChainOptions& options = {}) {
  const auto verified = verify_chain(chain, roots, options);
  return verified ? "" : verified.error().what;
}

TEST(Chain, SaysWhyItIsRefused) {
  const auto made = make_credentials({.kind = KeyKind::ecdsa_p256, .intermediate = true}).value();
  const auto& other = test_credentials(KeyKind::ed25519, Role::server);
  EXPECT_EQ(reason({}, {made.root}), "the chain is empty");
  EXPECT_EQ(reason(made.chain, {}), "no root is its issuer");
  EXPECT_EQ(reason(made.chain, {other.root}), "no root is its issuer");
  EXPECT_EQ(reason({made.chain[0]}, {made.root}), "no root is its issuer");
  EXPECT_EQ(reason({made.chain[0], other.chain[0]}, {made.root}), "it names another issuer");
  EXPECT_EQ(reason(made.chain, {made.root}, {.host = "other.test"}), "it is for another host");
  EXPECT_EQ(reason(made.chain, {made.root}, {.at = 0}), "it is not valid yet");
  EXPECT_EQ(reason(made.chain, {made.root}, {.at = 2600000000}), "it has expired");
  EXPECT_EQ(reason(made.chain, {made.root}, {.purpose = Purpose::client}), "it is not for this purpose");
}

TEST(Chain, RefusesALeafThatSigns) {
  const auto& credentials = test_credentials(KeyKind::ecdsa_p256, Role::server);
  // A certificate that the leaf's key signed for itself under the leaf's name.
  const Certificate leaf = parse_certificate(credentials.chain[0]).value();
  Bytes tbs = leaf.tbs;
  const auto at = std::search(tbs.begin(), tbs.end(), leaf.issuer_der.begin(), leaf.issuer_der.end());
  Bytes forged(tbs.begin(), at);
  append(forged, leaf.subject_der);
  forged.insert(forged.end(), at + static_cast<std::ptrdiff_t>(leaf.issuer_der.size()), tbs.end());
  const Bytes contents = to_bytes(View(forged).subspan(tbs[1] == 0x82 ? 4 : 3));
  const Bytes forged_tbs = der::value(der::sequence, {contents});
  Rng rng(1);
  const Bytes signature =
      sign(credentials.key, *registry::value_of<registry::SignatureScheme>("ecdsa_secp256r1_sha256"), forged_tbs, rng)
          .value();
  const Bytes certificate =
      der::value(der::sequence, {forged_tbs, leaf.signature_algorithm, der::octets_as_bit_string(signature)});
  EXPECT_EQ(reason({certificate, credentials.chain[0]}, {credentials.root}), "its issuer is no CA");
}

TEST(Chain, RefusesEveryFlippedBit) {
  const auto& credentials = test_credentials(KeyKind::ed25519, Role::server);
  const Bytes& leaf = credentials.chain[0];
  ASSERT_TRUE(verify_chain({leaf}, {credentials.root}));
  Rng rng(2);
  for (std::size_t i = 0; i < leaf.size(); ++i) {
    Bytes wrong = leaf;
    wrong[i] ^= static_cast<std::uint8_t>(1U << rng.below(8));
    ASSERT_FALSE(verify_chain({wrong}, {credentials.root})) << "octet " << i;
  }
}

TEST(Certificate, SurvivesTruncationMutationAndGarbage) {
  Rng rng(3);
  for (const KeyKind kind : kinds()) {
    const auto& credentials = test_credentials(kind, Role::client);
    const Bytes& der = credentials.chain[0];
    for (std::size_t size = 0; size < der.size(); ++size) ASSERT_FALSE(parse_certificate(View(der).first(size)));
    for (int i = 0; i < 500; ++i) {
      Bytes wrong = der;
      for (std::uint64_t n = 0; n <= rng.below(4); ++n)
        wrong[rng.below(wrong.size())] = static_cast<std::uint8_t>(rng.next());
      const auto parsed = parse_certificate(wrong);
      EXPECT_TRUE(!parsed || parsed->der == wrong);
      if (wrong != der) {
        EXPECT_FALSE(verify_chain({wrong}, {credentials.root}, {.host = "x", .at = in_2026}));
      }
    }
  }
  for (int i = 0; i < 5000; ++i) {
    Bytes garbage = rng.bytes(rng.below(120));
    EXPECT_FALSE(parse_certificate(garbage));
    if (garbage.size() > 2) garbage[0] = der::sequence, garbage[1] = static_cast<std::uint8_t>(garbage.size() - 2);
    EXPECT_FALSE(parse_certificate(garbage));
  }
}

TEST(Certificate, IsReadByOpenssl) {
  SHAKEDOWN_NEEDS_OPENSSL();
  const TemporaryDirectory directory;
  for (const KeyKind kind : kinds()) {
    const auto credentials = make_credentials({.kind = kind, .intermediate = true}).value();
    const std::string leaf = directory.write("leaf", as_view(to_pem("CERTIFICATE", credentials.chain[0])));
    const std::string above = directory.write("above", as_view(to_pem("CERTIFICATE", credentials.chain[1])));
    const std::string root = directory.write("root", as_view(credentials.root_pem()));
    const auto verified = run_openssl(
        fmt::format("verify -x509_strict -purpose sslserver -verify_hostname localhost -CAfile {} -untrusted {} {}",
                    root, above, leaf));
    EXPECT_EQ(verified.status, 0) << name_of(kind) << ": " << verified.output;
    const auto text = run_openssl("x509 -noout -text -in " + leaf);
    EXPECT_EQ(text.status, 0) << text.output;
    for (const auto* expected : {"CN = localhost", "DNS:server.test", "IP Address:127.0.0.1", "TLS Web Server",
                                 "Jan  1 00:00:00 2020 GMT", "Dec 31 23:59:59 2049 GMT"})
      EXPECT_NE(text.output.find(expected), std::string::npos) << expected << " in\n" << text.output;
  }
}

}  // namespace
}  // namespace shakedown::crypto
