#include "harness/protocol/transcript.h"

#include <gtest/gtest.h>

#include "harness/base/rng.h"

namespace shakedown::protocol {
namespace {

const Bytes first{1, 0, 0, 1, 0xaa}, second{2, 0, 0, 2, 0xbb, 0xcc}, third{11, 0, 0, 0};

Transcript of(std::initializer_list<Bytes> messages) {
  Transcript t;
  for (const auto& m : messages) t.add(m);
  return t;
}

TEST(Transcript, ItsDigestIsTheHashOfItsMessages) {
  const auto t = of({first, second, third});
  for (const auto hash : {Hash::sha1, Hash::sha256, Hash::sha384, Hash::sha512})
    EXPECT_EQ(t.digest(hash), crypto::hash(hash, concat({first, second, third})));
}

TEST(Transcript, TheHashMayBeChosenBeforeBetweenAndAfterTheMessages) {
  for (std::size_t when = 0; when <= 3; ++when) {
    Transcript t;
    const Bytes* messages[] = {&first, &second, &third};
    for (std::size_t i = 0; i < 3; ++i) {
      if (i == when) t.choose(Hash::sha384);
      t.add(*messages[i]);
    }
    t.choose(Hash::sha384);
    EXPECT_EQ(t.digest(Hash::sha384), crypto::hash(Hash::sha384, concat({first, second, third}))) << when;
    // Any other hash can still be asked for.
    EXPECT_EQ(t.digest(Hash::sha256), crypto::hash(Hash::sha256, concat({first, second, third}))) << when;
  }
}

TEST(Transcript, ACopyGoesItsOwnWay) {
  Transcript t = of({first});
  t.choose(Hash::sha256);
  Transcript copy = t;
  copy.add(second);
  EXPECT_EQ(t.digest(Hash::sha256), crypto::hash(Hash::sha256, first));
  EXPECT_EQ(copy.digest(Hash::sha256), crypto::hash(Hash::sha256, concat({first, second})));
}

TEST(Transcript, DigestWithLooksAheadAndAddsNothing) {
  for (const bool chosen : {false, true}) {
    Transcript t = of({first});
    if (chosen) t.choose(Hash::sha256);
    EXPECT_EQ(t.digest_with(Hash::sha256, View(second).first(3)),
              crypto::hash(Hash::sha256, concat({first, View(second).first(3)})));
    EXPECT_EQ(t.digest_with(Hash::sha384, second), crypto::hash(Hash::sha384, concat({first, second})));
    EXPECT_EQ(t.digest(Hash::sha256), crypto::hash(Hash::sha256, first));
  }
}

TEST(Transcript, AHelloRetryRequestReplacesTheClientHelloByItsHash) {
  for (const bool chosen : {false, true}) {
    Transcript t = of({first});
    if (chosen) t.choose(Hash::sha384);
    t.replace_with_message_hash(Hash::sha384);
    const Bytes message = concat({Bytes{254, 0, 0, 48}, crypto::hash(Hash::sha384, first)});
    EXPECT_EQ(t.bytes(), message);
    EXPECT_EQ(t.count(), 1U);
    t.add(second);
    EXPECT_EQ(t.digest(Hash::sha384), crypto::hash(Hash::sha384, concat({message, second})));
    EXPECT_EQ(t.chosen().has_value(), chosen);
  }
}

TEST(Transcript, OneMessageCanBeLeftOut) {
  Transcript t = of({first, second, third});
  t.choose(Hash::sha256);
  EXPECT_EQ(to_bytes(t.message(1)), second);
  EXPECT_EQ(t.without(0).bytes(), concat({second, third}));
  EXPECT_EQ(t.without(1).digest(Hash::sha256), crypto::hash(Hash::sha256, concat({first, third})));
  EXPECT_EQ(t.without(2).bytes(), concat({first, second}));
  EXPECT_EQ(t.without(3).bytes(), t.bytes());
  EXPECT_EQ(t.count(), 3U);
}

}  // namespace
}  // namespace shakedown::protocol
