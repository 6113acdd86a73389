#include "harness/trace/fields.h"

#include <gmock/gmock.h>

#include "tests/trace/conversations.h"

namespace shakedown::trace {

static void PrintTo(const FieldLine& line, std::ostream* out) { *out << line.path << " = " << line.value; }

namespace {

using protocol::SeenMessage;
using testing::Contains;
using testing::ElementsAre;
using testing::IsSupersetOf;

SeenMessage seen(Role sender, Bytes raw, std::uint8_t type = 22) {
  return {.sender = sender,
          .content_type = registry::ContentType{type},
          .raw = std::move(raw),
          .context = {.sender = sender}};
}
const SeenMessage& named(const peer::ConnectionLog& log, std::string_view name) {
  return *std::ranges::find_if(log.messages, [&](const auto& m) { return m.name() == name; });
}

TEST(Fields, ArePathsAndValuesWithTheNamesOfTheRegistries) {
  const auto log = full_handshake({.alpn = {"h2"}});
  EXPECT_THAT(
      field_lines(named(log, "ClientHello")),
      IsSupersetOf<FieldLine>(
          {{"ClientHello.msg_type", "ClientHello"},
           {"ClientHello.legacy_version", "TLSv1.2"},
           {"ClientHello.random", to_hex(log.agreed.client_random)},
           {"ClientHello.cipher_suites[0]", "TLS_AES_128_GCM_SHA256"},
           {"ClientHello.extensions[server_name].server_name_list[0].host_name", "\"localhost\""},
           {"ClientHello.extensions[application_layer_protocol_negotiation].protocol_name_list[0].name", "\"h2\""},
           {"ClientHello.extensions[supported_versions].versions[0]", "TLSv1.3"},
           {"ClientHello.extensions[key_share].client_shares[0].group", "x25519"}}));
  EXPECT_THAT(field_lines(named(log, "NewSessionTicket")),
              Contains(FieldLine{"NewSessionTicket.ticket_lifetime", "7200"}));
  EXPECT_THAT(field_lines(named(log, "Certificate")),
              Contains(FieldLine{"Certificate.certificate_list[0].extensions", "(empty)"}));
}

TEST(Fields, EveryMessageOfEveryFlowBeginsWithItsName) {
  for (const auto& flow : protocol::flows()) {
    const auto played = play({.id = std::string(flow.name), .flow = std::string(flow.name)});
    for (const auto& log : played.client.connections)
      for (const auto& m : log.messages) {
        const auto lines = field_lines(m);
        ASSERT_FALSE(lines.empty()) << m.name();
        for (const auto& line : lines) {
          EXPECT_EQ(line.path.substr(0, line.path.find('.')), m.name());
          EXPECT_EQ(line.path.find(".rest"), std::string::npos) << line.path << " of an honest message";
          EXPECT_EQ(line.path.find(".length"), std::string::npos) << line.path << " of an honest message";
        }
      }
  }
}

TEST(Fields, OtherContentsHaveFieldsToo) {
  EXPECT_THAT(field_lines(seen(Role::server, {2, 40}, 21)),
              ElementsAre(FieldLine{"alert.level", "fatal"}, FieldLine{"alert.description", "handshake_failure"}));
  EXPECT_THAT(field_lines(seen(Role::server, to_bytes("say \"hi\"\n"), 23)),
              ElementsAre(FieldLine{"application_data.data", "\"say \\\"hi\\\"\\n\""}));
  EXPECT_THAT(field_lines(seen(Role::server, {1, 2}, 20)),
              ElementsAre(FieldLine{"change_cipher_spec.type", "change_cipher_spec"},
                          FieldLine{"change_cipher_spec.rest", "02"}));
  EXPECT_THAT(field_lines(seen(Role::server, {7}, 99)), ElementsAre(FieldLine{"content.data", "07"}));
}

TEST(Fields, NumbersThatNobodyRegisteredAreShownAsTheyAre) {
  EXPECT_THAT(field_lines(seen(Role::server, {2, 200}, 21)), Contains(FieldLine{"alert.description", "0xc8"}));
}

TEST(Fields, ALengthThatLiesHasALine) {
  auto hello = named(full_handshake(), "ClientHello");
  hello.raw[3] = static_cast<std::uint8_t>(hello.raw[3] + 5);
  const auto size = hello.raw.size() - 4;
  EXPECT_THAT(field_lines(hello), Contains(FieldLine{"ClientHello.length", std::to_string(size + 5) + " (there are " +
                                                                               std::to_string(size) + ")"}));
}

TEST(Fields, OctetsThatNoFieldClaimsAreShown) {
  EXPECT_THAT(
      field_lines(seen(Role::server, {24, 0, 0, 3, 1, 0xaa, 0xbb})),
      ElementsAre(FieldLine{"KeyUpdate.msg_type", "KeyUpdate"},
                  FieldLine{"KeyUpdate.request_update", "update_requested"}, FieldLine{"KeyUpdate.rest", "aabb"}));
}

TEST(Fields, LongValuesAreCutAndSayHowLongTheyAre) {
  const auto lines = field_lines(seen(Role::server, Bytes(100, 0xee), 23));
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_THAT(lines.front().value, testing::EndsWith("… (100 octets)"));
}

// Total: whatever octets there are, the last of them is in some line or belongs to a field that was laid out.
TEST(Fields, AnyOctetsHaveLines) {
  Rng rng(5);
  const auto log = full_handshake();
  for (const auto& m : log.messages) {
    for (int i = 0; i < 200; ++i) {
      auto altered = m;
      altered.raw[rng.below(altered.raw.size())] = static_cast<std::uint8_t>(rng.next());
      altered.raw.resize(rng.below(altered.raw.size()) + 1);
      EXPECT_FALSE(field_lines(altered).empty()) << to_hex(altered.raw);
    }
  }
  EXPECT_THAT(field_lines(seen(Role::client, {}, 21)), ElementsAre(FieldLine{"alert.level", "broken off: (empty)"}));
}

}  // namespace
}  // namespace shakedown::trace
