// Properties of edits: random sequences of them on random messages.
#include <gtest/gtest.h>

#include "harness/wire/audit.h"
#include "harness/wire/splice.h"
#include "tests/wire/samples.h"

namespace shakedown::wire {
namespace {

constexpr int messages_of_each_type = 300;
constexpr int edits_of_each_message = 12;

void for_random_messages(auto f) {
  for_each_type(Structures{}, [&]<class T>(std::type_identity<T>) {
    auto rng = Rng::derive(5, typeid(T).name());
    for (int i = 0; i < messages_of_each_type; ++i) {
      const Message value = random_value<T>(rng);
      SCOPED_TRACE(std::string(typeid(T).name()) + " " + to_hex(encode_message(value)));
      f(value, rng);
      if (testing::Test::HasFailure()) return;
    }
  });
}

std::size_t any_slot(const Laid& m, Rng& rng) { return rng.below(m.layout.slots.size()); }

// Any edit at all, also one that makes no sense.
Status any_edit(Laid& m, Lengths lengths, Rng& rng) {
  const auto slot = any_slot(m, rng);
  const auto octets = rng.bytes(rng.below(5) == 0 ? rng.below(600) : rng.below(6));
  switch (rng.below(4)) {
    case 0:
      return replace(m, slot, octets, lengths);
    case 1:
      return remove(m, slot, lengths);
    case 2:
      return replace_length(m, slot, octets, lengths);
    default:
      return insert(m, slot, rng.below(4), octets, lengths);
  }
}

TEST(RandomEdits, KeepEverySlotInItsPlace) {
  std::size_t done = 0, refused = 0;
  for_random_messages([&](const Message& value, Rng& rng) {
    auto m = laid(value);
    for (int i = 0; i < edits_of_each_message && !m.layout.slots.empty(); ++i) {
      const auto before = m;
      const auto ok = any_edit(m, static_cast<Lengths>(rng.below(3)), rng);
      ++(ok ? done : refused);
      ASSERT_EQ(audit(m), "") << "edit " << i;
      if (ok) continue;
      ASSERT_EQ(m.bytes, before.bytes);
      ASSERT_EQ(m.layout.slots, before.layout.slots);
    }
  });
  EXPECT_GT(done, 1000U);
  EXPECT_GT(refused, 100U);
}

TEST(RandomEdits, ThatLieChangeNothingAroundThem) {
  for_random_messages([&](const Message& value, Rng& rng) {
    auto m = laid(value);
    const auto before = m.bytes;
    const auto slot = any_slot(m, rng);
    const auto s = m.layout.slots[slot];
    const auto octets = rng.bytes(rng.below(300));
    ASSERT_TRUE(replace(m, slot, octets, Lengths::lie));
    EXPECT_EQ(m.bytes, concat({View(before).first(s.begin), octets, View(before).subspan(s.end)}));
  });
}

bool is_list(const Layout& layout, std::size_t slot) {
  return layout.node(slot).kind == Kind::list || layout.node(slot).kind == Kind::extensions;
}

// Removes an element, or repeats it somewhere.
Status edit_list(Laid& m, std::size_t list, Rng& rng) {
  const auto elements = m.layout.children(list);
  if (elements.empty()) return {};
  const auto chosen = elements[rng.below(elements.size())];
  if (rng.below(2) == 0) return remove(m, chosen, Lengths::follow);
  const auto& s = m.layout.slots[chosen];
  const auto copy = to_bytes(View(m.bytes).subspan(s.begin - s.prefix, s.end - s.begin + s.prefix));
  return insert(m, list, rng.below(elements.size() + 2), copy, Lengths::follow);
}

// An edit after which the message is as well-formed as before. (What an extension's type or raw data become may be
// another structure; that is not what is looked at here.)
Status honest_edit(Laid& m, Rng& rng) {
  const auto slot = any_slot(m, rng);
  const auto& node = m.layout.node(slot);
  if (is_list(m.layout, slot)) return edit_list(m, slot, rng);
  if (node.name.starts_with("extension_")) return {};
  if (node.kind == Kind::opaque) return replace(m, slot, rng.bytes(rng.below(60)), Lengths::follow);
  if (node.kind == Kind::structure) return {};
  return replace(m, slot, rng.bytes(node.width), Lengths::follow);
}

void expect_fresh(const Laid& m) {
  auto slots = m.layout.slots;
  for (auto& s : slots) s.written = false;
  const auto fresh = lay_out(*m.layout.schema, m.bytes).slots;
  ASSERT_EQ(slots.size(), fresh.size());
  for (std::size_t i = 0; i < slots.size(); ++i) EXPECT_EQ(slots[i], fresh[i]) << i << " " << path_of(m, i);
}

TEST(RandomEdits, ThatAreHonestGiveTheLayoutOfWhatTheyMade) {
  std::size_t grown = 0;
  for_random_messages([&](const Message& value, Rng& rng) {
    auto m = laid(value);
    const auto size = m.bytes.size();
    for (int i = 0; i < edits_of_each_message; ++i) {
      const auto ok = honest_edit(m, rng);
      EXPECT_TRUE(ok || ok.error().what == "the length no longer fits its prefix") << to_string(ok.error());
    }
    EXPECT_EQ(audit_whole(m), "");
    expect_fresh(m);
    grown += m.bytes.size() > size;
  });
  EXPECT_GT(grown, 100U);
}

// A lie of one edit stays as big as it was, whatever honest edits are made elsewhere.
TEST(RandomEdits, ThatAreHonestKeepALie) {
  for_random_messages([&](const Message& value, Rng& rng) {
    auto m = laid(value);
    const Bytes lie{0xab, 0xcd, 0xef};
    const auto body = *find_slot(m, parse_path(name_of(value) + ".length").value());
    ASSERT_TRUE(replace_length(m, body, lie, Lengths::follow));
    for (int i = 0; i < edits_of_each_message; ++i) {
      const auto ok = honest_edit(m, rng);
      EXPECT_TRUE(ok || ok.error().what == "the length no longer fits its prefix") << to_string(ok.error());
    }
    EXPECT_EQ(to_bytes(View(m.bytes).subspan(1, 3)), lie);
    EXPECT_TRUE(m.layout.slots[body].pinned);
    EXPECT_EQ(audit(m), "");
  });
}

}  // namespace
}  // namespace shakedown::wire
