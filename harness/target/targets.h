// From what a user writes to a target.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "harness/target/target.h"

namespace shakedown::target {

struct TargetSpec {
  std::string name;        // a plugin's name or path, a command target's name, host:port; empty with one of the others
  std::string server_cmd;  // --server-cmd
  std::string client_cmd;  // --client-cmd
  std::string listen;      // --listen
  int start_limit_ms = 0;  // until it listens, connects or answers; 0: as CommandLimits and AddressLimits have it
  std::vector<std::string> plugin_directories;
  friend bool operator==(const TargetSpec&, const TargetSpec&) = default;
};

// Exactly one way of naming a target must be used (the two commands count as one). A plugin goes before a command
// target of the same name.
Result<std::unique_ptr<Target>> open_target(const TargetSpec& spec);

struct KnownTarget {
  std::string name;
  std::string kind;  // plugin, command
};
std::vector<KnownTarget> known_targets(const std::vector<std::string>& plugin_directories);

}  // namespace shakedown::target
