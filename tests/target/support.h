// Credentials, plugins and pumping for the tests of the target layer.
#pragma once
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "harness/target/target.h"

namespace shakedown::target::test {

std::string read_text(const std::string& path);
// p256, p384, rsa, ed25519: servers, server.test among their names; client.
Credential credential(const std::string& name);
std::vector<Bytes> root();

// The wolfSSL plugin, each time as a target of its own; nullptr when it was not built.
std::unique_ptr<Target> wolfssl();

TargetConfig server_config(const std::string& credential_name = "p256");
TargetConfig client_config();

constexpr std::uint16_t tls12 = 0x0303;
constexpr std::uint16_t tls13 = 0x0304;
TargetConfig with_version(TargetConfig config, std::uint16_t version);

// Everything that both sides said, for comparing conversations.
struct Transcript {
  Bytes client;
  Bytes server;
  friend bool operator==(const Transcript&, const Transcript&) = default;
};
// Carries bytes to and fro until nothing moves.
void pump(Connection& client, Connection& server, Transcript* transcript = nullptr);

struct Pair {
  std::unique_ptr<Connection> client;
  std::unique_ptr<Connection> server;
};
struct Seeds {
  std::uint64_t client = 1;
  std::uint64_t server = 2;
};
// Both prepared targets connected and pumped.
Pair connect(Target& client, Target& server, ConnectionConfig config = {}, Seeds seeds = {},
             Transcript* transcript = nullptr);

// Both sides think that the handshake is done, and both are alive.
void expect_done(Pair& pair);
void expect_data_both_ways(Pair& pair);

// Whether a program is in PATH.
bool installed(const std::string& program);

// The system's wolfSSL lacks 0-RTT, the TLS_RSA suites, renegotiation, key logs, hooks for randomness and clock.
#if defined(SHAKEDOWN_WOLFSSL_HOOKED)
#define NEEDS_WOLFSSL_FROM_SOURCE() static_assert(true)
#else
#define NEEDS_WOLFSSL_FROM_SOURCE() GTEST_SKIP() << "this build has no wolfSSL of its own from source"
#endif

// Missing programs fail in CI and skip elsewhere.
#define SKIP_OR_FAIL(reason)                                       \
  do {                                                             \
    if (std::getenv("CI") != nullptr) FAIL() << (reason);          \
    GTEST_SKIP() << "SKIPPED for want of a program: " << (reason); \
  } while (false)

}  // namespace shakedown::target::test
