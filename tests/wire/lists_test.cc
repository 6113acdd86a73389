// The lists of structures against the registries: nothing is listed that cannot be reached, nothing is forgotten.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <set>

#include "harness/wire/path.h"
#include "tests/wire/samples.h"

namespace shakedown::wire {
namespace {

TEST(HandshakeTypes, HaveAStructureOrStayRaw) {
  std::set<std::string> raw;
  for (const auto& row : registry::Table<HandshakeType>::rows) {
    bool typed = false;
    for (const auto& context : all_contexts()) {
      const auto parsed = parse(row.code, {}, context);
      EXPECT_EQ(type_of(parsed.value), row.code);
      if (std::holds_alternative<RawMessage>(parsed.value)) continue;
      typed = true;
      EXPECT_EQ(name_of(parsed.value), row.name);
      EXPECT_EQ(find_schema(row.name, context), &schema_of(parsed.value)) << row.name;
    }
    if (!typed) raw.emplace(row.name);
  }
  EXPECT_THAT(raw, testing::ElementsAre("CertificateURL", "CompressedCertificate", "SupplementalData"));
}

TEST(Structures, AreAllReachedByAContext) {
  for_each_type(Structures{}, []<class T>(std::type_identity<T>) {
    EXPECT_TRUE(context_of<T>()) << typeid(T).name();
    EXPECT_EQ(type_of(Message{T{}}), T::type);
    EXPECT_EQ(schema_of(Message{T{}}).root().name, T::name);
    EXPECT_THAT(message_names(), testing::Contains(T::name));
  });
}

TEST(TypedExtensions, ShareACodeOnlyInDifferentMessages) {
  for_each_type(TypedExtensions{}, []<class A>(std::type_identity<A>) {
    for_each_type(TypedExtensions{}, []<class B>(std::type_identity<B>) {
      if (!std::is_same_v<A, B> && A::code == B::code) {
        EXPECT_EQ(A::in & B::in, 0U) << registry::name_of(A::code);
      }
    });
  });
}

TEST(TypedExtensions, StandOnlyWhereTheRegistryAllowsThem) {
  for_each_type(TypedExtensions{}, []<class T>(std::type_identity<T>) {
    const auto* row = registry::find(T::code);
    ASSERT_NE(row, nullptr);
    EXPECT_EQ(T::in & ~row->allowed_in, 0U) << row->name << " of " << typeid(T).name();
  });
}

// The whole table of RFC 8446 §4.2, in each message that it names.
TEST(TypedExtensions, CoverWhatRfc8446Lists) {
  constexpr std::array codes{
      "server_name"_ext,
      "max_fragment_length"_ext,
      "status_request"_ext,
      "supported_groups"_ext,
      "signature_algorithms"_ext,
      "use_srtp"_ext,
      "heartbeat"_ext,
      "application_layer_protocol_negotiation"_ext,
      "signed_certificate_timestamp"_ext,
      "client_certificate_type"_ext,
      "server_certificate_type"_ext,
      "padding"_ext,
      "key_share"_ext,
      "pre_shared_key"_ext,
      "psk_key_exchange_modes"_ext,
      "early_data"_ext,
      "cookie"_ext,
      "supported_versions"_ext,
      "certificate_authorities"_ext,
      "oid_filters"_ext,
      "post_handshake_auth"_ext,
      "signature_algorithms_cert"_ext,
  };
  for (const auto code : codes) {
    unsigned typed = 0;
    for_each_type(TypedExtensions{}, [&]<class T>(std::type_identity<T>) { typed |= T::code == code ? T::in : 0U; });
    EXPECT_EQ(typed, registry::find(code)->allowed_in) << registry::name_of(code);
  }
}

// The octets by hand, from the RFC of each.
TEST(TypedExtensions, ReadTheOctetsOfTheirRfcs) {
  const auto read = []<class T>(const T& value, const char* hex) {
    EXPECT_EQ(decode<T>(from_hex(hex).value()), value) << hex;
  };
  using registry::CertificateType;
  read(UseSrtpData{{registry::SrtpProtectionProfile{1}, registry::SrtpProtectionProfile{7}}, Bytes{9}},
       "0004"
       "0001"
       "0007"
       "01"
       "09");
  read(HeartbeatExtension{registry::HeartbeatMode{2}}, "02");
  read(SignedCertificateTimestampList{{{Bytes{1, 2}}, {Bytes{3}}}},
       "0007"
       "00020102"
       "000103");
  read(ClientCertificateTypes{{CertificateType{2}, CertificateType{0}}}, "020200");
  read(SelectedServerCertificateType{CertificateType{2}}, "02");
  read(EntryStatus{registry::CertificateStatusType{1}, Bytes{0x30, 0}},
       "01"
       "000002"
       "3000");
}

// Every field that a schema has can be written down as an address that finds it again.
void expect_addresses(const Schema& schema, std::uint16_t id, const std::string& path, std::size_t& count) {
  const auto& node = schema.nodes[id];
  for (auto child : node.children) {
    const auto& c = schema.nodes[child];
    auto address = path;
    if (node.kind == Kind::list) address += "[0]";
    if (node.kind == Kind::extensions) address += c.extension ? '[' + std::string(c.name) + ']' : "[0xfafa]";
    if (node.kind == Kind::structure && (!c.transparent || c.children.empty())) address += '.' + std::string(c.name);
    if (address != path) {
      const auto parsed = parse_path(address);
      ASSERT_TRUE(parsed) << address;
      const auto found = find_node(schema, *parsed);
      ASSERT_TRUE(found) << to_string(found.error());
      EXPECT_EQ(*found, child) << address;
      ++count;
    }
    expect_addresses(schema, child, address, count);
  }
}

TEST(Schemas, GiveEveryFieldAnAddress) {
  std::size_t count = 0;
  for_each_type(Structures{}, [&]<class T>(std::type_identity<T>) {
    expect_addresses(schema_of(Message{T{}}), 0, std::string(T::name), count);
  });
  EXPECT_GT(count, 200U);
}

}  // namespace
}  // namespace shakedown::wire
