#include "harness/edit/edit.h"

#include <gtest/gtest.h>

#include <set>

#include "harness/wire/message.h"

namespace shakedown::edit {
namespace {

using registry::operator""_ext;
using registry::operator""_group;
using registry::operator""_suite;
using wire::Laid;
using wire::Lengths;

Laid laid(const wire::Message& m) {
  auto bytes = wire::encode_message(m);
  auto layout = wire::lay_out(wire::schema_of(m), bytes);
  return {std::move(bytes), std::move(layout)};
}
Laid hello() {
  wire::ClientHello ch;
  ch.cipher_suites = {"TLS_AES_128_GCM_SHA256"_suite, "TLS_AES_256_GCM_SHA384"_suite};
  const wire::KeyShareClientHello shares{{{"x25519"_group, Bytes(32, 7)}, {"secp256r1"_group, Bytes(65, 4)}}};
  ch.extensions.push_back(wire::to_extension(shares));
  ch.extensions.push_back({registry::ExtensionType{0x0a0a}, {}});
  ch.extensions.push_back(wire::to_extension(wire::Padding{Bytes(3)}));
  return laid(ch);
}
Edit edit(std::string op, const char* path, std::int64_t number = 0, Bytes bytes = {}) {
  return {.address = wire::parse_path(path).value(), .op = std::move(op), .bytes = std::move(bytes), .number = number};
}
Status run(Laid& m, const Edit& e, std::uint64_t seed = 1) {
  Rng rng(seed);
  return apply(m, e, rng);
}
std::string hex_at(const Laid& m, const char* path) {
  const auto p = wire::parse_path(path).value();
  const auto slot = wire::find_slot(m, p);
  if (!slot) return "no such slot";
  const auto& s = m.layout.slots[*slot];
  const View all(m.bytes);
  return to_hex(p.length ? all.subspan(s.begin - s.prefix, s.prefix) : all.subspan(s.begin, s.end - s.begin));
}
// What the slots say must be what a fresh layout of the octets says.
void expect_true_layout(const Laid& m) {
  const auto fresh = wire::lay_out(*m.layout.schema, m.bytes);
  ASSERT_EQ(fresh.slots.size(), m.layout.slots.size());
  for (std::size_t i = 0; i < fresh.slots.size(); ++i) {
    auto now = m.layout.slots[i];
    now.written = false;
    EXPECT_EQ(fresh.slots[i], now) << wire::path_of(m, i);
  }
}

TEST(Edit, SetOverridesAndLengthsFollow) {
  auto m = hello();
  ASSERT_TRUE(run(m, edit("set", "ClientHello.legacy_version", 0, {3, 4})));
  ASSERT_TRUE(run(m, edit("set", "ClientHello.legacy_session_id", 0, Bytes(32, 9))));
  EXPECT_EQ(hex_at(m, "ClientHello.legacy_version"), "0304");
  EXPECT_EQ(hex_at(m, "ClientHello.legacy_session_id.length"), "20");
  expect_true_layout(m);
}

TEST(Edit, FlipCountsBitsFromTheFirstAndFromTheEnd) {
  auto m = laid(wire::Finished{Bytes(4)});
  ASSERT_TRUE(run(m, edit("flip", "Finished.verify_data", 0)));
  ASSERT_TRUE(run(m, edit("flip", "Finished.verify_data", 15)));
  ASSERT_TRUE(run(m, edit("flip", "Finished.verify_data", -1)));
  EXPECT_EQ(hex_at(m, "Finished.verify_data"), "80010001");
  const auto beyond = run(m, edit("flip", "Finished.verify_data", 32));
  ASSERT_FALSE(beyond);
  EXPECT_EQ(beyond.error().path, "Finished.verify_data");
  EXPECT_EQ(beyond.error().expected, "0 to 31, or from the end -1 to -32");
  EXPECT_FALSE(run(m, edit("flip", "Finished.verify_data", -33)));
}

TEST(Edit, SizesChangeByTruncateExtendEmptyAndRandom) {
  auto m = laid(wire::Finished{Bytes(4, 1)});
  ASSERT_TRUE(run(m, edit("truncate", "Finished.verify_data", 3)));
  ASSERT_TRUE(run(m, edit("extend", "Finished.verify_data", 0, {2, 3})));
  EXPECT_EQ(hex_at(m, "Finished.verify_data"), "010203");
  EXPECT_EQ(hex_at(m, "Finished.length"), "000003");
  ASSERT_TRUE(run(m, edit("random", "Finished.verify_data", 12)));
  EXPECT_EQ(hex_at(m, "Finished.length"), "00000c");
  ASSERT_TRUE(run(m, edit("empty", "Finished.verify_data")));
  EXPECT_EQ(to_hex(m.bytes), "14000000");
  EXPECT_FALSE(run(m, edit("truncate", "Finished.verify_data", 1)));
}

TEST(Edit, ZeroFillAndRandomKeepTheSize) {
  auto m = laid(wire::Finished{Bytes(2, 1)});
  ASSERT_TRUE(run(m, edit("zero", "Finished.verify_data")));
  EXPECT_EQ(hex_at(m, "Finished.verify_data"), "0000");
  ASSERT_TRUE(run(m, edit("fill", "Finished.verify_data", 0xab)));
  EXPECT_EQ(hex_at(m, "Finished.verify_data"), "abab");
  EXPECT_FALSE(run(m, edit("fill", "Finished.verify_data", 256)));
  ASSERT_TRUE(run(m, edit("random", "Finished.verify_data"), 7));
  const auto first = m.bytes;
  ASSERT_TRUE(run(m, edit("random", "Finished.verify_data"), 7));
  EXPECT_EQ(m.bytes, first);
  EXPECT_EQ(m.bytes.size(), 6U);
}

TEST(Edit, AddWrapsAndWorksOnLengths) {
  auto m = hello();
  ASSERT_TRUE(run(m, edit("add", "ClientHello.legacy_version", -0x304)));
  EXPECT_EQ(hex_at(m, "ClientHello.legacy_version"), "ffff");
  const auto before = m.bytes.size();
  ASSERT_TRUE(run(m, edit("add", "ClientHello.cipher_suites.length", 1)));
  EXPECT_EQ(hex_at(m, "ClientHello.cipher_suites.length"), "0005");
  ASSERT_TRUE(run(m, edit("flip", "ClientHello.length", 0)));
  EXPECT_EQ(m.bytes[1], 0x80);
  ASSERT_TRUE(run(m, edit("set", "ClientHello.extensions[padding].length", 0, {0, 9})));
  EXPECT_EQ(m.bytes.size(), before);
  EXPECT_FALSE(run(m, edit("add", "ClientHello.random", 1)));
}

TEST(Edit, ElementsAreInsertedAppendedDuplicatedSwappedAndRemoved) {
  auto m = hello();
  ASSERT_TRUE(run(m, edit("insert", "ClientHello.cipher_suites", 0, {0x0a, 0x0a})));
  ASSERT_TRUE(run(m, edit("insert", "ClientHello.cipher_suites", -1, {0x1a, 0x1a})));
  ASSERT_TRUE(run(m, edit("append", "ClientHello.cipher_suites", 0, {0x2a, 0x2a})));
  EXPECT_EQ(hex_at(m, "ClientHello.cipher_suites"), "0a0a130113021a1a2a2a");
  ASSERT_TRUE(run(m, edit("duplicate", "ClientHello.cipher_suites[1]")));
  ASSERT_TRUE(run(m, edit("swap", "ClientHello.cipher_suites[-2]")));
  ASSERT_TRUE(run(m, edit("remove", "ClientHello.cipher_suites[0]")));
  EXPECT_EQ(hex_at(m, "ClientHello.cipher_suites"), "1301130113022a2a1a1a");
  expect_true_layout(m);
  EXPECT_FALSE(run(m, edit("swap", "ClientHello.cipher_suites[-1]")));
  EXPECT_FALSE(run(m, edit("insert", "ClientHello.cipher_suites", 6, {0, 0})));
  EXPECT_FALSE(run(m, edit("duplicate", "ClientHello.random")));
}

TEST(Edit, ExtensionsAreSwappedAndOrdered) {
  auto m = hello();
  ASSERT_TRUE(run(m, edit("swap", "ClientHello.extensions[key_share]")));
  expect_true_layout(m);
  EXPECT_EQ(hex_at(m, "ClientHello.extensions").substr(0, 8), "0a0a0000");
  ASSERT_TRUE(run(m, edit("order", "ClientHello.extensions", 0, {0, 21, 0, 51})));
  expect_true_layout(m);
  EXPECT_EQ(hex_at(m, "ClientHello.extensions").substr(0, 14), "00150003000000");
  const auto missing = run(m, edit("order", "ClientHello.extensions", 0, {0, 44}));
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().got, "cookie");
}

TEST(Edit, WhatAnEditWroteStaysMarkedWhenItsElementMoves) {
  wire::OfferedPsks psks{{{{1}, 0}, {{2}, 0}}, {{Bytes(4)}, {Bytes(5)}}};
  wire::ClientHello ch;
  ch.extensions.push_back(wire::to_extension(psks));
  auto m = laid(ch);
  ASSERT_TRUE(run(m, edit("set", "ClientHello.extensions[pre_shared_key].binders[0].binder", 0, {9})));
  ASSERT_TRUE(run(m, edit("swap", "ClientHello.extensions[pre_shared_key].binders[0]")));
  const auto slot =
      wire::find_slot(m, wire::parse_path("ClientHello.extensions[pre_shared_key].binders[1].binder").value());
  ASSERT_TRUE(slot);
  EXPECT_TRUE(m.layout.slots[*slot].written);
  EXPECT_EQ(hex_at(m, "ClientHello.extensions[pre_shared_key].binders"), "0500000000000109");
}

TEST(Edit, ComputedFieldsAreOfTheFinalPhaseTheirAncestorsAreNot) {
  const auto m = laid(wire::CertificateVerify{registry::SignatureScheme{0x0403}, Bytes(8)});
  EXPECT_TRUE(is_final(m, edit("flip", "CertificateVerify.signature")));
  EXPECT_TRUE(is_final(m, edit("add", "CertificateVerify.signature.length", 1)));
  EXPECT_FALSE(is_final(m, edit("set", "CertificateVerify.algorithm", 0, {8, 4})));
  EXPECT_FALSE(is_final(m, edit("truncate", "CertificateVerify", 1)));
  auto after = edit("truncate", "CertificateVerify", 1);
  after.after = true;
  EXPECT_TRUE(is_final(m, after));
}

TEST(Edit, ErrorsSayWhatIsWrongAndWhere) {
  auto m = hello();
  const auto before = m.bytes;
  EXPECT_EQ(to_string(run(m, edit("flip", "ClientHello.randam")).error()),
            "ClientHello.randam: no such field (got 'randam', expected 'random')");
  EXPECT_EQ(run(m, edit("flip", "ServerHello.random")).error().what, "the edit is for another message");
  EXPECT_FALSE(run(m, edit("flip", "ClientHello.extensions[cookie]")));
  EXPECT_FALSE(run(m, edit("explode", "ClientHello.random")));
  EXPECT_FALSE(run(m, edit("remove", "ClientHello")));
  EXPECT_EQ(m.bytes, before);
}

TEST(Edit, EveryOperatorHasANameThatIsItsOwnAndAnArgumentKey) {
  std::set<std::string_view> names;
  for (const auto& op : operators()) {
    EXPECT_TRUE(names.insert(op.name).second) << op.name;
    EXPECT_EQ(find_operator(op.name), &op);
    EXPECT_EQ(op.key.empty(), op.argument == Argument::none) << op.name;
    EXPECT_FALSE(op.about.empty()) << op.name;
  }
  EXPECT_EQ(find_operator("flips"), nullptr);
}

TEST(Edit, ShrinkingEnds) {
  for (const auto& op : operators()) {
    auto e = edit(std::string(op.name), "ClientHello.random", -1000, Bytes(1000, 0xff));
    int steps = 0;
    for (auto before = e; op.shrink(e); before = e) {
      EXPECT_FALSE(e == before) << op.name;
      ASSERT_LT(++steps, 1000) << op.name;
    }
  }
}

// Every operator on every slot, with odd arguments: either it changes something and the layout stays inside the octets,
// or it refuses and nothing changed.
TEST(Edit, AnyOperatorOnAnySlotKeepsRangesInsideTheMessage) {
  const auto fresh = hello();
  for (const auto& op : operators())
    for (std::size_t slot = 0; slot < fresh.layout.slots.size(); ++slot)
      for (const bool length : {false, true}) {
        if (fresh.layout.node(slot).transparent) continue;
        auto m = fresh;
        auto e = edit(std::string(op.name), wire::path_of(m, slot).c_str(), 1, {0, 21});
        e.address.length = length;
        e.lengths = Lengths::wrap;
        if (!run(m, e)) {
          EXPECT_EQ(m.bytes, fresh.bytes) << to_string(e);
          continue;
        }
        for (const auto& s : m.layout.slots) {
          EXPECT_LE(s.begin, s.end) << to_string(e);
          EXPECT_LE(s.prefix, s.begin) << to_string(e);
          EXPECT_LE(s.end, m.bytes.size()) << to_string(e);
        }
      }
}

TEST(Edit, IsPrintedAsAScriptWritesIt) {
  auto e = edit("flip", "Finished.verify_data", -1);
  EXPECT_EQ(to_string(e), "{ flip: Finished.verify_data, bit: -1 }");
  e = edit("insert", "ClientHello.cipher_suites", 2, {0x13, 1});
  e.lengths = Lengths::lie;
  e.after = true;
  EXPECT_EQ(to_string(e),
            "{ insert: ClientHello.cipher_suites, at: 2, element: \"hex:1301\", lengths: lie, after: true }");
}

}  // namespace
}  // namespace shakedown::edit
