#include "harness/wire/layout.h"

#include <gtest/gtest.h>

#include "harness/wire/audit.h"
#include "harness/wire/message.h"
#include "harness/wire/splice.h"

namespace shakedown::wire {
namespace {

using registry::operator""_group;
using registry::operator""_suite;
using registry::operator""_ext;

ClientHello hello() {
  ClientHello ch;
  ch.cipher_suites = {"TLS_AES_128_GCM_SHA256"_suite};
  ch.extensions.push_back(
      to_extension(KeyShareClientHello{{{"x25519"_group, Bytes(32, 7)}, {"secp256r1"_group, Bytes(65, 4)}}}));
  ch.extensions.push_back({registry::ExtensionType{0x0a0a}, {}});
  ch.extensions.push_back(to_extension(Padding{Bytes(3)}));
  return ch;
}
Laid laid(const Message& m) {
  auto bytes = encode_message(m);
  return {bytes, lay_out(schema_of(m), bytes)};
}
std::size_t slot(const Laid& m, const char* path) {
  const auto found = find_slot(m, parse_path(path).value());
  EXPECT_TRUE(found) << path;
  return found.value_or(0);
}
Bytes at(const Laid& m, const char* path) {
  const auto& s = m.layout.slots[slot(m, path)];
  return {m.bytes.begin() + s.begin, m.bytes.begin() + s.end};
}
// The bytes must be what a fresh layout of them says, wherever both name the same field.
void expect_true_layout(const Laid& m) {
  const auto fresh = lay_out(*m.layout.schema, m.bytes);
  ASSERT_EQ(fresh.slots.size(), m.layout.slots.size());
  for (std::size_t i = 0; i < fresh.slots.size(); ++i) {
    EXPECT_EQ(fresh.slots[i].begin, m.layout.slots[i].begin) << path_of(m, i);
    EXPECT_EQ(fresh.slots[i].end, m.layout.slots[i].end) << path_of(m, i);
    EXPECT_EQ(fresh.slots[i].parent, m.layout.slots[i].parent) << path_of(m, i);
    EXPECT_EQ(fresh.slots[i].index, m.layout.slots[i].index) << path_of(m, i);
  }
}

TEST(Layout, FindsFieldsByPath) {
  const auto m = laid(hello());
  EXPECT_EQ(to_hex(at(m, "ClientHello.extensions[key_share].client_shares[1].group")), "0017");
  EXPECT_EQ(at(m, "ClientHello.extensions[key_share].client_shares[-1].key_exchange"), Bytes(65, 4));
  EXPECT_EQ(at(m, "ClientHello.extensions[0x0a0a].extension_data"), Bytes{});
  EXPECT_EQ(to_hex(at(m, "ClientHello.msg_type")), "01");
  EXPECT_EQ(at(m, "ClientHello").size(), m.bytes.size());
}

TEST(Layout, PathsArePrintedAsTheyAreParsed) {
  const auto m = laid(hello());
  for (std::size_t i = 0; i < m.layout.slots.size(); ++i) {
    if (m.layout.node(i).transparent) continue;
    EXPECT_EQ(find_slot(m, parse_path(path_of(m, i)).value()), i) << path_of(m, i);
  }
}

TEST(Layout, EveryOctetBelongsToAField) {
  const auto m = laid(hello());
  EXPECT_EQ(path_of(m, slot_at(m.layout, 0)), "ClientHello.msg_type");
  EXPECT_EQ(path_of(m, slot_at(m.layout, static_cast<std::uint32_t>(m.bytes.size() - 1))),
            "ClientHello.extensions[padding].zeros");
}

TEST(Layout, LintNamesTheNearestField) {
  const auto& schema = schema_of(hello());
  const auto bad = find_node(schema, parse_path("ClientHello.extensions[key_shar].client_shares").value());
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().expected, "'key_share'");
  const auto worse = find_node(schema, parse_path("ClientHello.cipher_suits").value());
  ASSERT_FALSE(worse);
  EXPECT_EQ(worse.error().expected, "'cipher_suites'");
  EXPECT_FALSE(find_node(schema, parse_path("ClientHello.random.length").value()));
  EXPECT_TRUE(find_node(schema, parse_path("ClientHello.extensions[0xabcd].length").value()));
}

TEST(Path, SaysWhereItBreaks) {
  EXPECT_EQ(to_string(parse_path("ClientHello.extensions[").error()),
            "ClientHello.extensions[: not a field address at character 24 (got the end, expected an index or the name "
            "of an extension)");
  EXPECT_FALSE(parse_path(""));
  EXPECT_FALSE(parse_path("A..b"));
  EXPECT_FALSE(parse_path("A[1#x]"));
}

TEST(Path, AnExtensionMayBeCalledByItsPlace) {
  const auto m = laid(hello());
  EXPECT_EQ(slot(m, "ClientHello.extensions[#2]"), slot(m, "ClientHello.extensions[padding]"));
  EXPECT_EQ(to_string(parse_path("ClientHello.extensions[#0]").value()), "ClientHello.extensions[#0]");
  EXPECT_FALSE(find_slot(m, parse_path("ClientHello.extensions[#3]").value()));
  EXPECT_FALSE(find_node(schema_of(hello()), parse_path("ClientHello.cipher_suites[#0]").value()));
}

TEST(Path, AnIndexIsANumberOrNothing) {
  const auto m = laid(hello());
  EXPECT_TRUE(find_slot(m, parse_path("ClientHello.cipher_suites[-1]").value()));
  for (const auto* path : {"ClientHello.cipher_suites[x]", "ClientHello.cipher_suites[99999999999999999999]",
                           "ClientHello.cipher_suites[-2]", "ClientHello.random[0x0a0a]"})
    EXPECT_FALSE(find_slot(m, parse_path(path).value())) << path;
}

TEST(Path, AMessageWithoutAStructureHasALengthToo) {
  const Message raw = RawMessage{HandshakeType{99}, Bytes(5, 1)};
  const auto m = laid(raw);
  EXPECT_EQ(at(m, "Handshake.body"), Bytes(5, 1));
  EXPECT_EQ(slot(m, "Handshake.length"), slot(m, "Handshake.body"));
  EXPECT_TRUE(find_node(schema_of(raw), parse_path("Handshake.length").value()));
  EXPECT_EQ(path_of(m, slot(m, "Handshake.body")), "Handshake.body");
}

TEST(Splice, LengthsFollowThroughEveryAncestor) {
  auto m = laid(hello());
  ASSERT_TRUE(replace(m, slot(m, "ClientHello.extensions[key_share].client_shares[0].key_exchange"), Bytes(31, 9),
                      Lengths::follow));
  const auto parsed = parse("ClientHello"_message, View(m.bytes).subspan(4), {});
  ASSERT_FALSE(parsed.first_error);
  const auto share = view<KeyShareClientHello>(std::get<ClientHello>(parsed.value).extensions);
  EXPECT_EQ(share->client_shares[0].key_exchange, Bytes(31, 9));
  EXPECT_EQ(read_uint(View(m.bytes).subspan(1, 3)), m.bytes.size() - 4);
  expect_true_layout(m);
}

TEST(Splice, StackedEditsOneOfThemInAnEmptyField) {
  auto m = laid(hello());
  ASSERT_TRUE(replace(m, slot(m, "ClientHello.legacy_session_id"), Bytes(32, 1), Lengths::follow));
  ASSERT_TRUE(replace(m, slot(m, "ClientHello.extensions[0x0a0a].extension_data"), Bytes(2, 5), Lengths::follow));
  ASSERT_TRUE(replace(m, slot(m, "ClientHello.legacy_session_id"), Bytes{}, Lengths::follow));
  EXPECT_EQ(at(m, "ClientHello.extensions[0x0a0a].extension_data"), Bytes(2, 5));
  EXPECT_EQ(at(m, "ClientHello.extensions[padding].zeros"), Bytes(3));
  expect_true_layout(m);
}

TEST(Splice, ALieStaysThroughLaterEdits) {
  auto m = laid(hello());
  ASSERT_TRUE(replace_length(m, slot(m, "ClientHello.extensions[key_share].length"), Bytes{0, 9}, Lengths::follow));
  ASSERT_TRUE(replace(m, slot(m, "ClientHello.legacy_session_id"), Bytes(4, 1), Lengths::follow));
  const auto& s = m.layout.slots[slot(m, "ClientHello.extensions[key_share].length")];
  EXPECT_EQ(read_uint(View(m.bytes).subspan(s.begin - 2, 2)), 9U);
}

TEST(Splice, InsertedAndRemovedExtensionsCanBeEditedFurther) {
  auto m = laid(hello());
  Bytes cookie;
  append_uint(cookie, 44, 2);
  const auto body = encode(Cookie{Bytes(5, 3)});
  append_uint(cookie, body.size(), 2);
  append(cookie, body);
  ASSERT_TRUE(insert(m, slot(m, "ClientHello.extensions"), 1, cookie, Lengths::follow));
  ASSERT_TRUE(replace(m, slot(m, "ClientHello.extensions[cookie].cookie"), Bytes(6, 4), Lengths::follow));
  ASSERT_TRUE(remove(m, slot(m, "ClientHello.extensions[key_share]"), Lengths::follow));
  expect_true_layout(m);
  const auto parsed = parse("ClientHello"_message, View(m.bytes).subspan(4), {});
  ASSERT_FALSE(parsed.first_error);
  EXPECT_EQ(view<Cookie>(std::get<ClientHello>(parsed.value).extensions)->cookie, Bytes(6, 4));
}

TEST(Splice, WhatIsInsertedIsLaidOutAsIfItHadBeenThere) {
  for (const auto* hex : {"", "00", "0033", "00330002", "0033000200ff", "00330004000200ff", "002b0003020304"}) {
    auto m = laid(hello());
    ASSERT_TRUE(insert(m, slot(m, "ClientHello.extensions"), 99, from_hex(hex).value(), Lengths::follow));
    EXPECT_EQ(audit(m), "") << hex;
    const auto fresh = lay_out(*m.layout.schema, m.bytes);
    for (std::size_t i = 0; i < std::min(fresh.slots.size(), m.layout.slots.size()); ++i)
      EXPECT_EQ(fresh.slots[i].node, m.layout.slots[i].node) << hex << " " << i;
  }
}

TEST(Splice, RefusesWhatCannotBeDone) {
  auto m = laid(hello());
  const auto before = m.bytes;
  const auto inserted = insert(m, slot(m, "ClientHello.random"), 0, Bytes(2), Lengths::follow);
  ASSERT_FALSE(inserted);
  EXPECT_EQ(inserted.error().path, "ClientHello.random");
  const auto wide = replace_length(m, slot(m, "ClientHello.legacy_session_id"), Bytes(256), Lengths::lie);
  ASSERT_FALSE(wide);
  EXPECT_EQ(wide.error().got, "256 octets");
  EXPECT_EQ(m.bytes, before);
}

TEST(Splice, ALengthThatNoLongerFitsIsAnErrorUnlessWrapped) {
  auto m = laid(hello());
  const auto before = m;
  const auto id = slot(m, "ClientHello.legacy_session_id");
  const auto refused = replace(m, id, Bytes(256), Lengths::follow);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().path, "ClientHello.legacy_session_id");
  EXPECT_EQ(m.bytes, before.bytes);
  ASSERT_TRUE(replace(m, id, Bytes(256), Lengths::wrap));
  EXPECT_EQ(m.bytes[4 + 34], 0);
}

TEST(Message, AbsentAndEmptyExtensionBlocksDiffer) {
  ServerHello sh;
  const auto absent = encode_message(sh);
  sh.extensions.empty_block = true;
  const auto empty = encode_message(sh);
  EXPECT_EQ(empty.size(), absent.size() + 2);
  for (const auto& bytes : {absent, empty}) {
    const auto parsed = parse("ServerHello"_message, View(bytes).subspan(4), {});
    EXPECT_FALSE(parsed.first_error);
    EXPECT_EQ(encode_message(parsed.value), bytes);
  }
}

TEST(Message, BrokenOnesKeepWhatDecodedAndTheRest) {
  const auto bytes = encode_body(hello());
  for (std::size_t n = 0; n <= bytes.size(); ++n) {
    const auto parsed = parse("ClientHello"_message, View(bytes).first(n), {});
    EXPECT_EQ(encode_body(parsed), to_bytes(View(bytes).first(n))) << n;
  }
}

}  // namespace
}  // namespace shakedown::wire
