// tshark reads every message that we logged: nothing malformed, nothing left encrypted.
#include "tests/trace/tshark.h"

#include <fmt/format.h>

#include "harness/trace/pcapng.h"
#include "tests/trace/conversations.h"

namespace shakedown::trace {
namespace {

using protocol::KeyKind;
using registry::Authentication;
using registry::KeyExchange;
using registry::operator""_content;
using registry::operator""_suite;
using registry::operator""_version;

constexpr auto tls12 = "TLSv1.2"_version;

std::vector<Course> courses13() {
  std::vector<Course> out{
      {.id = "full"},
      {.id = "client_auth", .params = {.client_auth = protocol::ClientAuth::required, .alpn = {"http/1.1"}}},
      {.id = "key_updates", .key_updates = true},
      {.id = "fragments", .fragment = 50},
      {.id = "rsa", .params = {.certificate = KeyKind::rsa}},
      {.id = "no_compatibility_mode", .params = {.compatibility_mode = false}},
      {.id = "hrr", .flow = "tls13.hrr", .params = {.cookie = true}},
      {.id = "psk", .flow = "tls13.psk"},
      {.id = "resumed", .flow = "tls13.resumed"},
      {.id = "early_data", .flow = "tls13.early_data"},
      {.id = "early_data_rejected",
       .flow = "tls13.early_data",
       .params = {.early_data_answer = protocol::EarlyDataAnswer::reject}},
  };
  for (const auto suite : {"TLS_AES_256_GCM_SHA384"_suite, "TLS_CHACHA20_POLY1305_SHA256"_suite})
    for (const auto* flow : {"tls13.full", "tls13.early_data"})
      out.push_back({.id = flow + registry::name_of(suite), .flow = flow, .params = {.cipher_suites = {suite}}});
  for (auto& course : out)
    if (course.flow.empty()) course.flow = "tls13.full";
  return out;
}

// Every suite of TLS 1.2 that our peer speaks.
std::vector<Course> courses12() {
  std::vector<Course> out{
      {.id = "resumed_id", .flow = "tls12.resumed_id", .params = {.version = tls12}},
      {.id = "resumed_ticket", .flow = "tls12.resumed_ticket", .params = {.version = tls12}},
      {.id = "client_auth", .params = {.version = tls12, .client_auth = protocol::ClientAuth::required}},
      {.id = "no_ems", .params = {.version = tls12, .extended_master_secret = false}},
  };
  for (const auto& row : registry::Table<registry::CipherSuite>::rows) {
    if (row.tls13 || (row.key_exchange != KeyExchange::ecdhe && row.key_exchange != KeyExchange::rsa)) continue;
    Params params{.version = tls12, .cipher_suites = {row.code}};
    if (row.authentication == Authentication::rsa) params.certificate = KeyKind::rsa;
    out.push_back({.id = std::string(row.name), .params = params});
    if (row.mac == registry::Hash::none) continue;
    params.encrypt_then_mac = true;
    out.push_back({.id = std::string(row.name) + "_etm", .params = params});
  }
  for (auto& course : out) {
    course.id = "tls12_" + course.id;
    if (course.flow.empty()) course.flow = "tls12.full";
  }
  return out;
}

// What there is to be seen in one connection, in order.
struct Seen {
  std::string handshakes;  // types, each with a comma
  std::string alerts;      // descriptions
  std::size_t requests = 0;
  std::size_t responses = 0;
  friend bool operator==(const Seen&, const Seen&) = default;
  friend std::ostream& operator<<(std::ostream& out, const Seen& s) {
    return out << "handshakes " << s.handshakes << " alerts " << s.alerts << " requests " << s.requests << " responses "
               << s.responses;
  }
};

Seen seen_by_us(const peer::ConnectionLog& log) {
  Seen out;
  for (const auto& m : log.messages) {
    if (m.content_type == "handshake"_content) out.handshakes += fmt::format("{},", m.raw.at(0));
    if (m.content_type == "alert"_content) out.alerts += fmt::format("{},", m.raw.at(1));
    if (m.content_type == "application_data"_content) ++(m.sender == Role::client ? out.requests : out.responses);
  }
  return out;
}

constexpr std::size_t warning = 0x00600000;  // of _ws.expert.severity; errors are above

// By connection; complains about everything that tshark complains about.
std::vector<Seen> seen_by_tshark(const TemporaryDirectory& directory, const std::string& file) {
  std::vector<Seen> out;
  for (const auto& row :
       tshark_fields(directory, file,
                     {"tcp.stream", "tls.handshake.type", "tls.alert_message.desc", "http.request.method",
                      "http.response.code", "_ws.malformed", "_ws.expert.severity", "tcp.checksum.status",
                      "ip.checksum.status", "tcp.analysis.flags", "_ws.expert.message"})) {
    const auto stream = std::stoul(row[0]);
    if (out.size() <= stream) out.resize(stream + 1);
    auto& seen = out[stream];
    if (!row[1].empty()) seen.handshakes += row[1] + ',';
    if (!row[2].empty()) seen.alerts += row[2] + ',';
    if (row[3] == "GET") ++seen.requests;
    if (row[4] == "204") ++seen.responses;
    EXPECT_EQ(row[5], "") << "malformed in connection " << stream;
    std::istringstream severities(row[6]);
    for (std::string one; std::getline(severities, one, ',');)
      EXPECT_LT(std::stoul(one, nullptr, 0), warning) << row[10];
    EXPECT_EQ(row[7] + row[8], "11") << "checksums of connection " << stream;  // 1: good
    EXPECT_EQ(row[9], "") << "sequence of connection " << stream;
  }
  return out;
}

class Tshark : public testing::TestWithParam<std::tuple<Role, bool>> {};

TEST_P(Tshark, DissectsAndDecryptsEveryMessage) {
  SHAKEDOWN_NEEDS("tshark");
  const auto [ours, new_version] = GetParam();
  const TemporaryDirectory directory;
  const auto file = directory.file("capture.pcapng");
  auto writer = PcapngWriter::create(file);
  ASSERT_TRUE(writer) << to_string(writer.error());
  std::vector<Seen> expected;
  std::vector<std::string> ids;
  for (const auto& course : new_version ? courses13() : courses12()) {
    const auto played = play(course);
    ASSERT_TRUE(writer->add(course.id, played.of(ours), ours));
    for (const auto& log : played.of(ours).connections) {
      EXPECT_TRUE(log.notes.empty()) << course.id << ": " << log.notes.front();
      expected.push_back(seen_by_us(log));
      ids.push_back(course.id);
    }
  }
  const auto seen = seen_by_tshark(directory, file);
  ASSERT_EQ(seen.size(), expected.size());
  for (std::size_t i = 0; i < seen.size(); ++i) EXPECT_EQ(seen[i], expected[i]) << ids[i];
}
INSTANTIATE_TEST_SUITE_P(Trace, Tshark, testing::Combine(testing::Values(Role::client, Role::server), testing::Bool()),
                         [](const auto& i) {
                           return std::string(registry::role_name(std::get<0>(i.param))) +
                                  (std::get<1>(i.param) ? "_tls13" : "_tls12");
                         });

// The secrets in the file are what opens it: without them only the hellos are seen.
TEST(TsharkControl, ReadsNothingEncryptedWithoutTheSecrets) {
  SHAKEDOWN_NEEDS("tshark");
  const TemporaryDirectory directory;
  const auto file = directory.file("capture.pcapng");
  auto log = full_handshake();
  log.secrets.clear();
  ASSERT_TRUE(PcapngWriter::create(file).value().add("no secrets", {.connections = {log}}, Role::client));
  const auto seen = seen_by_tshark(directory, file);
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_EQ(seen.front(), (Seen{.handshakes = "1,2,"}));
}

TEST(TsharkControl, ShowsWhichScriptEachConnectionBelongsTo) {
  SHAKEDOWN_NEEDS("tshark");
  const TemporaryDirectory directory;
  const auto file = directory.file("capture.pcapng");
  auto writer = PcapngWriter::create(file).value();
  ASSERT_TRUE(writer.add("tls13/one", play({.id = "one", .flow = "tls13.psk"}).client, Role::client));
  ASSERT_TRUE(writer.add("tls13/two", play({.id = "two", .flow = "tls13.resumed"}).server, Role::server));
  std::vector<std::string> comments;
  for (const auto& row : tshark_fields(directory, file, {"frame.comment"}))
    if (!row[0].empty()) comments.push_back(row[0]);
  EXPECT_EQ(comments, (std::vector<std::string>{"tls13/one; our side is the client",
                                                "tls13/two, connection 1 of 2; our side is the server",
                                                "tls13/two, connection 2 of 2; our side is the server"}));
}

TEST(TsharkControl, CapinfosCountsPacketsAndSecrets) {
  SHAKEDOWN_NEEDS("capinfos");
  const TemporaryDirectory directory;
  const auto file = directory.file("capture.pcapng");
  const auto played = play({.id = "resumed", .flow = "tls13.resumed"});
  ASSERT_TRUE(PcapngWriter::create(file).value().add("resumed", played.client, Role::client));
  std::size_t packets = 0;
  for (const auto& log : played.client.connections) packets += 3 + log.records.size() + 4;
  const auto info = run_command("capinfos -M " + file);
  EXPECT_EQ(info.status, 0);
  EXPECT_NE(info.output.find(fmt::format("Number of packets:   {}\n", packets)), std::string::npos) << info.output;
  EXPECT_NE(info.output.find("Number of decryption secrets in file: 2\n"), std::string::npos) << info.output;
}

}  // namespace
}  // namespace shakedown::trace
