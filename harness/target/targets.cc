#include "harness/target/targets.h"

#include <algorithm>

#include "harness/base/suggest.h"
#include "harness/target/address.h"
#include "harness/target/command.h"
#include "harness/target/commands.h"
#include "harness/target/loader.h"

namespace shakedown::target {
namespace {

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
  if (found != known.end()) return make_command_target(spec.name);
  if (spec.name.find(':') != std::string::npos) return make_address_target(spec.name);
  Error error{.cause = Cause::usage, .what = "no such target"};
  error.got = spec.name;
  std::vector<std::string_view> names;
  for (const KnownTarget& target : known) names.push_back(target.name);
  error.expected = expected_names(spec.name, names) + ", a plugin's path, or host:port";
  return fail(std::move(error));
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
  if (ways != 1) {
    return fail(Cause::usage, ways == 0 ? "no target: give a name, host:port, --server-cmd, --client-cmd or --listen"
                                        : "more than one target was given");
  }
  if (commands) return make_custom_command_target({spec.server_cmd, spec.client_cmd});
  if (!spec.listen.empty()) return make_listening_target(spec.listen);
  return open_named(spec);
}

}  // namespace shakedown::target
