// Targets that are programs which we start: stock ones by name, any other by a command line.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "harness/target/target.h"

namespace shakedown::target {

struct CommandLimits {
  int start_ms = 10000;  // until a program listens or connects
  int react_ms = 5000;   // after which one that neither answers nor rests counts as hung, and is killed
};

// By the name of a row in commands.cc: openssl, gnutls. The program's version is asked for here; cause `target` if it
// is missing.
Result<std::unique_ptr<Target>> make_command_target(const std::string& name, CommandLimits limits = {});

// Command lines for the shell, in which {port}, {cert}, {key} and {ca} (PEM files), {host} (127.0.0.1), {name} (the
// server's name) and {psk} (identity:hex key) are replaced; either may be empty if the target has no such role. Cause
// `usage`: {port} is missing, or another word stands in braces.
struct CustomCommands {
  std::string server;
  std::string client;
};
Result<std::unique_ptr<Target>> make_custom_command_target(const CustomCommands& commands, CommandLimits limits = {});

// Exposed for its test: replaces the placeholders, quoted for the shell.
struct Placeholder {
  std::string name;
  std::string value;
};
Result<std::string> fill_in(const std::string& command, const std::vector<Placeholder>& values);

}  // namespace shakedown::target
