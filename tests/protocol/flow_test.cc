#include "harness/protocol/flow.h"

#include <gmock/gmock.h>

#include <set>

#include "harness/registry/suites.h"
#include "harness/wire/message.h"

namespace shakedown::protocol {
namespace {

using registry::operator""_group;
using registry::operator""_suite;
using registry::operator""_version;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Not;

std::vector<std::string> course(std::string_view name, std::size_t connection, const Params& params = {}) {
  const auto* flow = find_flow(name);
  EXPECT_NE(flow, nullptr) << name;
  std::vector<std::string> out;
  for (const auto& row : unroll(*flow, connection, flow_params(*flow, connection, params)))
    out.push_back((row.sender == Role::client ? "C " : "S ") + std::string(row.message));
  return out;
}

TEST(Flow, EveryRowNamesSomethingThatCanBeSent) {
  const auto names = wire::message_names();
  const std::set<std::string_view> others{"change_cipher_spec", "application_data", "early_data", "close_notify"};
  std::set<std::string_view> flow_names;
  for (const auto& flow : flows()) {
    EXPECT_TRUE(flow_names.insert(flow.name).second) << flow.name;
    EXPECT_EQ(find_flow(flow.name), &flow);
    for (const auto& rows : flow.connections)
      for (const auto& row : rows)
        EXPECT_TRUE(others.contains(row.message) || std::ranges::find(names, row.message) != names.end())
            << row.message;
  }
  EXPECT_EQ(find_flow("tls13.ful"), nullptr);
}

TEST(Flow, FullHandshakeOfTls13) {
  EXPECT_THAT(
      course("tls13.full", 0),
      ElementsAre("C ClientHello", "S ServerHello", "S change_cipher_spec", "S EncryptedExtensions", "S Certificate",
                  "S CertificateVerify", "S Finished", "C change_cipher_spec", "C Finished", "S NewSessionTicket",
                  "C application_data", "S application_data", "C close_notify", "S close_notify"));
}

TEST(Flow, ParametersDecideWhatAppears) {
  Params params;
  params.compatibility_mode = false;
  params.tickets = 0;
  params.client_auth = ClientAuth::required;
  const auto rows = course("tls13.full", 0, params);
  EXPECT_THAT(rows, Not(Contains("S change_cipher_spec")));
  EXPECT_THAT(rows, Not(Contains("S NewSessionTicket")));
  EXPECT_THAT(rows, Contains("S CertificateRequest"));
  EXPECT_THAT(rows, Contains("C CertificateVerify"));
}

TEST(Flow, AClientSendsItsChangeCipherSpecOnceAndInItsPlace) {
  const auto hrr = course("tls13.hrr", 0);
  EXPECT_THAT(std::vector<std::string>(hrr.begin(), hrr.begin() + 5),
              ElementsAre("C ClientHello", "S HelloRetryRequest", "S change_cipher_spec", "C change_cipher_spec",
                          "C ClientHello"));
  EXPECT_EQ(std::ranges::count(hrr, "C change_cipher_spec"), 1);
  EXPECT_EQ(std::ranges::count(hrr, "S change_cipher_spec"), 1);
  const auto early = course("tls13.early_data", 1);
  EXPECT_THAT(std::vector<std::string>(early.begin(), early.begin() + 3),
              ElementsAre("C ClientHello", "C change_cipher_spec", "C early_data"));
  EXPECT_EQ(std::ranges::count(early, "C change_cipher_spec"), 1);
}

TEST(Flow, RejectedEarlyDataHasNoEnd) {
  Params params;
  params.early_data_answer = EarlyDataAnswer::reject;
  EXPECT_THAT(course("tls13.early_data", 1), Contains("C EndOfEarlyData"));
  EXPECT_THAT(course("tls13.early_data", 1, params), Not(Contains("C EndOfEarlyData")));
  EXPECT_THAT(course("tls13.early_data", 1, params), Contains("C early_data"));
}

TEST(Flow, PskAndResumptionCarryNoCertificates) {
  Params params;
  params.client_auth = ClientAuth::required;
  for (const auto* name : {"tls13.psk"})
    EXPECT_THAT(course(name, 0, params), Not(Contains(testing::HasSubstr("Certificate"))));
  EXPECT_THAT(course("tls13.resumed", 1, params), Not(Contains(testing::HasSubstr("Certificate"))));
  EXPECT_THAT(course("tls13.resumed", 0, params), Contains("S Certificate"));
}

TEST(Flow, Tls12FullAndAbbreviated) {
  Params params;
  params.session_tickets = false;
  EXPECT_THAT(
      course("tls12.full", 0, params),
      ElementsAre("C ClientHello", "S ServerHello", "S Certificate", "S ServerKeyExchange", "S ServerHelloDone",
                  "C ClientKeyExchange", "C change_cipher_spec", "C Finished", "S change_cipher_spec", "S Finished",
                  "C application_data", "S application_data", "C close_notify", "S close_notify"));
  const auto ticket = course("tls12.resumed_ticket", 1, params);
  EXPECT_THAT(std::vector<std::string>(ticket.begin(), ticket.begin() + 7),
              ElementsAre("C ClientHello", "S ServerHello", "S NewSessionTicket", "S change_cipher_spec", "S Finished",
                          "C change_cipher_spec", "C Finished"));
  EXPECT_THAT(course("tls12.resumed_id", 0), Not(Contains("S NewSessionTicket")));
  params.cipher_suites = {"TLS_RSA_WITH_AES_128_GCM_SHA256"_suite};
  EXPECT_THAT(course("tls12.full", 0, params), Not(Contains("S ServerKeyExchange")));
}

TEST(Flow, DecidesOnlyWhatFollowsFromIt) {
  Params params;
  params.tickets = 0;
  params.server_name = "x";
  const auto& resumed = *find_flow("tls13.resumed");
  const auto second = flow_params(resumed, 1, params);
  EXPECT_TRUE(second.resume);
  EXPECT_EQ(second.tickets, 1U);
  EXPECT_EQ(second.server_name, "x");
  EXPECT_EQ(flow_params(*find_flow("tls13.full"), 0, params).tickets, 0U);
  EXPECT_EQ(flow_params(*find_flow("tls12.full"), 0, params).version, "TLSv1.2"_version);
  EXPECT_TRUE(flow_params(*find_flow("tls13.psk"), 0, params).external_psk);
  EXPECT_TRUE(flow_params(*find_flow("tls13.hrr"), 0, params).hello_retry);
  const auto both = flow_params(*find_flow("tls13.hrr_psk"), 0, params);
  EXPECT_TRUE(both.hello_retry && both.external_psk);
}

TEST(Params, DefaultsFillOnlyWhatIsEmpty) {
  Params params;
  params.groups = {"secp384r1"_group};
  const auto full = with_defaults(params);
  EXPECT_THAT(full.groups, ElementsAre("secp384r1"_group));
  EXPECT_THAT(full.key_shares, ElementsAre("secp384r1"_group));
  EXPECT_EQ(full.cipher_suites.front(), "TLS_AES_128_GCM_SHA256"_suite);
  EXPECT_EQ(with_defaults(full), full);
}

TEST(Params, DefaultsFollowVersionAndCertificate) {
  Params params;
  params.version = "TLSv1.2"_version;
  params.certificate = KeyKind::rsa;
  const auto rsa = with_defaults(params);
  for (const auto suite : rsa.cipher_suites)
    EXPECT_EQ(registry::find(suite)->authentication, registry::Authentication::rsa);
  EXPECT_TRUE(rsa.key_shares.empty());
  params.certificate = KeyKind::ed448;
  const auto ed = with_defaults(params);
  EXPECT_EQ(registry::name_of(ed.signature_schemes.front()), "ed448");
  EXPECT_EQ(registry::find(ed.cipher_suites.front())->authentication, registry::Authentication::ecdsa);
}

TEST(Params, TheTestPskHasAKeyOfItsHash) {
  EXPECT_EQ(test_psk(registry::Hash::sha256).key.size(), 32U);
  EXPECT_EQ(test_psk(registry::Hash::sha384).key.size(), 48U);
  EXPECT_NE(test_psk(registry::Hash::sha256).identity, test_psk(registry::Hash::sha384).identity);
}

}  // namespace
}  // namespace shakedown::protocol
