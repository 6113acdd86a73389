#include <gmock/gmock.h>

#include "harness/protocol/flow.h"
#include "harness/registry/capabilities.h"
#include "tests/script/cases.h"

namespace shakedown::script {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr std::string_view honest =
    "send ClientHello | expect ServerHello change_cipher_spec? EncryptedExtensions Certificate CertificateVerify "
    "Finished "
    "NewSessionTicket* | send change_cipher_spec Finished | expect NewSessionTicket* | send application_data | expect "
    "application_data | send close_notify | expect close_notify?";

TEST(Expand, AFlowBecomesStepsOfBothSides) {
  const auto client = script_of(client_case("", "completes"));
  EXPECT_EQ(course_of(client.connections.at(0)), honest);
  EXPECT_TRUE(client.positive());
  EXPECT_EQ(client.control, "tls13.full");
  EXPECT_THAT(client.needs, ElementsAre("server", "tls13"));
  const auto server = script_of("peer: server\nflow: tls12.resumed_ticket\nexpect: completes\n");
  ASSERT_EQ(server.connections.size(), 2U);
  EXPECT_EQ(
      course_of(server.connections[1]),
      "expect ClientHello | send ServerHello NewSessionTicket change_cipher_spec Finished | expect change_cipher_spec "
      "Finished application_data | send application_data | expect close_notify | send close_notify");
  EXPECT_TRUE(server.connections[1].params.resume);
  EXPECT_THAT(server.needs, ElementsAre("client", "tls12", "tickets"));
}

TEST(Expand, ParametersShapeTheCourse) {
  const auto s =
      script_of(client_case("with: { client_auth: required, tickets: 0, compatibility_mode: false }\n", "completes"));
  EXPECT_EQ(
      course_of(s.connections[0]),
      "send ClientHello | expect ServerHello change_cipher_spec? EncryptedExtensions CertificateRequest Certificate "
      "CertificateVerify Finished | "
      "send Certificate CertificateVerify Finished application_data | expect application_data | send "
      "close_notify | expect "
      "close_notify?");
  EXPECT_THAT(s.needs, testing::Contains("client_auth"));
  const auto tickets = script_of("peer: server\nflow: tls13.full\nwith: { tickets: 3 }\nexpect: completes\n");
  EXPECT_THAT(course_of(tickets.connections[0]),
              HasSubstr("send NewSessionTicket NewSessionTicket NewSessionTicket |"));
}

TEST(Expand, RefusedEarlyDataAreNotSeen) {
  const auto course = [](const std::string& lines) {
    return course_of(script_of("flow: tls13.early_data\nexpect: completes\n" + lines).connections.at(1));
  };
  EXPECT_THAT(course("peer: server\n"), HasSubstr("change_cipher_spec? early_data |"));
  const auto refused = course("peer: server\nwith: { early_data_answer: reject }\n");
  EXPECT_THAT(refused, testing::Not(HasSubstr("early_data")));
  EXPECT_THAT(refused, testing::Not(HasSubstr("EndOfEarlyData")));
  EXPECT_THAT(course("peer: client\nwith: { early_data_answer: reject }\n"), HasSubstr("early_data |"));
}

TEST(Expand, AnOmittedMessageMarksTheNextOne) {
  const auto s = script_of(client_case("with: { client_auth: required }\nedits: [ omit: client.CertificateVerify ]\n"));
  EXPECT_THAT(course_of(s.connections[0]), HasSubstr("send change_cipher_spec Certificate Finished! |"));
  const auto two = script_of(client_case(
      "with: { client_auth: required }\nedits:\n - omit: [ client.Certificate, client.CertificateVerify ]\n"));
  EXPECT_THAT(course_of(two.connections[0]), HasSubstr("send change_cipher_spec Finished! |"));
}

TEST(Expand, MessagesAreRepeatedSwappedInsertedReplacedAndMoved) {
  const auto course = [](const std::string& edits) {
    return course_of(script_of(client_case("with: { client_auth: required }\nedits:\n" + edits)).connections[0]);
  };
  EXPECT_THAT(course("- repeat: client.Finished\n"), HasSubstr("CertificateVerify Finished Finished! |"));
  EXPECT_THAT(course("- { repeat: client.Finished, times: 2 }\n"), HasSubstr("Finished Finished! Finished! |"));
  EXPECT_THAT(course("- swap: client.Certificate\n"), HasSubstr("CertificateVerify! Certificate! Finished |"));
  EXPECT_THAT(course("- { swap: client.Certificate, with: client.Finished }\n"),
              HasSubstr("Finished! CertificateVerify Certificate! |"));
  EXPECT_THAT(course("- insert: { before: client.Finished, message: KeyUpdate }\n"),
              HasSubstr("KeyUpdate! Finished |"));
  EXPECT_THAT(course("- insert: { after: server.ServerHello, message: application_data }\n"),
              HasSubstr("expect ServerHello | send application_data! | expect change_cipher_spec?"));
  EXPECT_THAT(course("- { replace: client.Finished, with: [ EndOfEarlyData, Finished ] }\n"),
              HasSubstr("CertificateVerify EndOfEarlyData! Finished! |"));
  EXPECT_THAT(course("- { move: client.Finished, before: server.ServerHello }\n"),
              HasSubstr("send ClientHello Finished! | expect"));
  EXPECT_THAT(course("- { move: client.Certificate, after: client.Finished }\n"),
              HasSubstr("change_cipher_spec CertificateVerify! Finished Certificate! |"));
  EXPECT_THAT(course("- stop_after: client.Certificate\n"), testing::EndsWith("send change_cipher_spec Certificate!"));
  EXPECT_THAT(course("- insert: { after: client.Finished, ask: key_update }\n"), HasSubstr("Finished | ask | expect"));
}

TEST(Expand, LaterConnectionsAndLaterMessagesAreAddressed) {
  const auto s = script_of(
      "peer: client\nflow: tls13.resumed\nedits:\n - omit: \"@2.client.Finished\"\n - { repeat: client.Finished, "
      "connection: 1 }\nexpect: close\n");
  EXPECT_THAT(course_of(s.connections[0]), HasSubstr("Finished Finished!"));
  EXPECT_THAT(course_of(s.connections[1]),
              HasSubstr("send change_cipher_spec | expect NewSessionTicket* | send application_data!"));
  const auto last = script_of(
      "peer: client\nflow: tls13.resumed\nedits: [ { omit: client.Finished, connection: last } ]\nexpect: close\n");
  EXPECT_THAT(course_of(last.connections[0]), HasSubstr("Finished |"));
  EXPECT_EQ(course_of(last.connections[1]), course_of(s.connections[1]));
  const auto hrr = script_of(
      "peer: client\nflow: tls13.hrr\nedits: [ \"ClientHello#1\": { legacy_version: 0x0304 } ]\nexpect: close\n");
  EXPECT_THAT(course_of(hrr.connections[0]), HasSubstr("send change_cipher_spec ClientHello! |"));
  const auto both = script_of(
      "peer: client\nflow: tls13.hrr\nedits: [ \"ClientHello#*\": { legacy_version: 0x0304 } ]\nexpect: close\n");
  EXPECT_THAT(course_of(both.connections[0]), HasSubstr("send ClientHello! | expect HelloRetryRequest"));
  EXPECT_THAT(course_of(both.connections[0]), HasSubstr("ClientHello! | expect ServerHello"));
}

TEST(Expand, TheMatrixIsACartesianProductInOrder) {
  const auto scripts =
      scripts_of(client_case("matrix: { cipher_suite: [TLS_AES_128_GCM_SHA256, TLS_AES_256_GCM_SHA384], bit: [0, -1] "
                             "}\nedits:\n - { flip: Finished.verify_data, bit: \"{bit}\" }\n"));
  ASSERT_EQ(scripts.size(), 4U);
  EXPECT_EQ(full_id(scripts[1]), "test/case[cipher_suite=TLS_AES_128_GCM_SHA256,bit=-1]");
  EXPECT_EQ(full_id(scripts[2]), "test/case[cipher_suite=TLS_AES_256_GCM_SHA384,bit=0]");
  EXPECT_EQ(edits_of(scripts[1], "Finished"), "{ flip: Finished.verify_data, bit: -1 }\n");
  EXPECT_EQ(registry::name_of(scripts[2].connections[0].params.cipher_suites.at(0)), "TLS_AES_256_GCM_SHA384");
  EXPECT_THAT(scripts[2].needs, testing::Contains("TLS_AES_256_GCM_SHA384"));
}

TEST(Expand, GeneratorsKnowTheSizeThatTheSuiteGives) {
  const auto bits =
      scripts_of(client_case("matrix: { cipher_suite: [TLS_AES_128_GCM_SHA256, TLS_AES_256_GCM_SHA384], bit: "
                             "each_bit(Finished.verify_data) }\nedits:\n - flip: Finished.verify_data[{bit}]\n"));
  EXPECT_EQ(bits.size(), 256U + 384U);
  EXPECT_EQ(edits_of(bits.back(), "Finished"), "{ flip: Finished.verify_data, bit: 383 }\n");
  const auto count = [](const std::string& flow, const std::string& generator) {
    return scripts_of("peer: client\nflow: " + flow + "\nmatrix: { n: \"" + generator +
                      "\" }\nedits:\n - { flip: Finished.verify_data, bit: \"{n}\" }\nexpect: close\n")
        .size();
  };
  EXPECT_EQ(count("tls12.full", "each_octet(Finished.verify_data)"), 12U);
  EXPECT_EQ(count("tls12.full", "edge_bits(Finished.verify_data)"), 24U);
  EXPECT_EQ(count("tls13.full", "each_bit(ClientHello.random)"), 256U);
  EXPECT_EQ(count("tls13.full", "3..7"), 5U);
}

TEST(Expand, CellsCanBeLeftOutAndValuesCanBeTrees) {
  const auto scripts =
      scripts_of(client_case("matrix:\n  change: [ { flip: Finished.verify_data, bit: 0 }, { empty: "
                             "Finished.verify_data }, { zero: Finished.verify_data } ]\n"
                             "  group: [x25519, secp256r1]\nexcept: [ { group: x25519, change: \"{ zero: "
                             "Finished.verify_data }\" } ]\nedits: [ \"{change}\" ]\n"));
  ASSERT_EQ(scripts.size(), 5U);
  EXPECT_EQ(edits_of(scripts[2], "Finished"), "{ empty: Finished.verify_data }\n");
  EXPECT_EQ(scripts[4].cell.at(1).second, "secp256r1");
}

TEST(Expand, CertificatesFollowSuitesAndSchemes) {
  const auto certificate = [](const std::string& lines) {
    return crypto::name_of(script_of("peer: client\nexpect: completes\n" + lines).connections.at(0).params.certificate);
  };
  using crypto::KeyKind;
  EXPECT_EQ(certificate("flow: tls12.full\nwith: { cipher_suite: TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 }\n"),
            name_of(KeyKind::rsa));
  EXPECT_EQ(certificate("flow: tls13.full\nwith: { signature_scheme: ed25519 }\n"), name_of(KeyKind::ed25519));
  EXPECT_EQ(certificate("flow: tls13.full\nwith: { signature_scheme: rsa_pss_pss_sha256 }\n"),
            name_of(KeyKind::rsa_pss));
  EXPECT_EQ(
      certificate(
          "flow: tls12.full\nwith: { certificate: ecdsa_p384, cipher_suite: TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 }\n"),
      name_of(KeyKind::ecdsa_p384));
}

TEST(Expand, WhereNothingIsMarkedTheLastMessageIs) {
  const auto steps = script_of(
      "peer: client\nsteps: [ send: [ ClientHello ], expect: [ ServerHello ], send: [ Finished ] ]\nexpect: { alert: "
      "unexpected_message }\n");
  EXPECT_EQ(course_of(steps.connections[0]), "send ClientHello | expect ServerHello | send Finished!");
  const auto positive = script_of("peer: client\nsteps: [ send: [ ClientHello ] ]\nexpect: completes\n");
  EXPECT_EQ(course_of(positive.connections[0]), "send ClientHello");
}

TEST(Expand, EveryFlowExpandsForBothRoles) {
  for (const auto& flow : protocol::flows())
    for (const auto* peer : {"client", "server"}) {
      const auto s =
          script_of("peer: " + std::string(peer) + "\nflow: " + std::string(flow.name) + "\nexpect: completes\n");
      EXPECT_EQ(s.connections.size(), flow.connections.size());
      for (const auto& need : s.needs) EXPECT_TRUE(registry::is_capability(need)) << need;
    }
}

}  // namespace
}  // namespace shakedown::script
