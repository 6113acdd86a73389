#include "tests/target/support.h"

#include <fstream>
#include <map>
#include <sstream>

#include "harness/crypto/credentials.h"
#include "harness/target/loader.h"

namespace shakedown::target::test {

std::string read_text(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

Credential credential(const std::string& name) {
  using crypto::KeyKind;
  static const std::map<std::string, std::pair<KeyKind, crypto::Role>> kinds = {
      {"p256", {KeyKind::ecdsa_p256, crypto::Role::server}},
      {"p384", {KeyKind::ecdsa_p384, crypto::Role::server}},
      {"rsa", {KeyKind::rsa, crypto::Role::server}},
      {"ed25519", {KeyKind::ed25519, crypto::Role::server}},
      {"client", {KeyKind::ecdsa_p256, crypto::Role::client}}};
  const auto [kind, role] = kinds.at(name);
  const crypto::Credentials& made = crypto::test_credentials(kind, role);
  auto read = credential_from_pem(made.chain_pem(), made.key_pem());
  if (!read) throw std::runtime_error(to_string(read.error()));
  return *read;
}

std::vector<Bytes> root() { return crypto::test_roots(); }

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

bool installed(const std::string& program) {
  return std::system(("command -v " + program + " > /dev/null 2>&1").c_str()) == 0;
}

}  // namespace shakedown::target::test
