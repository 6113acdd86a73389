#include <gmock/gmock.h>

#include "harness/script/flights.h"
#include "tests/script/cases.h"

namespace shakedown::script {
namespace {

using registry::operator""_alert;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

MessageSpec message_of(const std::string& yaml, const std::string& with = "{}") {
  const auto s = script_of("peer: client\nwith: " + with + "\nsteps:\n - send: [ " + yaml + " ]\nexpect: completes\n");
  return s.connections.empty() ? MessageSpec{} : std::get<Send>(s.connections[0].steps.at(0)).messages.at(0);
}
std::string edits_in(const std::string& message, const std::string& with = "{}") {
  std::string out;
  for (const auto& edit : message_of(message, with).edits) out += edit::to_string(edit) + "\n";
  return out;
}

TEST(Reader, TheOrderOfTheKeysOfACaseSaysNothing) {
  const auto a = read_case("peer: client\nflow: tls13.full\nexpect: close\nlevel: may\n", options_of());
  const auto b = read_case("level: may\nexpect: close\nflow: tls13.full\npeer: client\n", options_of());
  ASSERT_TRUE(a && b);
  EXPECT_EQ(*a, *b);
  EXPECT_EQ(write_case(*a), write_case(*b));
}

TEST(Reader, ValuesAreTypedByTheSchema) {
  EXPECT_EQ(edits_in("{ ClientHello: { legacy_version: TLSv1.3 } }"),
            "{ set: ClientHello.legacy_version, to: \"hex:0304\" }\n");
  EXPECT_EQ(edits_in("{ ClientHello: { legacy_version: 0x0301, legacy_session_id: \"hex:01 02\" } }"),
            "{ set: ClientHello.legacy_version, to: \"hex:0301\" }\n{ set: ClientHello.legacy_session_id, to: "
            "\"hex:0102\" }\n");
  EXPECT_EQ(edits_in("{ ClientHello: { cipher_suites: [TLS_AES_128_GCM_SHA256, 0x0a0a, 255] } }"),
            "{ set: ClientHello.cipher_suites, to: \"hex:13010a0a00ff\" }\n");
  EXPECT_EQ(edits_in("{ ClientHello: { legacy_session_id: \"fill(0xab, 3)\", random: zeros(32) } }"),
            "{ set: ClientHello.legacy_session_id, to: \"hex:ababab\" }\n{ set: ClientHello.random, to: \"hex:" +
                std::string(64, '0') + "\" }\n");
  EXPECT_EQ(edits_in("{ ClientHello: { legacy_compression_methods: [\"null\", DEFLATE] } }"),
            "{ set: ClientHello.legacy_compression_methods, to: \"hex:0001\" }\n");
}

TEST(Reader, ExtensionsAreOverriddenInPlace) {
  EXPECT_EQ(edits_in("{ ClientHello: { extensions: { key_share: { client_shares: [ { group: x25519, key_exchange: "
                     "\"hex:00\" } ] } } } }"),
            "{ set: ClientHello.extensions[key_share].client_shares, to: \"hex:001d000100\" }\n");
  EXPECT_EQ(edits_in("{ ClientHello: { extensions: { supported_versions: [TLSv1.2] } } }"),
            "{ set: ClientHello.extensions[supported_versions], to: \"hex:002b0003020303\" }\n");
  EXPECT_EQ(
      edits_in("{ ClientHello: { extensions: { 0x1234: \"hex:ff\", cookie: absent, \"key_share#1\": absent } } }"),
      "{ set: ClientHello.extensions[0x1234].extension_data, to: \"hex:ff\" }\n"
      "{ remove: ClientHello.extensions[cookie] }\n{ remove: ClientHello.extensions[key_share#1] }\n");
  EXPECT_EQ(edits_in("{ ClientHello: { extensions: absent } }"), "{ remove: ClientHello.extensions }\n");
  EXPECT_EQ(edits_in("{ ClientHello: { extensions: [ { cookie: { cookie: ab } }, early_data, { 0x0a0a: \"\" } ] } }"),
            "{ set: ClientHello.extensions, to: \"hex:002c000400026162002a00000a0a0000\" }\n");
}

TEST(Reader, ExtensionsAreAddedRemovedAndOrdered) {
  EXPECT_EQ(
      edits_in(
          "{ ClientHello: { extensions: { add: { cookie: ab, 0x1234: \"hex:01\" }, append: [ { padding: zeros(1) } ],"
          " remove: [key_share], duplicate: supported_groups, order: [cookie, 0x1234] } } }"),
      "{ insert: ClientHello.extensions, at: 0, element: \"hex:002c000400026162\" }\n"
      "{ insert: ClientHello.extensions, at: 1, element: \"hex:1234000101\" }\n"
      "{ append: ClientHello.extensions, element: \"hex:0015000100\" }\n"
      "{ remove: ClientHello.extensions[key_share] }\n"
      "{ duplicate: ClientHello.extensions[supported_groups] }\n"
      "{ order: ClientHello.extensions, first: \"hex:002c1234\" }\n");
}

TEST(Reader, ListsChangeAndLengthsAreFields) {
  EXPECT_EQ(edits_in("{ ClientHello: { cipher_suites: { add: 0x0a0a, append: [0x1a1a], remove: [0], swap: 1 } } }"),
            "{ insert: ClientHello.cipher_suites, at: 0, element: \"hex:0a0a\" }\n"
            "{ append: ClientHello.cipher_suites, element: \"hex:1a1a\" }\n"
            "{ remove: ClientHello.cipher_suites[0] }\n{ swap: ClientHello.cipher_suites[1] }\n");
  EXPECT_EQ(edits_in("{ ClientHello: { cipher_suites.length: 3, "
                     "\"extensions[key_share].client_shares[0].key_exchange.length\": 0 } }"),
            "{ set: ClientHello.cipher_suites.length, to: \"hex:0003\" }\n"
            "{ set: ClientHello.extensions[key_share].client_shares[0].key_exchange.length, to: \"hex:0000\" }\n");
  EXPECT_EQ(edits_in("{ Finished: { length: 5 } }"), "{ set: Finished.length, to: \"hex:000005\" }\n");
}

TEST(Reader, MutationsAreNamed) {
  const auto mutation = [](const std::string& text) {
    return edits_in("{ ClientHello: { edits: [ " + text + " ] } }");
  };
  EXPECT_EQ(mutation("{ flip: \"ClientHello.random[255]\" }"), "{ flip: ClientHello.random, bit: 255 }\n");
  EXPECT_EQ(mutation("{ flip: random, bit: -1, after: true }"), "{ flip: ClientHello.random, bit: -1, after: true }\n");
  EXPECT_EQ(mutation("{ set: \"extensions[key_share].length\", to: 9, lengths: lie }"),
            "{ set: ClientHello.extensions[key_share].length, to: \"hex:0009\", lengths: lie }\n");
  EXPECT_EQ(mutation("{ set: \"extensions[supported_groups]\", to: { named_group_list: [x25519] } }"),
            "{ set: ClientHello.extensions[supported_groups], to: \"hex:000a00040002001d\" }\n");
  EXPECT_EQ(mutation("{ insert: cipher_suites, at: 2, element: TLS_AES_256_GCM_SHA384 }, { append: extensions, "
                     "element: { early_data: } }"),
            "{ insert: ClientHello.cipher_suites, at: 2, element: \"hex:1302\" }\n"
            "{ append: ClientHello.extensions, element: \"hex:002a0000\" }\n");
  EXPECT_EQ(
      mutation("{ order: extensions, first: [key_share, 43] }, { random: random }, { truncate: ClientHello, by: 1 }"),
      "{ order: ClientHello.extensions, first: \"hex:0033002b\" }\n{ random: ClientHello.random, octets: 0 }\n"
      "{ truncate: ClientHello, by: 1 }\n");
}

TEST(Reader, StructuresFollowVersionAndSuite) {
  EXPECT_EQ(edits_in("{ Certificate: { certificate_request_context: \"hex:01\" } }"),
            "{ set: Certificate.certificate_request_context, to: \"hex:01\" }\n");
  EXPECT_EQ(edits_in("{ ClientKeyExchange: { encrypted_pre_master_secret: \"hex:01\" } }",
                     "{ version: TLSv1.2, cipher_suite: TLS_RSA_WITH_AES_128_GCM_SHA256 }"),
            "{ set: ClientKeyExchange.encrypted_pre_master_secret, to: \"hex:01\" }\n");
  EXPECT_EQ(edits_in("{ ClientKeyExchange: { ecdh_Yc: \"hex:01\" } }", "{ version: TLSv1.2 }"),
            "{ set: ClientKeyExchange.ecdh_Yc, to: \"hex:01\" }\n");
  const auto other = message_of("{ Certificate: { of_version: TLSv1.2, certificate_list: [] } }");
  EXPECT_EQ(other.of_version, "TLSv1.2");
  EXPECT_EQ(edit::to_string(other.edits.at(0)), "{ set: Certificate.certificate_list, to: \"hex:\" }");
}

TEST(Reader, ComputedInputsRecordsAndCommit) {
  const auto m = message_of(
      "{ Finished: { compute: { label: \"client finished\", side: server, hash: sha384, without: [client.Certificate], "
      "key: "
      "application, replay: server.Finished }, records: { fragment: 1, padding: 3, content_type: alert, version: "
      "0x0301, keys: "
      "plaintext, sequence: 0xffffffffffffffff, interleave: alert, repeat: true, ciphertext: [ { flip: record.type, "
      "bit: 0 } ], "
      "inner: [ { set: inner.type, to: 0 } ] }, commit: nothing } }");
  EXPECT_EQ(m.compute.label, "client finished");
  EXPECT_EQ(m.compute.side, Role::server);
  EXPECT_EQ(m.compute.hash, registry::Hash::sha384);
  EXPECT_THAT(m.compute.without, ElementsAre("client.Certificate"));
  EXPECT_EQ(m.compute.key, Epoch::application);
  EXPECT_EQ(m.compute.replay, "server.Finished");
  EXPECT_EQ(m.records.fragment, 1U);
  EXPECT_EQ(m.records.padding, 3U);
  EXPECT_EQ(m.records.content_type, ContentType{21});
  EXPECT_EQ(m.records.version, 0x0301);
  EXPECT_EQ(m.records.keys, Epoch::plaintext);
  EXPECT_EQ(m.records.sequence, UINT64_MAX);
  EXPECT_EQ(m.records.interleave, "alert");
  EXPECT_TRUE(m.records.repeat);
  EXPECT_EQ(edit::to_string(m.records.ciphertext.at(0)), "{ flip: record.type, bit: 0 }");
  EXPECT_EQ(edit::to_string(m.records.inner.at(0)), "{ set: inner.type, to: \"hex:00\" }");
  EXPECT_EQ(m.commit, Commit::nothing);
  EXPECT_TRUE(m.deviates);
}

TEST(Reader, OtherContents) {
  const auto alert = message_of("{ alert: { description: user_canceled, level: fatal, records: { fragment: 1 } } }");
  EXPECT_EQ(alert.alert, "user_canceled"_alert);
  EXPECT_EQ(alert.alert_level, 2);
  EXPECT_EQ(alert.records.fragment, 1U);
  EXPECT_EQ(message_of("{ alert: close_notify }").alert, "close_notify"_alert);
  const auto data = message_of("{ application_data: \"hello\" }");
  EXPECT_EQ(as_text(data.bytes), "hello");
  EXPECT_EQ(data.source, MessageSpec::Source::bytes);
  const auto raw =
      message_of("{ bytes: \"hex:0101\", content_type: change_cipher_spec, records: { version: 0x0300 } }");
  EXPECT_EQ(raw.bytes, (Bytes{1, 1}));
  EXPECT_EQ(raw.content_type, ContentType{20});
  EXPECT_TRUE(raw.deviates);
  EXPECT_FALSE(message_of("{ bytes: \"hex:01\", deviates: false }").deviates);
  EXPECT_EQ(edits_in("{ change_cipher_spec: { type: 2 } }"), "{ set: change_cipher_spec.type, to: \"hex:02\" }\n");
  EXPECT_EQ(edits_in("{ close_notify: { level: fatal } }"), "{ set: alert.level, to: \"hex:02\" }\n");
}

TEST(Reader, StepsExpectAndAsk) {
  const auto s = script_of(
      "peer: client\nsteps:\n - send: ClientHello\n - expect: [ServerHello|HelloRetryRequest, NewSessionTicket*, "
      "change_cipher_spec?, "
      "{ ServerHello: { cipher_suite: TLS_AES_128_GCM_SHA256, extensions: { key_share: absent, supported_versions: { "
      "selected_version: "
      "TLSv1.3 } } } }]\n - ask: key_update_requested\n - ask: { write: \"hex:01\" }\nexpect: [ { alert: "
      "[handshake_failure, "
      "illegal_parameter] }, close, { waits: message } ]\nlevel: should\n");
  const auto& expect = std::get<Expect>(s.connections[0].steps.at(1));
  EXPECT_THAT(expect.patterns.at(0).names, ElementsAre("ServerHello", "HelloRetryRequest"));
  EXPECT_EQ(expect.patterns[1].often, Pattern::Often::any);
  EXPECT_EQ(expect.patterns[2].often, Pattern::Often::at_most_once);
  const auto& fields = expect.patterns[3].fields;
  ASSERT_EQ(fields.size(), 3U);
  EXPECT_EQ(fields[0].value, (Bytes{0x13, 1}));
  EXPECT_TRUE(fields[1].absent);
  EXPECT_EQ(wire::to_string(fields[2].address), "ServerHello.extensions[supported_versions].selected_version");
  EXPECT_EQ(std::get<Ask>(s.connections[0].steps.at(2)).what, Ask::What::key_update_requested);
  EXPECT_EQ(std::get<Ask>(s.connections[0].steps.at(3)).data, Bytes{1});
  ASSERT_EQ(s.expect.any_of.size(), 3U);
  EXPECT_EQ(s.expect.any_of[0].alerts.size(), 2U);
  EXPECT_EQ(s.expect.any_of[2].rest, "message");
  EXPECT_EQ(s.expect.level, Level::should);
}

TEST(Reader, ParametersOfEveryKind) {
  const auto p =
      script_of(
          "peer: server\nsteps: []\nexpect: completes\nwith: { version: TLSv1.2, cipher_suites: [0xc02b], groups: "
          "[x448], key_shares: "
          "[x25519], signature_schemes: [ed448], certificate: ed448, client_certificate: rsa_pss, client_auth: "
          "requested, "
          "server_name: a.b, alpn: [h2], compatibility_mode: false, cookie: true, tickets: 2, early_data: true, "
          "early_data_answer: reject, external_psk: true, extended_master_secret: false, encrypt_then_mac: true, "
          "session_tickets: false, secure_renegotiation: false, application_data: 7, hello_retry: true, resume: true "
          "}\n")
          .connections.at(0)
          .params;
  Params want;
  want.version = registry::ProtocolVersion{0x0303};
  want.cipher_suites = {registry::CipherSuite{0xc02b}};
  want.groups = {registry::NamedGroup{30}};
  want.key_shares = {registry::NamedGroup{29}};
  want.signature_schemes = {registry::SignatureScheme{0x0808}};
  want.certificate = crypto::KeyKind::ed448;
  want.client_certificate = crypto::KeyKind::rsa_pss;
  want.client_auth = protocol::ClientAuth::requested;
  want.server_name = "a.b";
  want.alpn = {"h2"};
  want.compatibility_mode = false;
  want.cookie = want.early_data = want.external_psk = want.encrypt_then_mac = want.hello_retry = want.resume = true;
  want.tickets = 2;
  want.early_data_answer = protocol::EarlyDataAnswer::reject;
  want.extended_master_secret = want.session_tickets = want.secure_renegotiation = false;
  want.application_data = 7;
  EXPECT_EQ(p, want);
}

TEST(Reader, FlightsAreReplayed) {
  const std::string text =
      "# a recording\nclient handshake 0100\nclient change_cipher_spec 01\nserver handshake 0200 # answer\nclient "
      "handshake 14 00\n";
  const auto messages = parse_flights(text, "f").value();
  ASSERT_EQ(messages.size(), 4U);
  EXPECT_EQ(messages[1], (FlightMessage{Role::client, registry::ContentType{20}, Bytes{1}}));
  EXPECT_EQ(messages[2], (FlightMessage{Role::server, registry::ContentType{22}, Bytes{2, 0}}));
  EXPECT_EQ(messages[3].content, (Bytes{0x14, 0}));
  EXPECT_EQ(nth_flight(messages, Role::client, 0).size(), 2U);
  EXPECT_EQ(nth_flight(messages, Role::client, 1).size(), 1U);
  EXPECT_TRUE(nth_flight(messages, Role::server, 1).empty());
  auto options = options_of();
  options.flights = [&](std::string_view name) -> Result<std::string> {
    if (name == "f") return text;
    return fail(Cause::input, "no such flight");
  };
  const auto s = read_script("peer: client\nsteps: [ send: { flight: f, part: 1 } ]\nexpect: close\n", options);
  ASSERT_TRUE(s) << to_string(s.error());
  EXPECT_EQ(std::get<Send>(s->connections[0].steps[0]).messages.at(0).bytes, (Bytes{0x14, 0}));
  const auto clear = read_script(
      "peer: client\nsteps: [ send: { flight: f, records: { keys: plaintext } } ]\nexpect: close\n", options);
  ASSERT_TRUE(clear) << to_string(clear.error());
  const auto& sent = std::get<Send>(clear->connections[0].steps[0]).messages;
  EXPECT_EQ(sent.at(0).records.keys, Epoch::plaintext);
  EXPECT_EQ(sent.at(1).message, "change_cipher_spec");
  EXPECT_FALSE(read_script("peer: client\nsteps: [ send: { flight: g } ]\nexpect: close\n", options));
  EXPECT_EQ(to_string(parse_flights("klient handshake 00\n", "f").error()),
            "f:1:1: not a sender (got 'klient', expected client or server)");
  EXPECT_FALSE(parse_flights("client handshak 00\n", "f"));
  EXPECT_FALSE(parse_flights("client handshake 0\n", "f"));
}

TEST(Reader, ClausesNameEditions) {
  const auto c = parse_clause("8446 §4.4.3 / 9846 §4.5.3 (order)").value();
  EXPECT_EQ(c, (Clause{"8446", "4.4.3", "order", "9846", "4.5.3"}));
  for (const auto* text : {"8446 §4.4.3 / 9846 §4.5.3 (order)", "7685", "8446 §D.4", "5246 §7.4.9 (a note (nested))"})
    EXPECT_EQ(to_string(parse_clause(text).value()), text);
  for (const auto* text : {"", "RFC 8446", "8446 4.4", "8446 §", "8446 §4 /", "8446 §4 (", "8446 §4 x"})
    EXPECT_FALSE(parse_clause(text)) << text;
}

}  // namespace
}  // namespace shakedown::script
