#include "harness/crypto/credentials.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "harness/crypto/certificate.h"
#include "harness/crypto/hash.h"
#include "harness/crypto/sign.h"
#include "tests/crypto/openssl_cli.h"

namespace shakedown::crypto {
namespace {

using namespace registry;

// The same octets each time and everywhere: these digests may change only when the credentials are changed on purpose.
struct Fingerprint {
  KeyKind kind;
  SignatureScheme signed_with;
  std::string_view sha256;
};
constexpr Fingerprint server_leaves[] = {
    {KeyKind::rsa, "rsa_pkcs1_sha256"_scheme, "7ab76ad2467080feb2e8b49ad49757c2306111f2552bb1a7470c622b55899ff5"},
    {KeyKind::rsa_pss, "rsa_pss_pss_sha256"_scheme, "9c58c82dc580d474e564d1fd85ff292de03da1ecf0d300e29b4a5d43accb517c"},
    {KeyKind::ecdsa_p256, "ecdsa_secp256r1_sha256"_scheme,
     "456e5848e7b1b8702f4d9530bbb58edf483bdc01683786a1d28d0a51ab7762b5"},
    {KeyKind::ecdsa_p384, "ecdsa_secp384r1_sha384"_scheme,
     "b473ad9cc055fb2516af8caebc30ed4440d3461f6e25fd8a71545da6ddb627eb"},
    {KeyKind::ecdsa_p521, "ecdsa_secp521r1_sha512"_scheme,
     "51f984c510780424920acf6bd850f66a3f9c00c7b895b05a588cf4c0a1cc3912"},
    {KeyKind::ed25519, "ed25519"_scheme, "b93f8c25092b7e587f89db7defb5b8910d3cd2bf910b293dbc5d3bc2f850fe36"},
    {KeyKind::ed448, "ed448"_scheme, "77d93b29d5e5845bf41018d8182b927c688cf23124edf7e25060ba0e97dfaf87"},
};

TEST(Credentials, AreTheSameOctetsEverywhere) {
  for (const Fingerprint& c : server_leaves) {
    const auto& credentials = test_credentials(c.kind, Role::server);
    if (!is_repeatable(c.signed_with)) continue;
    EXPECT_EQ(to_hex(hash(Hash::sha256, credentials.chain[0])), c.sha256) << name_of(c.kind);
    EXPECT_EQ(&credentials, &test_credentials(c.kind, Role::server));
  }
}

TEST(Credentials, DifferByRoleKindAndSeed) {
  const auto& server = test_credentials(KeyKind::ecdsa_p256, Role::server);
  const auto& client = test_credentials(KeyKind::ecdsa_p256, Role::client);
  EXPECT_NE(server.key.pkcs8(), client.key.pkcs8());
  EXPECT_EQ(server.root, client.root);
  EXPECT_EQ(parse_certificate(client.chain[0])->subject, "O=Shakedown, CN=client");
  const auto other = make_credentials({.kind = KeyKind::ecdsa_p256, .seed = 2}).value();
  EXPECT_NE(other.key.pkcs8(), server.key.pkcs8());
  EXPECT_EQ(other.root, server.root);
}

TEST(Credentials, CanBeExpiredOrForAnotherHost) {
  const auto expired = make_credentials({.common_name = "old", .dns_names = {"old.test"}, .not_after = 1600000000});
  const Certificate leaf = parse_certificate(expired->chain[0]).value();
  EXPECT_EQ(leaf.not_after, 1600000000);
  EXPECT_EQ(leaf.dns_names, std::vector<std::string>{"old.test"});
  const auto late = make_credentials({.not_after = 4102444800});  // 2100: GeneralizedTime
  EXPECT_EQ(parse_certificate(late->chain[0])->not_after, 4102444800);
  const auto early = make_credentials({.not_before = -631152001});  // 1949-12-31T23:59:59Z
  EXPECT_EQ(parse_certificate(early->chain[0])->not_before, -631152001);
}

TEST(Credentials, RootsCoverEveryKind) {
  EXPECT_EQ(test_roots().size(), credential_kinds().size());
  for (const KeyKind kind : {KeyKind::rsa, KeyKind::ecdsa_p256, KeyKind::ecdsa_p384, KeyKind::ed25519})
    EXPECT_EQ(std::count(credential_kinds().begin(), credential_kinds().end(), kind), 1) << name_of(kind);
  for (const KeyKind kind : credential_kinds())
    for (const Role role : {Role::server, Role::client})
      EXPECT_TRUE(verify_chain(test_credentials(kind, role).chain, test_roots()));
  EXPECT_EQ(all_from_pem("CERTIFICATE", test_roots_pem()).value(), test_roots());
}

TEST(Credentials, FilesAreWrittenOnceAndHoldTheSame) {
  const TemporaryDirectory directory;
  const auto& credentials = test_credentials(KeyKind::ed25519, Role::client);
  const auto files = write_files(credentials, directory.file("a/b"));
  ASSERT_TRUE(files) << to_string(files.error());
  const auto modified = std::filesystem::last_write_time(files->private_key);
  const auto again = write_files(credentials, directory.file("a/b"));
  EXPECT_EQ(again->private_key, files->private_key);
  EXPECT_EQ(std::filesystem::last_write_time(files->private_key), modified);
  const auto contents = [](const std::string& path) {
    std::ifstream in(path);
    return std::string(std::istreambuf_iterator<char>(in), {});
  };
  EXPECT_EQ(from_pem("CERTIFICATE", contents(files->certificate)).value(), credentials.chain[0]);
  EXPECT_EQ(from_pem("PRIVATE KEY", contents(files->private_key)).value(), credentials.key.pkcs8());
  EXPECT_EQ(contents(files->ca), test_roots_pem());
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(directory.file("a/b")), {}), 3);
}

TEST(Credentials, FilesNeedAPlaceThatCanBeWritten) {
  const auto refused = write_files(test_credentials(KeyKind::ed25519, Role::client), "/dev/null/nowhere");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().cause, Cause::system);
}

TEST(Pem, RoundTripsEveryLength) {
  for (std::size_t size = 0; size < 150; ++size) {
    const Bytes der = Rng(size).bytes(size);
    EXPECT_EQ(from_pem("X", to_pem("X", der)).value(), der);
  }
  EXPECT_EQ(to_pem("X", as_view("light work.")), "-----BEGIN X-----\nbGlnaHQgd29yay4=\n-----END X-----\n");
}

TEST(Pem, SaysWhatIsMissing) {
  EXPECT_EQ(to_string(from_pem("KEY", "").error()), "no PEM block (expected -----BEGIN KEY-----)");
  EXPECT_EQ(from_pem("KEY", "-----BEGIN KEY-----\nAAAA").error().what, "a PEM block without an end");
  EXPECT_EQ(from_pem("KEY", "-----BEGIN KEY-----\nA*AA\n-----END KEY-----").error().what, "not base64");
}

}  // namespace
}  // namespace shakedown::crypto
