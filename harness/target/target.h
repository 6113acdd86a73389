// How something under test is reached: set-up and a pipe of bytes. No TLS message is known here.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "harness/base/bytes.h"
#include "harness/base/report.h"
#include "harness/registry/role.h"
#include "harness/target/credential.h"

namespace shakedown::target {

using registry::Role;
enum class ClientAuth { none, request, require };
enum class Hash : std::uint8_t { sha256 = 4, sha384 = 5 };  // HashAlgorithm, RFC 5246 §7.4.1.4.1

struct Psk {
  Bytes identity;
  Bytes key;
  Hash hash = Hash::sha256;
  friend bool operator==(const Psk&, const Psk&) = default;
};

struct Option {
  std::string key;
  std::string value;
  friend bool operator==(const Option&, const Option&) = default;
};

// What the target shall be, in its role. Empty lists mean the target's own defaults. Code points as on the wire.
struct TargetConfig {
  Role role = Role::server;
  std::uint16_t version_min = 0x0303;
  std::uint16_t version_max = 0x0304;
  std::vector<std::uint16_t> cipher_suites;  // of both versions
  std::vector<std::uint16_t> groups;         // a client sends a key share for the first
  std::vector<std::uint16_t> signature_schemes;
  std::vector<Bytes> alpn;
  std::string server_name;   // client: SNI; server: the name that it serves; empty: none
  Credential credential;     // its own; may be absent for a client or with a PSK
  std::vector<Bytes> trust;  // DER
  bool verify_peer = true;   // client: verify the server's chain
  ClientAuth client_auth = ClientAuth::none;
  bool tickets = true;
  std::uint32_t ticket_count = 0;  // TLS 1.3 server, as far as it can choose; 0: its default
  bool session_ids = true;         // TLS 1.2
  bool extended_master_secret = true;
  bool encrypt_then_mac = true;
  bool hello_retry_cookie = false;
  std::optional<Psk> psk;            // external
  std::uint32_t early_data_max = 0;  // bytes; 0: no early data
  bool renegotiation = false;
  std::uint64_t now = 0;  // milliseconds since 1970; 0: the system's clock
  std::vector<Option> options;
  friend bool operator==(const TargetConfig&, const TargetConfig&) = default;
};

struct ConnectionConfig {
  std::uint64_t seed = 0;
  std::uint64_t now = 0;
  bool resume = false;              // client: offer the session stored last
  bool keep_session = false;        // client: a later connection will resume this one (a command must know beforehand)
  std::optional<Bytes> early_data;  // client: 0-RTT data; needs `resume` or a PSK
  std::optional<Bytes> early_data_later;  // client, with `keep_session`: what that later connection will have
};

struct TargetInfo {
  std::string name;
  std::string version;                    // empty: unknown
  std::vector<std::string> capabilities;  // declared
  bool capabilities_known = false;        // false: nothing was declared, find out by probing
  bool deterministic = false;
  bool in_process = false;
  bool serves = true;    // can be a server
  bool connects = true;  // can be a client
};

// How long to wait for a target behind a socket; in process both mean the same, since nothing is ever on its way.
enum class Patience { quick, thorough };

// One connection to the target. The target's misbehaviour is never an Error: it shows in `report`.
class Connection {
 public:
  virtual ~Connection() = default;

  virtual void feed(View bytes) = 0;
  // Ends our direction of the byte stream, as a TCP FIN does.
  virtual void feed_end() = 0;
  // What it has sent. Empty: it is quiet (as far as `patience` can tell) or has ended; `alive` says which.
  virtual Bytes take(Patience patience = Patience::quick) = 0;
  // Whether more bytes can still come.
  virtual bool alive() const = 0;

  // What it delivered to its application since the last call; `report` has all of it.
  virtual Bytes read() = 0;

  // Each is an Error of cause `unsupported` when this kind of target cannot do it.
  virtual Status write(View data) = 0;
  virtual Status key_update(bool request) = 0;
  virtual Status renegotiate() = 0;
  virtual Status close() = 0;  // asks it to send close_notify
  virtual Result<Exported> exporter(const std::string& label, const std::optional<Bytes>& context,
                                    std::size_t size) = 0;

  // The virtual clock; without effect behind a socket.
  virtual void set_now(std::uint64_t milliseconds) = 0;
  virtual std::optional<std::uint64_t> next_timeout() = 0;

  virtual TargetReport report() = 0;
};

// The thing under test. `prepare` comes first; then connections, which share sessions until the next `prepare`.
class Target {
 public:
  virtual ~Target() = default;

  virtual const TargetInfo& info() const = 0;
  // Makes it ready for connections with this configuration and forgets all sessions. Contexts and processes are kept
  // and used again for equal configurations. No connection may be alive. Cause `unsupported`: it cannot be configured
  // like that.
  virtual Status prepare(const TargetConfig& config, std::uint64_t seed) = 0;
  virtual Result<std::unique_ptr<Connection>> connect(const ConnectionConfig& config) = 0;
};

// No target may send more than this in one connection; one that does is cut off and reported as a flood.
inline constexpr std::size_t flood_limit = std::size_t{16} << 20;

}  // namespace shakedown::target
