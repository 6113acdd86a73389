#include "harness/target/kernel_view.h"

#include <sys/socket.h>

#include "harness/target/sockets.h"
#include "tests/target/support.h"

namespace shakedown::target::test {
namespace {

constexpr milliseconds long_enough{20000};

void reset(Descriptor& socket) {
  const linger at_once{1, 0};
  ASSERT_EQ(::setsockopt(socket.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once), 0);
  socket.reset();
}

// A server goes on listening on the port of the connection that is gone.
TEST(KernelView, AConnectionThatIsGoneIsNotTakenForItsListener) {
  for (const char* address : {"127.0.0.1", "0.0.0.0"}) {
    const auto listener = listen_on({address, 0});
    ASSERT_TRUE(listener) << to_string(listener.error());
    auto ours = connect_to({"127.0.0.1", listener->port}, Deadline{long_enough});
    ASSERT_TRUE(ours) << to_string(ours.error());
    auto theirs = accept_one(*listener, Deadline{long_enough});
    ASSERT_TRUE(theirs && *theirs);
    const auto port = local_port(*ours);
    EXPECT_TRUE(is_held(listener->port, port));
    reset(**theirs);
    EXPECT_FALSE(is_held(listener->port, port)) << address;
  }
}

}  // namespace
}  // namespace shakedown::target::test
