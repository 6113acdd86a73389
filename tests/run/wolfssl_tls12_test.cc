// TLS 1.2 of our peer in both roles against wolfSSL in process: every suite, group, way of resumption and of client
// authentication that both sides know.
#include <gtest/gtest.h>

#include "harness/check/verdict.h"
#include "harness/run/run.h"
#include "harness/target/loader.h"
#include "tests/run/honest.h"

namespace shakedown::run {
namespace {

using crypto::KeyKind;
using protocol::ClientAuth;
using protocol::Params;
using registry::KeyExchange;
using registry::Role;
using registry::operator""_group;
using registry::operator""_suite;
using registry::operator""_version;

target::Target& wolfssl() {
  static auto loaded = target::load_plugin(SHAKEDOWN_BINARY_DIR "/plugins/wolfssl.so");
  if (!loaded) throw std::runtime_error(to_string(loaded.error()));
  return **loaded;
}

struct Handshake {
  std::string name;
  std::string flow = "tls12.full";
  Params params;
};

KeyKind certificate_of(const registry::SuiteRow& suite) {
  return suite.authentication == registry::Authentication::rsa ? KeyKind::rsa : KeyKind::ecdsa_p256;
}

// The suites of TLS 1.2 whose key exchange our peer knows.
std::vector<const registry::SuiteRow*> suites() {
  std::vector<const registry::SuiteRow*> out;
  for (const auto& row : registry::Table<registry::CipherSuite>::rows)
    if (!row.tls13 && (row.key_exchange == KeyExchange::ecdhe || row.key_exchange == KeyExchange::rsa))
      out.push_back(&row);
  return out;
}

Params with_suite(const registry::SuiteRow& suite) {
  Params params;
  params.version = "TLSv1.2"_version;
  params.cipher_suites = {suite.code};
  params.certificate = certificate_of(suite);
  return params;
}

void add_suites(std::vector<Handshake>& out) {
  constexpr std::array groups = {"x25519"_group, "secp256r1"_group, "secp384r1"_group};
  for (const auto* suite : suites())
    for (const bool extended : {true, false})
      for (const auto group : groups) {
        const bool ephemeral = suite->key_exchange == KeyExchange::ecdhe;
        if (!ephemeral && group != groups.front()) continue;
        auto params = with_suite(*suite);
        params.extended_master_secret = extended;
        if (ephemeral) params.groups = {group};
        // The curve of an ECDSA certificate must be among the groups (RFC 8422 §5.1).
        if (params.certificate == KeyKind::ecdsa_p256 && group == "secp384r1"_group)
          params.certificate = KeyKind::ecdsa_p384;
        if (params.certificate == KeyKind::ecdsa_p256 && group == "x25519"_group)
          params.groups.push_back("secp256r1"_group);
        out.push_back({std::string(suite->name) + (ephemeral ? "_" + registry::name_of(group) : "") +
                           (extended ? "_ems" : "_no_ems"),
                       "tls12.full", params});
      }
}

void add_encrypt_then_mac(std::vector<Handshake>& out) {
  for (const auto* suite : suites()) {
    if (suite->mac == registry::Hash::none) continue;
    auto params = with_suite(*suite);
    params.encrypt_then_mac = true;
    out.push_back({std::string(suite->name) + "_etm", "tls12.full", params});
  }
}

void add_resumptions(std::vector<Handshake>& out) {
  for (const auto suite :
       {"TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"_suite, "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"_suite,
        "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"_suite, "TLS_RSA_WITH_AES_128_GCM_SHA256"_suite,
        "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"_suite})
    for (const bool extended : {true, false})
      for (const auto* flow : {"tls12.resumed_id", "tls12.resumed_ticket"}) {
        auto params = with_suite(*registry::find(suite));
        params.extended_master_secret = extended;
        out.push_back({std::string(flow).substr(6) + "_" + registry::name_of(suite) + (extended ? "_ems" : "_no_ems"),
                       flow, params});
      }
}

void add_client_authentication(std::vector<Handshake>& out) {
  for (const auto kind : {KeyKind::rsa, KeyKind::ecdsa_p256, KeyKind::ecdsa_p384})
    for (const auto ask : {ClientAuth::requested, ClientAuth::required})
      for (const auto suite : {"TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"_suite,
                               "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"_suite, "TLS_RSA_WITH_AES_128_CBC_SHA"_suite}) {
        auto params = with_suite(*registry::find(suite));
        params.client_auth = ask;
        params.client_certificate = kind;
        out.push_back({std::string(ask == ClientAuth::required ? "required_" : "requested_") +
                           std::string(crypto::name_of(kind)) + "_" + registry::name_of(suite),
                       "tls12.full", params});
      }
}

struct Run {
  Handshake handshake;
  Role peer = Role::client;
};
void PrintTo(const Run& run, std::ostream* out) { *out << run.handshake.name; }

std::vector<Run> runs() {
  std::vector<Handshake> all;
  add_suites(all);
  add_encrypt_then_mac(all);
  add_resumptions(all);
  add_client_authentication(all);
  std::vector<Run> out;
  for (const auto& handshake : all)
    for (const auto role : {Role::client, Role::server}) out.push_back({handshake, role});
  return out;
}

class WolfsslTls12 : public testing::TestWithParam<Run> {};

// What was agreed is what the parameters asked for, and nothing else that would also have worked.
void expect_agreement(const Params& asked, const peer::ConnectionLog& log) {
  const auto& agreed = log.agreed;
  EXPECT_EQ(agreed.version, "TLSv1.2"_version);
  EXPECT_EQ(agreed.cipher_suite, asked.cipher_suites.front());
  EXPECT_EQ(agreed.resumed, asked.resume);
  EXPECT_EQ(agreed.extended_master_secret, asked.extended_master_secret);
  EXPECT_EQ(agreed.encrypt_then_mac, asked.encrypt_then_mac);
  if (!asked.groups.empty()) {
    EXPECT_EQ(agreed.group, asked.groups.front());
  }
  for (const auto& note : log.notes) ADD_FAILURE() << note;
}

TEST_P(WolfsslTls12, Completes) {
  const auto& [handshake, peer] = GetParam();
  const auto& known = wolfssl().info().capabilities;
  const auto suite = registry::name_of(handshake.params.cipher_suites.front());
  if (std::ranges::count(known, suite) == 0) GTEST_SKIP() << "this wolfSSL has no " << suite;
  const auto script = honest(*protocol::find_flow(handshake.flow), peer, handshake.params);
  Runner runner(wolfssl(), {});
  const auto conversation = runner.run(script);
  const auto verdict = check::judge(script, conversation);
  EXPECT_EQ(verdict.kind, check::Kind::pass) << verdict.reason << "\nseen: " << verdict.seen;
  for (std::size_t i = 0; i < conversation.connections.size(); ++i) {
    const auto& log = conversation.connections[i];
    expect_agreement(script.connections[i].params, log);
    if (verdict.kind != check::Kind::pass) ADD_FAILURE() << log.mismatch << "; the target says: " << log.target.error;
  }
}

INSTANTIATE_TEST_SUITE_P(Run, WolfsslTls12, testing::ValuesIn(runs()), [](const auto& i) {
  auto name = i.param.handshake.name + "_peer_" + std::string(registry::role_name(i.param.peer));
  std::replace(name.begin(), name.end(), '.', '_');
  return name;
});

}  // namespace
}  // namespace shakedown::run
