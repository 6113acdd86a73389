// Every way to name a target: a command for each role, an address, clients that come to us.
#include <gmock/gmock.h>
#include <poll.h>

#include "harness/target/process.h"
#include "tests/cli/program.h"
#include "tests/trace/tshark.h"

namespace shakedown::cli {
namespace {

using target::Deadline;
using target::Process;

// A program in the background, until the end of the test.
class Background {
 public:
  Background(const Shell& shell, const std::string& command) {
    auto started = Process::start(
        {"/bin/sh", "-c", "cd " + shell.path(".") + "; PATH=" SHAKEDOWN_BINARY_DIR ":$PATH; exec " + command});
    if (started) process_ = std::move(*started);
  }
  // The text behind `mark` up to the end of the word, as soon as it is printed.
  std::string word_after(const std::string& mark) {
    while (process_ && !process_->ended()) {
      const auto word = printed_after(mark);
      if (!word.empty()) return word;
      pollfd more{process_->output_descriptor(), POLLIN, 0};
      ::poll(&more, 1, -1);
      process_->collect();
    }
    return {};
  }
  // Waits for its end.
  Ran end() {
    if (!process_) return {};
    const auto end = process_->wait_end(Deadline{std::chrono::seconds(60)});
    process_->collect();
    return {end && !end->signalled ? end->code : -1, process_->output(), {}};
  }

 private:
  std::string printed_after(const std::string& mark) const {
    const auto& text = process_->output();
    const auto at = text.find(mark);
    if (at == std::string::npos) return {};
    const auto begin = at + mark.size(), stop = text.find_first_of(" \n", begin);
    return stop == std::string::npos ? std::string() : text.substr(begin, stop - begin);
  }

  std::unique_ptr<Process> process_;
};

class Reach : public testing::Test {
 protected:
  void SetUp() override { SHAKEDOWN_NEEDS("openssl"); }

