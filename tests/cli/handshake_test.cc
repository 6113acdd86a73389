// One handshake, told message by message, then what was agreed.
#include <gmock/gmock.h>

#include "tests/cli/program.h"
#include "tests/trace/tshark.h"

namespace shakedown::cli {
namespace {

using testing::ContainsRegex;
using testing::Not;

// A line for a message: direction, number, name, octets, keys, time.
std::string message(const std::string& direction, const std::string& name, const std::string& keys) {
  return "\n" + direction + " +[0-9]+ " + name + " +[0-9]+ octets +" + keys + " +[0-9]+\\.[0-9]+ ms";
}

void expect_lines(const Ran& ran, const std::vector<std::string>& regexes) {
  EXPECT_THAT(ran, ExitsWith(0));
  for (const auto& regex : regexes) EXPECT_THAT(ran.out, ContainsRegex(regex));
}

std::string line(const std::string& name, const std::string& value) { return "\n\\* +" + name + " +" + value + "\n"; }

const std::vector<std::string> certificate = {
    line("certificate", "O=Shakedown, CN=localhost"),
    line("valid", "2020-01-01T00:00:00Z to 20[0-9-]+T[0-9:]+Z"),
    line("issuer", "O=Shakedown, CN=Shakedown [a-z0-9_]+ root"),
    line("verification", "good"),
};
const std::vector<std::string> times = {line("round trips", "[12]"), line("handshake", "[0-9.]+ ms"),
                                        line("in all", "[0-9.]+ ms")};

struct Program {
  std::string target;
  const char* needs;  // a program that must be there; nullptr: none
};
void PrintTo(const Program& p, std::ostream* to) { *to << p.target; }

class Handshake : public testing::TestWithParam<Program> {
 protected:
  void SetUp() override {
    const auto* program = GetParam().needs;
    if (program == nullptr || trace::run_command("command -v " + std::string(program)).status == 0) return;
    if (std::getenv("CI") != nullptr) FAIL() << "the program " << program << " is missing";
    GTEST_SKIP() << "the program " << program << " is missing, so no handshake with it was told";
  }
  Ran handshake(const std::string& options) const {
    return Shell().run("shakedown handshake " + GetParam().target + " " + options);
  }
};

TEST_P(Handshake, WithATls13Server) {
  const auto ran = handshake("");
  expect_lines(ran, {message(">", "ClientHello", "plaintext"), message("<", "ServerHello", "plaintext"),
                     message("<", "EncryptedExtensions", "handshake"), message("<", "Certificate", "handshake"),
                     message("<", "CertificateVerify", "handshake"), message("<", "Finished", "handshake"),
                     message(">", "Finished", "handshake"), message("<", "NewSessionTicket", "application"),
                     message(">", "alert close_notify", "application")});
  expect_lines(ran, {line("version", "TLSv1.3"), line("cipher suite", "TLS_AES_[0-9]+_GCM_SHA[0-9]+"),
                     line("group", "x25519"), line("signature", "ecdsa_secp256r1_sha256"), line("session", "new"),
                     line("ticket", "lifetime [0-9]+ s.*")});
  expect_lines(ran, certificate);
  expect_lines(ran, times);
}

TEST_P(Handshake, WithATls12Server) {
  const auto ran = handshake("--version TLSv1.2");
  expect_lines(ran, {message(">", "ClientHello", "plaintext"), message("<", "ServerKeyExchange", "plaintext"),
                     message("<", "ServerHelloDone", "plaintext"), message(">", "ClientKeyExchange", "plaintext"),
                     message("<", "change_cipher_spec", "plaintext"), message("<", "Finished", "application")});
  expect_lines(ran, {line("version", "TLSv1.2"), line("cipher suite", "TLS_ECDHE_ECDSA_[A-Z0-9_]+"),
                     line("group", "[a-z0-9]+"), line("signature", "ecdsa_[a-z0-9_]+"),
                     line("master secret", "extended.*"), line("session", "new"), line("round trips", "2")});
  expect_lines(ran, certificate);
  expect_lines(ran, times);
}

TEST_P(Handshake, WithClients) {
  const auto tls13 = handshake("--role client");
  expect_lines(tls13, {"we are the server", message("<", "ClientHello", "plaintext"),
                       message(">", "ServerHello", "plaintext"), message("<", "Finished", "handshake")});
  expect_lines(tls13, {line("version", "TLSv1.3"), line("group", "x25519"), line("session", "new")});
  expect_lines(tls13, times);
  const auto tls12 = handshake("--role client --version TLSv1.2");
  expect_lines(tls12, {message(">", "ServerHelloDone", "plaintext"), message("<", "ClientKeyExchange", "plaintext")});
  expect_lines(tls12, {line("version", "TLSv1.2"), line("round trips", "2")});
}

TEST_P(Handshake, WithAlpn) { expect_lines(handshake("--alpn h2"), {line("ALPN", "h2")}); }

TEST_P(Handshake, FieldByField) {
  const auto ran = handshake("--fields");
  expect_lines(ran, {"ClientHello.legacy_version", "ServerHello.extensions\\[key_share\\]", "Finished.verify_data"});
}

INSTANTIATE_TEST_SUITE_P(With, Handshake,
                         testing::Values(Program{"wolfssl", nullptr}, Program{"reference", nullptr},
                                         Program{"openssl", "openssl"}, Program{"gnutls", "gnutls-serv"}),
                         [](const auto& i) { return i.param.target; });

TEST(Handshake, ThatFailsSaysWhyAndExitsWithOne) {
  const auto ran = Shell().run("shakedown handshake reference --option fault=echoes_wrong_session_id");
  EXPECT_THAT(ran, ExitsWith(1));
  EXPECT_THAT(ran.out, HasSubstr("session_id"));
}

TEST(Handshake, WithAPskHasNoCertificate) {
  for (const std::string role : {"server", "client"}) {
    const auto ran =
        Shell().run("shakedown handshake wolfssl --psk me:00112233445566778899aabbccddeeff --role " + role);
    EXPECT_THAT(ran, ExitsWith(0));
    EXPECT_THAT(ran.out, ContainsRegex(line("version", "TLSv1.3")));
    EXPECT_THAT(ran.out, Not(HasSubstr("CertificateVerify")));
  }
}

}  // namespace
}  // namespace shakedown::cli
