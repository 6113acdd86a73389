// What a worker makes of its own failures.
#include "harness/suite/worker.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace shakedown::suite {
namespace {

TEST(Worker, GivesWhatTheConversationGave) {
  const auto done = guarded([] {
    Done out;
    out.elapsed_us = 7;
    return out;
  });
  EXPECT_EQ(done.verdict.kind, check::Kind::pass);
  EXPECT_EQ(done.elapsed_us, 7U);
}

TEST(Worker, BlamesNoTargetForAnExceptionOfOurs) {
  const auto done = guarded([]() -> Done { throw std::invalid_argument("Hash::none cannot hash"); });
  EXPECT_EQ(done.verdict.kind, check::Kind::error);
  EXPECT_NE(done.verdict.reason.find("Hash::none cannot hash"), std::string::npos) << done.verdict.reason;
  EXPECT_FALSE(done.unreachable);
}

TEST(Worker, SurvivesWhatIsNoException) {
  const auto done = guarded([]() -> Done { throw 42; });
  EXPECT_EQ(done.verdict.kind, check::Kind::error);
  EXPECT_FALSE(done.verdict.reason.empty());
}

}  // namespace
}  // namespace shakedown::suite
