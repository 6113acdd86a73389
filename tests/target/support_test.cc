#include "tests/target/support.h"

#include <fstream>
#include <sstream>

#include "harness/target/loader.h"

namespace shakedown::target::test {

std::string data_file(const std::string& name) { return SHAKEDOWN_SOURCE_DIR "/tests/target/data/" + name; }

std::string read_text(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

Credential credential(const std::string& name) {
  auto made = credential_from_pem(read_text(data_file(name + ".pem")), read_text(data_file(name + ".key")));
  if (!made) throw std::runtime_error(to_string(made.error()));
  return *made;
}

std::vector<Bytes> root() {
  auto made = certificates_from_pem(read_text(data_file("root.pem")));
  if (!made) throw std::runtime_error(to_string(made.error()));
  return *made;
}

std::unique_ptr<Target> wolfssl() {
  auto loaded = load_plugin(SHAKEDOWN_BINARY_DIR "/plugins/wolfssl.so");
  if (!loaded) throw std::runtime_error(to_string(loaded.error()));
  return std::move(*loaded);
}

TargetConfig server_config(const std::string& credential_name) {
  TargetConfig config;
  config.role = Role::server;
  config.credential = credential(credential_name);
  config.trust = root();
  return config;
}

TargetConfig client_config() {
  TargetConfig config;
  config.role = Role::client;
  config.trust = root();
  config.server_name = "server.test";
  return config;
}

void pump(Connection& client, Connection& server, Transcript* transcript) {
  for (bool moved = true; moved;) {
    const Bytes up = client.take();
    if (!up.empty()) server.feed(up);
    const Bytes down = server.take();
    if (!down.empty()) client.feed(down);
    moved = !up.empty() || !down.empty();
    if (transcript == nullptr) continue;
    append(transcript->client, up);
    append(transcript->server, down);
  }
}

Pair connect(Target& client, Target& server, ConnectionConfig config, Seeds seeds, Transcript* transcript) {
  ConnectionConfig server_side;
  server_side.seed = seeds.server;
  server_side.now = config.now;
  config.seed = seeds.client;
  Pair pair;
  auto listening = server.connect(server_side);
  if (!listening) throw std::runtime_error(to_string(listening.error()));
  auto connecting = client.connect(config);
  if (!connecting) throw std::runtime_error(to_string(connecting.error()));
  pair.server = std::move(*listening);
  pair.client = std::move(*connecting);
  pump(*pair.client, *pair.server, transcript);
  return pair;
}

TargetConfig with_version(TargetConfig config, std::uint16_t version) {
  config.version_min = config.version_max = version;
  return config;
}

void expect_done(Pair& pair) {
  const TargetReport client = pair.client->report();
  const TargetReport server = pair.server->report();
  EXPECT_EQ(client.handshake_done, true) << client.error << " | " << server.error;
  EXPECT_EQ(server.handshake_done, true) << server.error << " | " << client.error;
  EXPECT_EQ(client.ending, Ending::open) << client.error;
  EXPECT_EQ(server.ending, Ending::open) << server.error;
}

void expect_data_both_ways(Pair& pair) {
  ASSERT_TRUE(pair.client->write(as_view("ping")));
  pump(*pair.client, *pair.server);
  EXPECT_EQ(as_text(pair.server->read()), "ping");
  ASSERT_TRUE(pair.server->write(as_view("pong")));
  pump(*pair.client, *pair.server);
  EXPECT_EQ(as_text(pair.client->read()), "pong");
}

TEST(Support, CredentialsAreReadable) {
  EXPECT_EQ(credential("p256").chain.size(), 1U);
  EXPECT_EQ(root().size(), 1U);
}

}  // namespace shakedown::target::test
