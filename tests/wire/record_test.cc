#include "harness/wire/record.h"

#include <gtest/gtest.h>

#include "harness/wire/audit.h"
#include "harness/wire/content.h"
#include "harness/wire/splice.h"

namespace shakedown::wire {
namespace {

using registry::operator""_version;

std::size_t slot(const Laid& m, const char* path) {
  const auto found = find_slot(m, parse_path(path).value());
  EXPECT_TRUE(found) << path;
  return found.value_or(0);
}
std::string at(const Laid& m, const char* path) {
  const auto& s = m.layout.slots[slot(m, path)];
  return to_hex(View(m.bytes).subspan(s.begin, s.end - s.begin));
}
Laid laid(const Schema& schema, const char* hex) {
  auto bytes = from_hex(hex).value();
  auto layout = lay_out(schema, bytes);
  return {std::move(bytes), std::move(layout)};
}

TEST(Record, IsAHeaderAndAFragment) {
  const Record record{ContentType{23}, "TLSv1.2"_version, Bytes{1, 2, 3}};
  const auto bytes = encode(record);
  EXPECT_EQ(to_hex(bytes), "1703030003010203");
  EXPECT_EQ(decode<Record>(bytes), record);
  EXPECT_EQ(encode(RecordHeader{ContentType{23}, "TLSv1.2"_version, 3}), to_bytes(View(bytes).first(5)));
  for (std::size_t n = 0; n < bytes.size(); ++n) EXPECT_FALSE(decode<Record>(View(bytes).first(n))) << n;
}

TEST(Record, CanBeEditedByAddress) {
  auto m = laid(record_schema(), "1703030003010203");
  EXPECT_EQ(at(m, "record.legacy_record_version"), "0303");
  EXPECT_EQ(at(m, "record.fragment"), "010203");
  ASSERT_TRUE(replace(m, slot(m, "record.fragment"), Bytes(5, 9), Lengths::follow));
  EXPECT_EQ(to_hex(m.bytes), "17030300050909090909");
  ASSERT_TRUE(replace(m, slot(m, "record.type"), Bytes{0x15}, Lengths::follow));
  ASSERT_TRUE(replace_length(m, slot(m, "record.length"), Bytes{0xff, 0xff}, Lengths::follow));
  EXPECT_EQ(to_hex(m.bytes), "150303ffff0909090909");
  EXPECT_EQ(audit(m), "");
}

TEST(Record, AddressesAreLinted) {
  EXPECT_TRUE(find_node(record_schema(), parse_path("record.length").value()));
  EXPECT_FALSE(find_node(record_schema(), parse_path("record.type.length").value()));
  EXPECT_EQ(find_node(record_schema(), parse_path("record.fragmnt").value()).error().expected, "'fragment'");
}

TEST(InnerPlaintext, IsLaidOutFromItsEnd) {
  const auto m = lay_out_inner(from_hex("01000216000000").value());
  EXPECT_EQ(at(m, "inner.content"), "010002");
  EXPECT_EQ(at(m, "inner.type"), "16");
  EXPECT_EQ(at(m, "inner.padding"), "000000");
  EXPECT_EQ(audit_whole(m), "");
}

TEST(InnerPlaintext, OfZerosHasNoType) {
  const auto m = lay_out_inner(Bytes(3));
  EXPECT_FALSE(find_slot(m, parse_path("inner.type").value()));
  EXPECT_EQ(at(m, "inner.padding"), "000000");
  EXPECT_EQ(at(m, "inner.content"), "");
  EXPECT_EQ(audit(lay_out_inner({})), "");
}

TEST(InnerPlaintext, KeepsItsPartsThroughEdits) {
  auto m = lay_out_inner(from_hex("aabb17").value());
  ASSERT_TRUE(replace(m, slot(m, "inner.padding"), Bytes(2), Lengths::follow));
  ASSERT_TRUE(replace(m, slot(m, "inner.content"), {}, Lengths::follow));
  ASSERT_TRUE(replace(m, slot(m, "inner.type"), Bytes{0x18}, Lengths::follow));
  EXPECT_EQ(to_hex(m.bytes), "180000");
  ASSERT_TRUE(remove(m, slot(m, "inner.type"), Lengths::follow));
  EXPECT_EQ(to_hex(m.bytes), "0000");
  EXPECT_EQ(audit(m), "");
}

TEST(Content, HasAnAddressForEveryField) {
  using registry::operator""_alert;
  const auto alert = encode(Alert{registry::AlertLevel{2}, "unexpected_message"_alert});
  EXPECT_EQ(to_hex(alert), "020a");
  EXPECT_EQ(at(laid(schema_for_content("alert"_content), "020a"), "alert.description"), "0a");
  EXPECT_EQ(at(laid(schema_for_content("change_cipher_spec"_content), "01"), "change_cipher_spec.type"), "01");
  EXPECT_EQ(at(laid(schema_for_content("application_data"_content), "0a0b"), "application_data.data"), "0a0b");
  EXPECT_EQ(at(laid(schema_for_content(ContentType{24}), "0a0b"), "content.data"), "0a0b");
}

TEST(Content, MayBeLongerOrShorterThanItsFields) {
  const auto longer = laid(schema_for_content("change_cipher_spec"_content), "0102");
  EXPECT_EQ(at(longer, "change_cipher_spec"), "0102");
  EXPECT_EQ(at(longer, "change_cipher_spec.type"), "01");
  const auto shorter = laid(schema_for_content("alert"_content), "02");
  EXPECT_EQ(at(shorter, "alert.level"), "02");
  EXPECT_EQ(audit(longer) + audit(shorter), "");
  EXPECT_FALSE(decode<ChangeCipherSpec>(longer.bytes));
}

TEST(Content, IsFoundByTheNameThatScriptsUse) {
  for_each_type(Contents{}, []<class T>(std::type_identity<T>) {
    EXPECT_EQ(find_content_schema(T::name), &schema_for_content(T::type)) << T::name;
    EXPECT_EQ(registry::known_name(T::type), T::name);
  });
  EXPECT_EQ(find_content_schema("handshake"), nullptr);
}

}  // namespace
}  // namespace shakedown::wire
