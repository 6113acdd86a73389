// Workers that die, loop or never answer.
#include "harness/suite/pool.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/suite/plan.h"

namespace shakedown::suite {
namespace {

using testing::HasSubstr;

const std::string program = SHAKEDOWN_BINARY_DIR "/shakedown";
const std::string corpus = SHAKEDOWN_SOURCE_DIR "/corpus";

PoolOptions options_of(std::vector<std::string> command, Limits limits = {}) {
  PoolOptions out{.program = std::move(command), .limits = limits};
  out.set_up.target.name = "reference";
  out.set_up.target.plugin_directories = {SHAKEDOWN_BINARY_DIR "/plugins"};
  out.set_up.flights = flights_directory(corpus);
  return out;
}

struct Failing {
  std::string script;
  std::string says;
};

class Worker : public testing::TestWithParam<Failing> {};

TEST_P(Worker, ThatCannotBeSetUpIsAnErrorOfTheTarget) {
  Pool pool(options_of({"/bin/sh", "-c", GetParam().script}, {.cpu = milliseconds(50), .wall = milliseconds(300)}));
  const auto info = pool.open();
  ASSERT_FALSE(info);
  EXPECT_EQ(info.error().cause, Cause::target);
  EXPECT_THAT(info.error().what, HasSubstr(GetParam().says));
}

INSTANTIATE_TEST_SUITE_P(SetUp, Worker,
                         testing::Values(Failing{"exit 7", "exit status 7"}, Failing{"kill -9 $$", "signal 9"},
                                         Failing{"while :; do :; done", "CPU time"},
                                         Failing{"exec sleep 1000", "nothing came back"}));

TEST(Pool, WithoutAProgramIsAnErrorOfTheSystem) {
  const auto info = Pool(options_of({"/nowhere/shakedown"})).open();
  ASSERT_FALSE(info);
  EXPECT_EQ(info.error().cause, Cause::system);
  EXPECT_THAT(info.error().what, HasSubstr("/nowhere/shakedown"));
}

TEST(Pool, GivesOnWhyTheTargetCannotBeOpened) {
  auto options = options_of({program, "worker"});
  options.set_up.target.name = "refrence";
  const auto info = Pool(std::move(options)).open();
  ASSERT_FALSE(info);
  EXPECT_EQ(info.error().cause, Cause::usage);
  EXPECT_THAT(info.error().expected, HasSubstr("'reference'"));
}

std::vector<Job> jobs_of(const std::string& filter) {
  const auto plan = make_plan({.corpus = corpus, .filters = {filter}, .role = {}});
  std::vector<Job> out;
  if (plan)
    for (const auto& item : plan->cases) out.push_back(item.job);
  return out;
}

TEST(Pool, StopsWhenItIsTold) {
  Pool pool(options_of({program, "worker"}));
  ASSERT_TRUE(pool.open());
  std::size_t heard = 0;
  const auto ok = pool.run(jobs_of("tls13/finished/"), [&](std::size_t, const Answer&) { return ++heard < 3; });
  EXPECT_TRUE(ok);
  EXPECT_GE(heard, 3U);
  EXPECT_LE(heard, 3U + 4U) << "what a worker has at hand is still done";
}

}  // namespace
}  // namespace shakedown::suite
