#include <gmock/gmock.h>

#include "harness/script/address.h"
#include "tests/script/cases.h"

namespace shakedown::script {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// The only problem of a case with these lines.
std::string problem(const std::string& lines, const std::string& expect = "close") {
  const auto all = problems_of(client_case(lines, expect));
  EXPECT_EQ(all.size(), 1U) << testing::PrintToString(all);
  return all.empty() ? "" : all.front();
}

TEST(Lint, ACorrectCaseHasNoProblems) {
  EXPECT_THAT(problems_of(client_case("edits: [ omit: client.Finished ]\n")), IsEmpty());
}

TEST(Lint, UnknownNamesComeWithPlaceAndSuggestion) {
  EXPECT_EQ(problem("edit: []\n"), "case.yaml:5:1: unknown key of a case (got 'edit', expected 'edits')");
  EXPECT_EQ(problem("edits:\n - omitt: client.Finished\n"),
            "case.yaml:6:4: unknown edit or message (got 'omitt', expected 'omit')");
  EXPECT_EQ(problem("edits:\n - omit: client.Finishd\n"),
            "case.yaml:6:10: client.Finishd: no such message (got 'Finishd', expected 'Finished')");
  EXPECT_EQ(problem("edits:\n - omit: client.Certificate\n"),
            "case.yaml:6:10: the flow has no such message (got 'client.Certificate', expected 'server.Certificate')");
  EXPECT_EQ(
      problem("edits:\n - ClientHello: { legacy_versio: 1 }\n"),
      "case.yaml:6:19: ClientHello.legacy_versio: no such field (got 'legacy_versio', expected 'legacy_version')");
  EXPECT_EQ(problem("edits:\n - ClientHello: { cipher_suites: [ TLS_AES_128_GCM_SHA257 ] }\n"),
            "case.yaml:6:36: unknown CipherSuite (got 'TLS_AES_128_GCM_SHA257', expected 'TLS_AES_128_GCM_SHA256')");
  EXPECT_EQ(problem("edits:\n - ClientHello: { extensions: { key_shar: absent } }\n"),
            "case.yaml:6:33: unknown extension (got 'key_shar', expected 'key_share')");
  EXPECT_EQ(problem("edits:\n - flipp: Finished.verify_data\n"),
            "case.yaml:6:4: unknown edit or message (got 'flipp', expected 'flip')");
  EXPECT_EQ(problem("edits:\n - { flip: Finished.verify_dat, bit: 0 }\n"),
            "case.yaml:6:12: Finished.verify_dat: no such field (got 'verify_dat', expected 'verify_data')");
  EXPECT_EQ(problem("edits:\n - { flip: Finished.verify_data, bits: 0 }\n"),
            "case.yaml:6:34: unknown key of 'flip' (got 'bits', expected 'bit')");
  EXPECT_EQ(problem("with: { client_aut: required }\n"),
            "case.yaml:5:9: unknown parameter (got 'client_aut', expected 'client_auth')");
  EXPECT_EQ(problem("needs: [ early_dat ]\n"),
            "case.yaml:5:10: unknown capability (got 'early_dat', expected 'early_data')");
  EXPECT_EQ(problem("", "{ alert: unexpected_mesage }"),
            "case.yaml:5:18: unknown AlertDescription (got 'unexpected_mesage', expected 'unexpected_message')");
  EXPECT_EQ(problem("", "complete"), "case.yaml:5:9: unknown outcome (got 'complete', expected 'completes')");
}

TEST(Lint, AClauseNamesASectionThatMayExist) {
  const auto problems = [](const std::string& clause) {
    return problems_of("about: a\nrfc: [ \"" + clause + "\" ]\npeer: client\nflow: tls13.full\nexpect: close\n");
  };
  for (const char* good : {"8446 §4.2.8.1", "8446 §12", "8446 §E.5.1", "5246 §F.1.1.2", "9846 §F", "8446", "2119 §40",
                           "8446 §4.4.4 / 9846 §4.5.3 (note)"})
    EXPECT_THAT(problems(good), IsEmpty()) << good;
  for (const char* bad :
       {"8446 §99.99", "8446 §13", "8446 §F.1", "5746 §A", "8446 §4..2", "8446 §4.", "8446 §04", "8446 §4.2.123",
        "8446 §4a", "8446 §a", "8446 §.4", "8446 §0", "2119 §4.x", "8446 §", "8446 §4 / 9846 §99"})
    EXPECT_THAT(problems(bad), Contains(HasSubstr("case.yaml:2:8: not a clause"))) << bad;
}

TEST(Lint, ABitLiesWithinItsField) {
  for (const char* good : {"Finished.verify_data[511]", "Finished.verify_data[-512]", "ClientHello.random[255]",
                           "ClientHello.legacy_session_id[2039]", "ClientHello.legacy_version[-16]"})
    EXPECT_THAT(problems_of(client_case(std::string("edits:\n - flip: ") + good + "\n")), IsEmpty()) << good;
  EXPECT_EQ(problem("edits:\n - flip: Finished.verify_data[999999]\n"),
            "case.yaml:6:10: the field has no such bit (got 999999, expected -512 to 511)");
  EXPECT_EQ(problem("edits:\n - { flip: ClientHello.random, bit: 256 }\n"),
            "case.yaml:6:12: the field has no such bit (got 256, expected -256 to 255)");
  EXPECT_EQ(problem("edits:\n - flip: ClientHello.legacy_version[-17]\n"),
            "case.yaml:6:10: the field has no such bit (got -17, expected -16 to 15)");
}

TEST(Lint, TheFlowAndTheRoleMustExist) {
  EXPECT_THAT(problems_of("about: a\nrfc: 8446\npeer: client\nflow: tls13.ful\nexpect: close\n"),
              ElementsAre("case.yaml:4:7: unknown flow (got 'tls13.ful', expected 'tls13.full')"));
  EXPECT_THAT(problems_of("about: a\nrfc: 8446\npeer: klient\nflow: tls13.full\nexpect: close\n"),
              ElementsAre("case.yaml:3:7: unknown role (got 'klient', expected 'client')"));
  EXPECT_THAT(problems_of("about: a\nrfc: 8446\npeer: client\nexpect: close\n"),
              ElementsAre("case.yaml:1:1: the course is not clear (expected one of flow, steps and connections)"));
}

TEST(Lint, AllProblemsAreFoundAtOnce) {
  const auto all = problems_of(
      "peer: client\nflow: tls13.full\nedits:\n - omit: client.Nothing\n - { flip: Finished.nothing }\nexpct: close\n");
  EXPECT_THAT(all, Contains(HasSubstr("unknown key of a case (got 'expct', expected 'expect')")));
  EXPECT_THAT(all, Contains(HasSubstr("'expect' is missing")));
  EXPECT_THAT(all, Contains(HasSubstr("'about' is missing")));
  EXPECT_THAT(all, Contains(HasSubstr("'rfc' is missing")));
  EXPECT_THAT(all, Contains(HasSubstr("client.Nothing")));
  EXPECT_THAT(all, Contains(HasSubstr("Finished.nothing")));
  EXPECT_EQ(all.size(), 6U);
}

TEST(Lint, AProblemOfManyCellsIsToldOnce) {
  EXPECT_EQ(problem("matrix: { bit: 0..50 }\nedits:\n - { flip: Finished.verify_dat, bit: \"{bit}\" }\n").substr(0, 14),
            "case.yaml:7:12");
}

TEST(Lint, TheMatrixIsUsed) {
  EXPECT_THAT(problem("matrix: { bot: [1] }\n"), HasSubstr("5:11: nothing uses this key of the matrix"));
  EXPECT_THAT(problem("matrix: { bit: [1] }\nedits:\n - { flip: Finished.verify_data, bit: \"{bitt}\" }\n - { flip: "
                      "Finished.verify_data, bit: \"{bit}\" }\n"),
              HasSubstr("unknown key of the matrix (got 'bitt', expected 'bit')"));
  EXPECT_THAT(problem("edits:\n - { flip: Finished.verify_data, bit: \"{bit}\" }\n"),
              HasSubstr("the case has no matrix"));
  EXPECT_THAT(problem("matrix: { group: [x25519] }\nexcept: [ { grup: x25519 } ]\n"),
              HasSubstr("(got 'grup', expected 'group')"));
  EXPECT_THAT(problem("matrix: { bit: \"each_bit(ClientHello.legacy_session_id)\" }\nedits:\n - { flip: "
                      "Finished.verify_data, bit: \"{bit}\" }\n"),
              HasSubstr("the size of this field is not known before a message is built"));
  EXPECT_THAT(problem("matrix: { bit: 3..1 }\nedits:\n - { flip: Finished.verify_data, bit: \"{bit}\" }\n"),
              HasSubstr("not a range"));
}

TEST(Lint, ValuesMustFit) {
  EXPECT_THAT(problem("edits: [ ClientHello: { legacy_version: 0x10000 } ]\n"),
              HasSubstr("the number is out of range (got '0x10000', expected 0 to 65535)"));
  EXPECT_THAT(problem("edits: [ ClientHello: { random: \"hex:00\" } ]\n"),
              HasSubstr("random has a fixed size (got 1 octets, expected 32 octets"));
  EXPECT_THAT(problem("edits: [ ClientHello: { legacy_session_id: 5 } ]\n"),
              HasSubstr("octets are not written like this (got '5'"));
  EXPECT_THAT(problem("edits: [ ClientHello: { legacy_session_id: \"hex:0\" } ]\n"), HasSubstr("case.yaml:5:44"));
  EXPECT_THAT(problem("edits: [ ClientHello: { cipher_suites: x25519 } ]\n"), HasSubstr("cipher_suites is a list"));
  EXPECT_THAT(
      problem(
          "edits: [ ClientHello: { extensions: { add: { key_share: { client_shares: [ { group: x25519 } ] } } } } ]\n"),
      HasSubstr("key_exchange is missing"));
  EXPECT_THAT(problem("edits: [ ClientHello: { random.length: 3 } ]\n"), HasSubstr("this field has no length prefix"));
}

TEST(Lint, OperatorsMustFitTheirField) {
  EXPECT_THAT(problem("edits: [ { add: ClientHello.random, by: 1 } ]\n"), HasSubstr("'add' does not apply here"));
  EXPECT_THAT(problem("edits: [ { append: ClientHello.random, element: 1 } ]\n"),
              HasSubstr("'append' does not apply here"));
  EXPECT_THAT(problem("edits: [ { order: ClientHello.cipher_suites, first: [key_share] } ]\n"),
              HasSubstr("'order' does not apply here"));
  EXPECT_THAT(problem("edits: [ { truncate: ClientHello.random } ]\n"), HasSubstr("'truncate' needs 'by'"));
}

// A few lines can ask for more than a script may hold.
TEST(Lint, AScriptHasItsSize) {
  const std::string large = "zeros(262144)";
  std::string steps;
  for (int i = 0; i < 20; ++i) steps += "  - send: { application_data: " + large + " }\n";
  const auto all = problems_of("about: a\nrfc: 8446\npeer: client\nsteps:\n" + steps + "expect: close\n");
  ASSERT_EQ(all.size(), 1U) << testing::PrintToString(all);
  EXPECT_EQ(all.front(),
            "case.yaml:9:31: the script is too large (expected messages of at most 1048576 octets in all)");
  EXPECT_THAT(
      problem("edits:\n - application_data: { data: " + large + " }\n - { repeat: application_data, times: 9 }\n"),
      HasSubstr("case.yaml:7:4: the script is too large"));
  EXPECT_THAT(problem("edits:\n - { repeat: application_data, times: 900 }\n - \"application_data#*\": { data: "
                      "\"fill(1, 9000)\" }\n"),
              HasSubstr("the script is too large"));
  // Each cell has a script of its own.
  EXPECT_THAT(
      problems_of(client_case("matrix: { n: 1..20 }\nedits: [ application_data: { data: \"fill({n}, 200000)\" } ]\n")),
      IsEmpty());
}

TEST(Lint, TheTargetsMessagesAreItsOwn) {
  EXPECT_THAT(problem("edits: [ repeat: server.Finished ]\n"), HasSubstr("the target sends this message"));
  EXPECT_THAT(problem("edits: [ server.ServerHello: { legacy_version: 1 } ]\n"),
              HasSubstr("the target sends this message"));
  EXPECT_THAT(problem("edits: [ { flip: server.Finished.verify_data, bit: 1 } ]\n"),
              HasSubstr("the target sends this message"));
}

TEST(Lint, ConnectionsAndCountsMustExist) {
  EXPECT_THAT(problem("edits: [ omit: \"@2.client.Finished\" ]\n"), HasSubstr("the flow has no such connection"));
  EXPECT_THAT(problem("edits: [ omit: \"client.Finished#1\" ]\n"), HasSubstr("the flow has no such message"));
  EXPECT_THAT(problem("edits: [ insert: { message: KeyUpdate } ]\n"), HasSubstr("the place is not clear"));
  EXPECT_THAT(problem("edits: [ { replace: client.Finished } ]\n"), HasSubstr("'replace' needs 'with'"));
  EXPECT_THAT(problem("resume_with: { server_name: x }\n"), HasSubstr("this flow resumes nothing"));
}

TEST(Lint, AMessageOfTheOtherVersionSaysSo) {
  EXPECT_THAT(problem("edits:\n - insert: { after: client.Finished, message: { Certificate: { of_version: TLSv1.2, "
                      "certificate_request_context: a } } }\n"),
              HasSubstr("no such field"));
  EXPECT_THAT(problems_of(client_case("edits:\n - insert: { after: client.Finished, message: ServerHelloDone }\n")),
              IsEmpty());
}

TEST(Address, ReadsAndPrints) {
  for (const auto* text :
       {"ClientHello", "client.Finished", "@2.server.NewSessionTicket#1", "client.ClientHello#*.extensions[key_share]"})
    EXPECT_EQ(to_string(parse_address(text).value()), text);
  for (const auto* text :
       {"", "@0.Finished", "@x.Finished", "client.", "Finished#", "Finished#x", "Finished!", "peer.Finished"})
    EXPECT_FALSE(parse_address(text)) << text;
}

}  // namespace
}  // namespace shakedown::script
