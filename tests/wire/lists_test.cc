// The lists of structures against the registries: nothing is listed that cannot be reached, nothing is forgotten.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

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
