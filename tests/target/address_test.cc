#include "harness/target/address.h"

#include <poll.h>
#include <sys/socket.h>

#include <thread>

#include "harness/target/sockets.h"
#include "tests/target/support.h"

namespace shakedown::target::test {
namespace {

constexpr milliseconds long_enough{20000};

TEST(Address, IsParsed) {
  EXPECT_EQ(*parse_host_port("localhost:443", false), (HostPort{"localhost", 443}));
  EXPECT_EQ(*parse_host_port("[::1]:443", false), (HostPort{"::1", 443}));
  EXPECT_EQ(*parse_host_port("4433", true), (HostPort{"127.0.0.1", 4433}));
  EXPECT_EQ(to_string(HostPort{"::1", 443}), "[::1]:443");
  for (const char* bad : {"", "localhost", "localhost:", ":443", "localhost:x", "localhost:70000", "::1:443", "a:0"}) {
    const auto parsed = parse_host_port(bad, false);
    ASSERT_FALSE(parsed) << bad;
    EXPECT_EQ(parsed.error().cause, Cause::usage);
    EXPECT_EQ(parsed.error().got, bad);
  }
}

TEST(Address, NobodyThereIsATargetError) {
  auto target = make_address_target("127.0.0.1:" + std::to_string(*free_port()));
  ASSERT_TRUE(target);
  ASSERT_TRUE((*target)->prepare({}, 1));
  const auto connection = (*target)->connect({});
  ASSERT_FALSE(connection);
  EXPECT_EQ(connection.error().cause, Cause::target);
  EXPECT_NE(connection.error().what.find("Connection refused"), std::string::npos) << connection.error().what;
  TargetConfig client;
  client.role = Role::client;
  EXPECT_EQ((*target)->prepare(client, 1).error().cause, Cause::unsupported);
}

TEST(Address, NoClientIsATargetError) {
  auto target = make_listening_target("0", {.arrive_ms = 10});
  ASSERT_TRUE(target) << to_string(target.error());
  TargetConfig client;
  client.role = Role::client;
  ASSERT_TRUE((*target)->prepare(client, 1));
  const auto connection = (*target)->connect({});
  ASSERT_FALSE(connection);
  EXPECT_EQ(connection.error().cause, Cause::target);
}

// A server of one connection in a thread.
class Server {
 public:
  template <class Serve>
  explicit Server(Serve serve) : listener_(*listen_on({"127.0.0.1", 0})) {
    thread_ = std::thread([this, serve] {
      auto socket = accept_one(listener_, Deadline{long_enough});
      if (socket && *socket) serve(**socket);
    });
  }
  ~Server() { thread_.join(); }
  std::string address() const { return "127.0.0.1:" + std::to_string(listener_.port); }

 private:
  Listener listener_;
  std::thread thread_;
};

std::unique_ptr<Connection> connect(const Server& server) {
  auto target = make_address_target(server.address());
  EXPECT_TRUE((*target)->prepare({}, 1));
  auto connection = (*target)->connect({});
  EXPECT_TRUE(connection);
  return std::move(*connection);
}

void wait_readable(const Descriptor& socket) {
  pollfd wait{socket.get(), POLLIN, 0};
  ::poll(&wait, 1, static_cast<int>(long_enough.count()));
}

Bytes take_all(Connection& connection) {
  Bytes all;
  const Deadline deadline{long_enough};
  while (connection.alive() && !deadline.passed()) append(all, connection.take(Patience::thorough));
  append(all, connection.take());
  return all;
}

TEST(SocketConnection, CarriesBytesAndSeesTheEnd) {
  Server server([](const Descriptor& socket) {
    wait_readable(socket);
    char buffer[16];
    const auto got = ::recv(socket.get(), buffer, sizeof buffer, 0);
    ::send(socket.get(), buffer, static_cast<std::size_t>(got), MSG_NOSIGNAL);
  });
  auto connection = connect(server);
  connection->feed(as_view("hello"));
  EXPECT_EQ(as_text(take_all(*connection)), "hello");
  EXPECT_FALSE(connection->alive());
  EXPECT_EQ(connection->report().ending, Ending::closed);
  EXPECT_FALSE(connection->report().handshake_done.has_value());
  EXPECT_EQ(connection->write(as_view("x")).error().cause, Cause::unsupported);
}

TEST(SocketConnection, QuietIsNotTheEnd) {
  Descriptor held;
  Server server([&held](Descriptor& socket) { held = std::move(socket); });
  auto connection = connect(server);
  EXPECT_TRUE(connection->take().empty());
  EXPECT_TRUE(connection->alive());
  EXPECT_EQ(connection->report().ending, Ending::open);
}

TEST(SocketConnection, AResetIsReadToItsEnd) {
  Server server([](Descriptor& socket) {
    wait_readable(socket);
    ::send(socket.get(), "alert", 5, MSG_NOSIGNAL);
    const linger at_once{1, 0};
    ::setsockopt(socket.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    socket.reset();
  });
  auto connection = connect(server);
  connection->feed(as_view("provoke it"));
  EXPECT_EQ(as_text(take_all(*connection)), "alert");
  EXPECT_EQ(connection->report().ending, Ending::error);
  connection->feed(as_view("into the void"));
  EXPECT_FALSE(connection->alive());
}

TEST(SocketConnection, AFloodIsCutOff) {
  Server server([](const Descriptor& socket) {
    const Bytes much(1 << 20);
    for (;;) {
      const auto sent = ::send(socket.get(), much.data(), much.size(), MSG_NOSIGNAL);
      if (sent < 0 && errno != EAGAIN) return;
      pollfd wait{socket.get(), POLLOUT, 0};
      if (sent < 0) ::poll(&wait, 1, 100);
    }
  });
  auto connection = connect(server);
  take_all(*connection);
  const TargetReport report = connection->report();
  EXPECT_EQ(report.ending, Ending::error);
  EXPECT_NE(report.error.find("more than"), std::string::npos) << report.error;
}

TEST(ListeningTarget, TakesClientsThatCome) {
  auto target = make_listening_target("0");
  ASSERT_TRUE(target);
  const std::string name = (*target)->info().name;
  const auto address = parse_host_port(name.substr(name.rfind(' ') + 1), false);
  ASSERT_TRUE(address) << name;
  auto client = connect_to(*address, Deadline{long_enough});
  ASSERT_TRUE(client);
  auto connection = (*target)->connect({});
  ASSERT_TRUE(connection);
  ::send(client->get(), "hi", 2, MSG_NOSIGNAL);
  client->reset();
  EXPECT_EQ(as_text(take_all(**connection)), "hi");
}

}  // namespace
}  // namespace shakedown::target::test
