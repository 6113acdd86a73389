#include "tests/interop/programs.h"

#include <cstdlib>
#include <map>

namespace shakedown::interop {

bool in_ci() {
  const char* value = std::getenv("CI");
  return value != nullptr && std::string_view(value) == "true";
}

Result<target::Target*> open_once(const std::string& name) {
  static std::map<std::string, Result<std::unique_ptr<target::Target>>> opened;
  auto found = opened.find(name);
  if (found == opened.end()) {
    target::TargetSpec spec;
    spec.name = name;
    spec.plugin_directories = {SHAKEDOWN_BINARY_DIR "/plugins"};
    found = opened.emplace(name, target::open_target(spec)).first;
  }
  if (!found->second) return fail(found->second.error());
  return found->second->get();
}

}  // namespace shakedown::interop
