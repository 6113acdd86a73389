#include "harness/target/targets.h"

#include <algorithm>

#include "harness/base/suggest.h"
#include "harness/target/address.h"
#include "harness/target/command.h"
#include "harness/target/commands.h"
#include "harness/target/loader.h"

namespace shakedown::target {
namespace {

// What was meant, or every name.
std::string known_names(const TargetSpec& spec) {
  const auto known = known_targets(spec.plugin_directories);
  std::vector<std::string_view> names;
  for (const KnownTarget& target : known) names.push_back(target.name);
  return expected_names(spec.name, names);
}

CommandLimits command_limits(const TargetSpec& spec) {
  return spec.start_limit_ms == 0 ? CommandLimits{} : CommandLimits{.start_ms = spec.start_limit_ms};
}

AddressLimits address_limits(const TargetSpec& spec) {
  return spec.start_limit_ms == 0 ? AddressLimits{} : AddressLimits{spec.start_limit_ms, spec.start_limit_ms};
}

Result<std::unique_ptr<Target>> open_named(const TargetSpec& spec) {
  const auto known = known_targets(spec.plugin_directories);
  const auto found =
      std::find_if(known.begin(), known.end(), [&](const KnownTarget& k) { return k.name == spec.name; });
  const bool is_path = spec.name.find('/') != std::string::npos;
  if (is_path || (found != known.end() && found->kind == "plugin")) {
    const auto path = find_plugin(spec.name, spec.plugin_directories);
    if (!path) return fail(path.error());
    return load_plugin(*path);
  }
  if (found != known.end()) return make_command_target(spec.name, command_limits(spec));
  if (spec.name.find(':') != std::string::npos) return make_address_target(spec.name, address_limits(spec));
  Error error{.cause = Cause::usage, .what = "no such target"};
  error.got = spec.name;
  error.expected = known_names(spec) + ", a plugin's path, or host:port";
  return fail(std::move(error));
}

Error no_target(const TargetSpec& spec) {
  Error error{.cause = Cause::usage, .what = "no target"};
  error.expected = known_names(spec) + ", a plugin's path, host:port, --server-cmd, --client-cmd or --listen";
  return error;
}

}  // namespace

std::vector<KnownTarget> known_targets(const std::vector<std::string>& plugin_directories) {
  std::vector<KnownTarget> out;
  for (const std::string& name : list_plugins(plugin_directories)) out.push_back({name, "plugin"});
  for (const CommandProgram& program : command_programs()) {
    const std::string name = program.target;
    if (std::none_of(out.begin(), out.end(), [&](const KnownTarget& k) { return k.name == name; })) {
      out.push_back({name, "command"});
    }
  }
  return out;
}

Result<std::unique_ptr<Target>> open_target(const TargetSpec& spec) {
  const bool commands = !spec.server_cmd.empty() || !spec.client_cmd.empty();
  const int ways = int{!spec.name.empty()} + int{commands} + int{!spec.listen.empty()};
  if (ways == 0) return fail(no_target(spec));
  if (ways > 1) return fail(Cause::usage, "more than one target was given");
  if (commands) return make_custom_command_target({spec.server_cmd, spec.client_cmd}, command_limits(spec));
  if (!spec.listen.empty()) return make_listening_target(spec.listen, address_limits(spec));
  return open_named(spec);
}

}  // namespace shakedown::target