  // A self-signed certificate, which is its own root: NAME.pem, NAME.key.
  void make_certificate(const std::string& name, const std::string& host) const {
    ASSERT_THAT(
        shell_.run("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -keyout " + name +
                   ".key -out " + name + ".pem -subj /CN=" + host + " -addext subjectAltName=DNS:" + host),
        ExitsWith(0));
  }
  const Shell shell_;
};

constexpr const char* own_server = "openssl s_server -quiet -accept {port} -cert {cert} -key {key} -CAfile {ca}";
constexpr const char* own_client = "openssl s_client -connect {host}:{port} -CAfile {ca} -verify_return_error";

TEST_F(Reach, AServerByItsCommand) {
  const auto ran = shell_.run("shakedown check --server-cmd '" + std::string(own_server) +
                              "' tls13/finished/verify_data-empty --json x.json");
  EXPECT_THAT(ran, ExitsWith(0));
  const auto report = shell_.json("x.json");
  EXPECT_EQ(report["target"]["name"], "command");
  EXPECT_GT(report["totals"]["pass"], 0);
  for (const auto& c : report["conversations"]) EXPECT_EQ(c["target_role"], "server");
}

TEST_F(Reach, AClientByItsCommand) {
  const auto ran = shell_.run("shakedown handshake --client-cmd '" + std::string(own_client) + "'");
  EXPECT_THAT(ran, ExitsWith(0));
  EXPECT_THAT(ran.out, HasSubstr("the target is the client"));
}

TEST_F(Reach, AServerByItsAddress) {
  make_certificate("own", "own.test");
  Background server(shell_, "openssl s_server -accept 127.0.0.1:0 -cert own.pem -key own.key -rev");
  const auto address = server.word_after("ACCEPT ");
  ASSERT_NE(address, "");
  const auto handshake = shell_.run("shakedown handshake " + address + " --sni own.test --ca own.pem");
  EXPECT_THAT(handshake, ExitsWith(0));
  EXPECT_THAT(handshake.out, HasSubstr("CN=own.test"));
  EXPECT_THAT(handshake.out, testing::ContainsRegex("verification +good"));
  const auto check =
      shell_.run("shakedown check " + address + " --role server tls13/finished/verify_data-empty --json x.json");
  EXPECT_THAT(check, ExitsWith(0));
  EXPECT_EQ(shell_.json("x.json")["target"]["name"], address);
  EXPECT_GT(shell_.json("x.json")["totals"]["pass"], 0);
}

TEST_F(Reach, AClientThatComesToUs) {
  Background handshake(shell_, "shakedown handshake --listen 0");
  const auto address = handshake.word_after("waiting for a client of ");
  ASSERT_NE(address, "");
  EXPECT_THAT(shell_.run("openssl s_client -connect " + address + " -servername localhost"), ExitsWith(0));
  const auto told = handshake.end();
  EXPECT_THAT(told, ExitsWith(0));
  EXPECT_THAT(told.out, testing::ContainsRegex("< +1 ClientHello"));
  EXPECT_THAT(told.out, testing::ContainsRegex("version +TLSv1.3"));
}

// --- what the user says about a target -------------------------------------------------------------------------------

TEST_F(Reach, SniIsSentAndVerified) {
  make_certificate("own", "own.test");
  const std::string handshake = "shakedown handshake openssl --cert own.pem --key own.key --ca own.pem --sni ";
  const auto right = shell_.run(handshake + "own.test");
  EXPECT_THAT(right.out, HasSubstr("SNI own.test"));
  EXPECT_THAT(right.out, testing::ContainsRegex("verification +good"));
  const auto other = shell_.run(handshake + "other.test");
  EXPECT_THAT(other.out, HasSubstr("SNI other.test"));
  EXPECT_THAT(other.out, Not(testing::ContainsRegex("verification +good")));
}

TEST_F(Reach, CertificateAndKeyAreWhatTheTargetShows) {
  make_certificate("own", "own.test");
  for (const std::string target : {"openssl", "wolfssl", "reference"}) {
    const auto ran = shell_.run("shakedown handshake " + target + " --cert own.pem --key own.key");
    EXPECT_THAT(ran, ExitsWith(0)) << target;
    EXPECT_THAT(ran.out, testing::ContainsRegex("certificate +CN=own.test"));
    EXPECT_THAT(ran.out, Not(testing::ContainsRegex("verification +good"))) << "our roots do not know it";
  }
}

TEST_F(Reach, AnRsaCertificateIsSpokenWithInBothVersions) {
  ASSERT_THAT(
      shell_.run("openssl req -x509 -newkey rsa:2048 -nodes -days 30 -keyout rsa.key -out rsa.pem -subj /CN=rsa.test"),
      ExitsWith(0));
  for (const std::string version : {"TLSv1.3", "TLSv1.2"}) {
    const auto ran = shell_.run("shakedown handshake openssl --cert rsa.pem --key rsa.key --version " + version);
    EXPECT_THAT(ran, ExitsWith(0)) << version;
    EXPECT_THAT(ran.out, testing::ContainsRegex("signature +rsa_pss_rsae_sha256"));
  }
}

TEST_F(Reach, AuthorityIsWhomTheTargetTrusts) {
  make_certificate("own", "own.test");
  for (const std::string target : {"openssl", "wolfssl", "reference"}) {
    EXPECT_THAT(shell_.run("shakedown handshake --role client " + target), ExitsWith(0)) << target;
    const auto ran = shell_.run("shakedown handshake --role client --ca own.pem " + target);
    EXPECT_THAT(ran, ExitsWith(1)) << target;
    EXPECT_THAT(ran.out, testing::ContainsRegex("alert (unknown_ca|bad_certificate)")) << target;
  }
}

TEST_F(Reach, PskIsSharedWithTheTarget) {
  const std::string server =
      "--server-cmd 'exec openssl s_server -accept {port} -nocert -psk_identity me -psk "
      "00112233445566778899aabbccddeeff'";
  const auto right = shell_.run("shakedown handshake " + server + " --psk me:00112233445566778899aabbccddeeff");
  EXPECT_THAT(right, ExitsWith(0));
  EXPECT_THAT(right.out, Not(HasSubstr("CertificateVerify")));
  EXPECT_THAT(shell_.run("shakedown handshake " + server + " --psk me:ff112233445566778899aabbccddeeff"), ExitsWith(1));
  const auto cases = "tls13/binders/binder-bit_flipped --psk me:00112233445566778899aabbccddeeff";
  for (const std::string target : {"openssl", "wolfssl", "reference"})
    EXPECT_THAT(shell_.run("shakedown check " + target + " " + cases), ExitsWith(0)) << target;
}

TEST_F(Reach, AlpnIsOfferedAndAgreed) {
  const std::string server = "--server-cmd '" + std::string(own_server) + " -alpn http/1.1'";
  const auto ran = shell_.run("shakedown handshake " + server + " --alpn h2,http/1.1");
  EXPECT_THAT(ran, ExitsWith(0));
  EXPECT_THAT(ran.out, testing::ContainsRegex("ALPN +http/1.1"));
  EXPECT_THAT(shell_.run("shakedown handshake " + server).out, Not(HasSubstr("ALPN")));
}

}  // namespace
}  // namespace shakedown::cli
