// The programs that we know how to start as targets: one row each.
#pragma once
#include <string>
#include <vector>

#include "harness/target/socket_connection.h"
#include "harness/target/target.h"

namespace shakedown::target {

// Where the parts of a configuration lie when a command line is made from it.
struct CommandFiles {
  std::uint16_t port = 0;
  std::string certificate;     // PEM, the whole chain; empty: none
  std::string intermediates;   // PEM, the chain without the leaf; empty: there are none
  std::string key;             // PEM
  std::string ca;              // PEM
  std::string session;         // for a session ticket or id between two clients; need not exist
  bool read_session = false;   // resume from it
  bool write_session = false;  // a later connection will
  std::string early_data;      // file with 0-RTT data; empty: none
  std::string psk;             // file of 'identity:hexkey', for programs that want one
  std::string openssl_conf;    // OpenSSL's configuration file, for what has no option; empty: there is none
};

// Argument builders, one file for each program.
using Arguments = std::vector<std::string>;
Result<Arguments> openssl_server(const TargetConfig& config, const CommandFiles& files);
Result<Arguments> openssl_client(const TargetConfig& config, const CommandFiles& files);
// What stands in CommandFiles::openssl_conf; empty: nothing is asked for that has no option.
std::string openssl_configuration(const TargetConfig& config);
Result<Arguments> gnutls_server(const TargetConfig& config, const CommandFiles& files);
Result<Arguments> gnutls_client(const TargetConfig& config, const CommandFiles& files);

struct CommandRow {
  const char* target;  // openssl
  Role role;
  // Builds the whole argument list. Cause `unsupported`: the program cannot be configured like that.
  Result<Arguments> (*arguments)(const TargetConfig& config, const CommandFiles& files);
  Manners manners;
  // One process makes both connections of a resumption by itself (so the second must be announced with the first).
  bool resumes_in_process = false;
};

struct CommandProgram {
  const char* target;
  std::vector<std::string> version_query;  // its output's first line holds the version
  std::vector<std::string> capabilities;
};

const std::vector<CommandProgram>& command_programs();
// nullptr: not known in that role.
const CommandRow* find_command(const std::string& target, Role role);
const CommandProgram* find_command_program(const std::string& target);

}  // namespace shakedown::target
