// Each invariant holds in honest conversations and fires on a doctored one: without both a check proves nothing.
#include <gtest/gtest.h>

#include <functional>

#include "harness/check/verdict.h"
#include "tests/peer/pair.h"

namespace shakedown::check {
namespace {

using peer::ConnectionLog;
using peer::Pair;
using protocol::Epoch;
using registry::ProtocolVersion;
using registry::Role;
using registry::operator""_content;
using registry::operator""_group;

std::string broken(Role target, ConnectionLog log) {
  log.ended = peer::Ended::completed;
  std::string out;
  for (const auto& i : check_invariants({.id = "test/case", .peer = other(target)}, {{std::move(log)}, {}}))
    out += i.name + " [" + i.clause.rfc + " §" + i.clause.section + "]: " + i.detail + "\n";
  return out;
}
bool fires(const std::string& broken, const std::string& name) { return broken.find(name + " [") != std::string::npos; }

protocol::Params all_of_it(bool tls13) {
  protocol::Params params{.client_auth = protocol::ClientAuth::required, .alpn = {"h2", "http/1.1"}};
  if (!tls13) params.version = ProtocolVersion{0x0303};
  return params;
}

// --- Honest conversations
// ---------------------------------------------------------------------------------------------

class Honest : public testing::TestWithParam<std::string> {};

TEST_P(Honest, BreakNothing) {
  const auto& flow = *protocol::find_flow(GetParam());
  const protocol::Params base{.alpn = {"h2", "http/1.1"}};
  Pair pair(protocol::flow_params(flow, 0, base));
  for (std::size_t i = 0; i < flow.connections.size(); ++i) {
    const auto params = protocol::flow_params(flow, i, base);
    if (i > 0) {
      pair.client = peer::Peer(Role::client, params, 10 + i, pair.client_sessions, pair.shares);
      pair.server = peer::Peer(Role::server, params, 20 + i, pair.server_sessions, pair.shares);
    }
    pair.play(flow, i, params);
    for (const auto target : {Role::client, Role::server})
      EXPECT_EQ(broken(target, pair.of(other(target)).log()), "") << static_cast<int>(target) << i;
  }
}
std::vector<std::string> flow_names() {
  std::vector<std::string> out;
  for (const auto& flow : protocol::flows()) out.emplace_back(flow.name);
  return out;
}
INSTANTIATE_TEST_SUITE_P(Conversations, Honest, testing::ValuesIn(flow_names()), [](const auto& i) {
  auto name = i.param;
  std::replace(name.begin(), name.end(), '.', '_');
  return name;
});

// --- Messages that the target altered before it hashed, signed and sent them
// --------------------------------------------

struct Altered {
  const char* invariant;
  const char* flow;
  Role target;
  const char* message;
  const char* address;
  const char* op;
  const char* hex;
};
void PrintTo(const Altered& a, std::ostream* out) { *out << a.invariant << " " << a.flow << " " << a.address; }

// What our peer got from a target that altered one of its messages, as far as this message.
ConnectionLog altered(const Altered& a) {
  const auto& flow = *protocol::find_flow(a.flow);
  const auto params = protocol::flow_params(flow, 0, all_of_it(flow.version == ProtocolVersion{0x0304}));
  Pair pair(params);
  pair.play(flow, 0, params, a.message);
  const edit::Edit edit{
      .address = wire::parse_path(a.address).value(), .op = a.op, .bytes = from_hex(a.hex).value(), .number = 0};
  const auto sent = pair.send(a.target, {.message = a.message, .edits = {edit}});
  EXPECT_TRUE(sent) << to_string(sent.error());
  return pair.of(other(a.target)).log();
}

class Alteration : public testing::TestWithParam<Altered> {};

TEST_P(Alteration, IsNoticed) {
  const auto what = broken(GetParam().target, altered(GetParam()));
  EXPECT_TRUE(fires(what, GetParam().invariant)) << what;
}

constexpr const char* finished = "target_finished";
constexpr const char* signature = "target_signature";
constexpr const char* session_id = "session_id_echo";
constexpr const char* value = "negotiated_was_offered";
constexpr const char* extension = "extensions_were_offered";
constexpr const char* form = "well_formed";
constexpr auto server = Role::server, client = Role::client;
INSTANTIATE_TEST_SUITE_P(
    Of, Alteration,
    testing::Values(
        Altered{finished, "tls13.full", server, "Finished", "Finished.verify_data", "flip", ""},
        Altered{finished, "tls13.full", client, "Finished", "Finished.verify_data", "flip", ""},
        Altered{finished, "tls12.full", server, "Finished", "Finished.verify_data", "flip", ""},
        Altered{finished, "tls12.full", client, "Finished", "Finished.verify_data", "flip", ""},
        Altered{signature, "tls13.full", server, "CertificateVerify", "CertificateVerify.signature", "flip", ""},
        Altered{signature, "tls13.full", client, "CertificateVerify", "CertificateVerify.signature", "flip", ""},
        Altered{signature, "tls12.full", server, "ServerKeyExchange", "ServerKeyExchange.signature", "flip", ""},
        Altered{signature, "tls12.full", client, "CertificateVerify", "CertificateVerify.signature", "flip", ""},
        Altered{session_id, "tls13.full", server, "ServerHello", "ServerHello.legacy_session_id_echo", "flip", ""},
        Altered{session_id, "tls13.full", server, "ServerHello", "ServerHello.legacy_session_id_echo", "empty", ""},
        Altered{value, "tls13.full", server, "ServerHello", "ServerHello.cipher_suite", "set", "1304"},
        Altered{value, "tls12.full", server, "ServerHello", "ServerHello.cipher_suite", "set", "000a"},
        Altered{value, "tls13.full", server, "ServerHello", "ServerHello.legacy_compression_method", "set", "01"},
        Altered{value, "tls13.full", server, "ServerHello",
                "ServerHello.extensions[supported_versions].selected_version", "set", "0305"},
        Altered{value, "tls12.full", server, "ServerHello", "ServerHello.legacy_version", "set", "0304"},
        Altered{value, "tls13.full", server, "ServerHello", "ServerHello.extensions[key_share].server_share.group",
                "set", "0018"},
        Altered{value, "tls13.psk", server, "ServerHello", "ServerHello.extensions[pre_shared_key].selected_identity",
                "set", "0001"},
        Altered{value, "tls13.hrr", server, "HelloRetryRequest",
                "HelloRetryRequest.extensions[key_share].selected_group", "set", "0104"},
        Altered{value, "tls13.full", server, "EncryptedExtensions",
                "EncryptedExtensions.extensions[application_layer_protocol_negotiation].protocol_name_list", "set",
                "02687a"},
        Altered{value, "tls13.full", server, "EncryptedExtensions",
                "EncryptedExtensions.extensions[application_layer_protocol_negotiation].protocol_name_list", "set",
                "02683208687474702f312e31"},
        Altered{value, "tls12.full", server, "ServerHello",
                "ServerHello.extensions[application_layer_protocol_negotiation].protocol_name_list", "set", "02687a"},
        Altered{value, "tls12.full", server, "ServerKeyExchange", "ServerKeyExchange.params.named_curve", "set",
                "001e"},
        Altered{value, "tls13.full", server, "CertificateVerify", "CertificateVerify.algorithm", "set", "0201"},
        Altered{value, "tls13.full", client, "CertificateVerify", "CertificateVerify.algorithm", "set", "0201"},
        Altered{value, "tls12.full", client, "CertificateVerify", "CertificateVerify.algorithm", "set", "0202"},
        Altered{extension, "tls13.full", server, "EncryptedExtensions", "EncryptedExtensions.extensions", "set",
                "000f000101"},
        Altered{extension, "tls12.full", server, "ServerHello", "ServerHello.extensions", "set", "000f000101"},
        Altered{extension, "tls13.hrr", server, "HelloRetryRequest", "HelloRetryRequest.extensions", "set",
                "002b00020304000f000101"},
        Altered{extension, "tls13.full", server, "Certificate", "Certificate.certificate_list[0].extensions", "set",
                "00120004000201ff"},
        Altered{form, "tls13.full", server, "EncryptedExtensions", "EncryptedExtensions.extensions", "set", "000f00"},
        Altered{form, "tls12.full", client, "Certificate", "Certificate.certificate_list", "set", "000005aabb"}));

// --- Logs that say what cannot be
// -------------------------------------------------------------------------------------

struct Doctored {
  const char* name;
  const char* invariant;
  std::function<void(ConnectionLog&)> doctor;
};
void PrintTo(const Doctored& d, std::ostream* out) { *out << d.name; }

peer::WireRecord& last_record(ConnectionLog& log, Role sender) {
  return *std::find_if(log.records.rbegin(), log.records.rend(), [&](const auto& r) { return r.sender == sender; });
}
protocol::SeenMessage& last_message(ConnectionLog& log, Role sender) {
  return *std::find_if(log.messages.rbegin(), log.messages.rend(), [&](const auto& m) { return m.sender == sender; });
}

// The server is the target.
class Doctoring : public testing::TestWithParam<std::tuple<const char*, Doctored>> {};

TEST_P(Doctoring, IsNoticed) {
  const auto& [name, doctored] = GetParam();
  const auto& flow = *protocol::find_flow(name);
  const auto params = protocol::flow_params(flow, 0, all_of_it(flow.version == ProtocolVersion{0x0304}));
  Pair pair(params);
  pair.play(flow, 0, params);
  auto log = pair.client.log();
  ASSERT_EQ(broken(server, log), "");
  doctored.doctor(log);
  const auto what = broken(server, log);
  EXPECT_TRUE(fires(what, doctored.invariant)) << what;
}

const Doctored doctored[] = {
    {"RecordAltered", "records_open", [](auto& log) { last_record(log, server).bytes.back() ^= 1U; }},
    {"SequenceNotFromZero", "records_open",
     [](auto& log) {
       const auto first = std::ranges::find_if(
           log.records, [](const auto& r) { return r.sender == server && r.epoch != Epoch::plaintext; });
       first->sequence = 1;
     }},
    {"SecretsLost", "records_open", [](auto& log) { log.secrets.clear(); }},
    {"RecordUndecryptable", "records_open", [](auto& log) { log.undecryptable = 1; }},
    {"MessageOtherThanSent", "records_open", [](auto& log) { last_message(log, server).raw.back() ^= 1U; }},
    {"MessageThatNoRecordHolds", "records_open", [](auto& log) { log.messages.push_back(last_message(log, server)); }},
    {"MessageLost", "records_open",
     [](auto& log) { log.messages.erase(log.messages.begin() + (&last_message(log, server) - log.messages.data())); }},
    {"RecordTooLong", "record_sizes", [](auto& log) { last_record(log, server).bytes.resize(5 + (1U << 14) + 2049); }},
    {"ClearRecordTooLong", "record_sizes",
     [](auto& log) {
       const auto first = std::ranges::find(log.records, server, &peer::WireRecord::sender);
       first->bytes.resize(5 + (1U << 14) + 1);
     }},
    {"EmptyHandshakeRecord", "record_sizes",
     [](auto& log) {
       const auto first = std::ranges::find(log.records, server, &peer::WireRecord::sender);
       first->bytes.resize(5);
     }},
    {"DataInTheClear", "nothing_in_the_clear",
     [](auto& log) {
       const auto data = std::find_if(log.messages.begin(), log.messages.end(), [](const auto& m) {
         return m.sender == server && m.content_type == "application_data"_content;
       });
       data->epoch = Epoch::plaintext;
     }},
    {"FinishedInTheClear", "nothing_in_the_clear",
     [](auto& log) {
       for (auto& m : log.messages)
         if (m.sender == server && m.name() == "Finished") m.epoch = Epoch::plaintext;
     }},
    {"OpenAfterAFatalAlert", "closed_after_alert",
     [](auto& log) {
       auto& m = last_message(log, server);
       m.content_type = "alert"_content;
       m.raw = {2, 40};
       log.we_closed = log.messages.size();
     }},
    {"ExporterOfItsOwn", "exporters_agree",
     [](auto& log) {
       log.exported.push_back({.label = "l", .context = std::nullopt, .output = Bytes{1, 2}});
       log.target.exported.push_back({.label = "l", .context = std::nullopt, .output = Bytes{1, 3}});
     }},
    {"DataDeliveredTwice", "data_delivered",
     [](auto& log) {
       log.target.data_known = true;
       for (int i = 0; i < 2; ++i) append(log.target.application_data, last_message(log, client).raw);
     }},
    {"DataThatNobodySent", "data_delivered", [](auto& log) {
       log.target.data_known = true;
       log.target.application_data = Bytes{0xde, 0xad};
     }}};
INSTANTIATE_TEST_SUITE_P(Of, Doctoring,
                         testing::Combine(testing::Values("tls13.full", "tls12.full"), testing::ValuesIn(doctored)),
                         [](const auto& i) {
                           const std::string flow = std::get<0>(i.param);
                           return flow.substr(0, 5) + "_" + std::get<1>(i.param).name;
                         });

// --- What takes two messages to see
// ------------------------------------------------------------------------------------

TEST(Downgrade, IsMarkedByAServerThatCouldDoMore) {
  auto params = protocol::flow_params(*protocol::find_flow("tls12.full"), 0, all_of_it(false));
  Pair pair(params);
  pair.play(*protocol::find_flow("tls12.full"), 0, params, "Certificate");
  auto log = pair.client.log();
  EXPECT_FALSE(fires(broken(server, log), "downgrade_marked"));
  log.params.target_version_max = ProtocolVersion{0x0304};
  EXPECT_TRUE(fires(broken(server, log), "downgrade_marked"));
}

// RFC 8446 §4.1.4: the server answers the first ClientHello, not the second, with what it wants retried.
TEST(Answers, BelongToTheClientHelloBeforeThem) {
  const auto& flow = *protocol::find_flow("tls13.hrr");
  const auto params = protocol::flow_params(flow, 0, {});
  Pair pair(params);
  pair.play(flow, 0, params);
  auto log = pair.client.log();
  EXPECT_EQ(broken(server, log), "");
  // Repeated: the second ClientHello has a share of the group that the second HelloRetryRequest would want.
  const auto first = std::ranges::find(log.messages, server, &protocol::SeenMessage::sender);
  ASSERT_EQ(first->name(), "HelloRetryRequest");
  const auto hello = std::ranges::find(log.messages, client, &protocol::SeenMessage::sender);
  const auto second = std::find_if(first, log.messages.end(), [](const auto& m) { return m.name() == "ClientHello"; });
  ASSERT_NE(second, log.messages.end());
  hello->raw = second->raw;
  EXPECT_TRUE(fires(broken(server, log), value)) << broken(server, log);
}

}  // namespace
}  // namespace shakedown::check
