#include "harness/trace/summary.h"

#include <gmock/gmock.h>

#include "harness/crypto/credentials.h"
#include "tests/trace/conversations.h"

namespace shakedown::trace {
namespace {

using registry::operator""_version;
using testing::Contains;
using testing::IsSupersetOf;

SummaryOptions options(std::string host = "localhost") {
  return {.roots = crypto::test_roots(), .host = std::move(host), .at = 1'700'000'000};
}

std::string value_of(const std::vector<SummaryLine>& lines, std::string_view name) {
  for (const auto& line : lines)
    if (line.name == name) return line.value;
  return "(no such line)";
}

TEST(Summary, OfAFullHandshake) {
  EXPECT_THAT(summary(full_handshake({.alpn = {"h2"}}), Role::client, options()),
              IsSupersetOf<SummaryLine>({{"version", "TLSv1.3"},
                                         {"cipher suite", "TLS_AES_128_GCM_SHA256"},
                                         {"group", "x25519"},
                                         {"signature", "ecdsa_secp256r1_sha256"},
                                         {"ALPN", "h2"},
                                         {"session", "new"},
                                         {"ticket", "lifetime 7200 s, ticket of 64 octets"},
                                         {"certificate", "O=Shakedown, CN=localhost"},
                                         {"  key", "ecdsa_p256"},
                                         {"  valid", "2020-01-01T00:00:00Z to 2049-12-31T23:59:59Z"},
                                         {"verification", "good"},
                                         {"round trips", "1"}}));
}

TEST(Summary, VerificationSaysWhyNot) {
  const auto log = full_handshake();
  EXPECT_THAT(value_of(summary(log, Role::client, options("elsewhere.test")), "verification"),
              testing::HasSubstr("elsewhere.test"));
  auto late = options();
  late.at = 4'000'000'000;
  EXPECT_NE(value_of(summary(log, Role::client, late), "verification"), "good");
  EXPECT_EQ(value_of(summary(log, Role::client), "verification"), "(no such line)") << "no roots were given";
}

TEST(Summary, AServersViewOfTheClientsCertificate) {
  const auto played =
      play({.id = "auth", .flow = "tls13.full", .params = {.client_auth = protocol::ClientAuth::required}});
  const auto lines = summary(played.server.connections.front(), Role::server, options(""));
  EXPECT_EQ(value_of(lines, "certificate"), "O=Shakedown, CN=client");
  EXPECT_EQ(value_of(lines, "verification"), "good");
}

TEST(Summary, OfResumptionAndEarlyData) {
  const auto log = play({.id = "early", .flow = "tls13.early_data"}).client.connections.back();
  EXPECT_THAT(summary(log, Role::client),
              IsSupersetOf<SummaryLine>({{"session", "resumed"}, {"early data", "accepted"}}));
  EXPECT_EQ(value_of(summary(log, Role::client), "certificate"), "(no such line)");
}

TEST(Summary, CountsRoundTrips) {
  const auto trips = [](const std::string& flow, std::size_t connection) {
    return round_trips(play({.id = "trips", .flow = flow}).client.connections.at(connection));
  };
  EXPECT_EQ(trips("tls13.full", 0), 1U);
  EXPECT_EQ(trips("tls13.hrr", 0), 2U);
  EXPECT_EQ(trips("tls13.early_data", 1), 1U);
  EXPECT_EQ(trips("tls12.full", 0), 2U);
  EXPECT_EQ(trips("tls12.resumed_id", 1), 1U);
  auto broken = full_handshake();
  broken.messages.resize(5);
  EXPECT_EQ(round_trips(broken), std::nullopt);
}

TEST(Summary, TimesAreThoseOfTheMessages) {
  auto log = full_handshake();
  for (std::size_t i = 0; i < log.messages.size(); ++i) log.times_ns.push_back(1'000'000 * (i + 1));
  const auto lines = summary(log, Role::client);
  EXPECT_EQ(value_of(lines, "handshake"), "9.000 ms");  // the client's Finished is the ninth
  EXPECT_EQ(value_of(lines, "in all"), "14.000 ms");
}

TEST(Summary, OfNothingIsEmpty) { EXPECT_TRUE(summary({}, Role::client).empty()); }

TEST(Summary, IsPrintedInTwoColumns) {
  EXPECT_EQ(to_text({{"version", "TLSv1.3"}, {"group", "x25519"}}),
            "* version            TLSv1.3\n* group              x25519\n");
}

}  // namespace
}  // namespace shakedown::trace
