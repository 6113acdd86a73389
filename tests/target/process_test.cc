#include "harness/target/process.h"

#include <csignal>

#include "tests/target/support.h"

namespace shakedown::target::test {
namespace {

constexpr milliseconds long_enough{20000};

TEST(Process, AMissingProgramIsAnError) {
  const auto process = Process::start({"no-such-program-anywhere"});
  ASSERT_FALSE(process);
  EXPECT_EQ(process.error().cause, Cause::target);
  EXPECT_EQ(process.error().what, "cannot run 'no-such-program-anywhere': No such file or directory");
}

TEST(Process, ReportsHowItEnded) {
  auto exits = Process::start({"/bin/sh", "-c", "echo out; echo err >&2; exit 7"});
  ASSERT_TRUE(exits);
  EXPECT_EQ((*exits)->wait_end(Deadline{long_enough}), (ProcessEnd{false, 7}));
  EXPECT_EQ((*exits)->output(), "out\nerr\n");
  auto dies = Process::start({"/bin/sh", "-c", "kill -6 $$"});
  ASSERT_TRUE(dies);
  const auto end = (*dies)->wait_end(Deadline{long_enough});
  EXPECT_EQ(end, (ProcessEnd{true, SIGABRT}));
  EXPECT_EQ(to_string(*end), "was killed by signal 6 (Aborted)");
}

TEST(Process, ReadsWhatWeType) {
  auto cat = Process::start({"cat"});
  ASSERT_TRUE(cat);
  ASSERT_TRUE((*cat)->type(as_view("to the cat\n")));
  const Deadline deadline{long_enough};
  while ((*cat)->output().empty() && !deadline.passed()) (*cat)->wait_end(Deadline{milliseconds(1)});
  EXPECT_EQ((*cat)->output(), "to the cat\n");
  EXPECT_FALSE((*cat)->ended().has_value());
  (*cat)->forget_output();
  EXPECT_EQ((*cat)->output(), "");
}

TEST(Process, OutputIsBounded) {
  auto yes = Process::start({"yes"});
  ASSERT_TRUE(yes);
  const Deadline deadline{long_enough};
  while (!(*yes)->flooded() && !deadline.passed()) (*yes)->wait_end(Deadline{milliseconds(1)});
  EXPECT_TRUE((*yes)->flooded());
  EXPECT_EQ((*yes)->output().size(), output_kept);
}

TEST(Process, IsKilledWithItsGroup) {
  pid_t leader = 0;
  {
    auto shell = Process::start({"/bin/sh", "-c", "sleep 1000 & sleep 1000 & wait"});
    ASSERT_TRUE(shell);
    leader = (*shell)->pid();
    EXPECT_EQ(::kill(-leader, 0), 0);
  }
  // Its children are reaped by whoever adopts them; until then they are dead, but counted.
  const Deadline deadline{long_enough};
  while (::kill(-leader, 0) == 0 && !deadline.passed()) ::sched_yield();
  EXPECT_NE(::kill(-leader, 0), 0);
}

}  // namespace
}  // namespace shakedown::target::test
