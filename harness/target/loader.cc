#include "harness/target/loader.h"

#include <dlfcn.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "harness/target/elf.h"
#include "harness/target/plugin_target.h"

#if defined(__SANITIZE_ADDRESS__)
#define SHAKEDOWN_HOST_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SHAKEDOWN_HOST_ASAN 1
#endif
#endif
#ifndef SHAKEDOWN_HOST_ASAN
#define SHAKEDOWN_HOST_ASAN 0
#endif

namespace shakedown::target {
namespace {

namespace fs = std::filesystem;

#if defined(__clang__)
constexpr bool host_is_clang = true;
#else
constexpr bool host_is_clang = false;
#endif
constexpr bool host_has_asan = SHAKEDOWN_HOST_ASAN != 0;

tl::unexpected<Error> broken(const std::string& path, std::string what) {
  Error error{.cause = Cause::target, .what = std::move(what)};
  error.place.file = path;
  return fail(std::move(error));
}

// gcc's run time is a library of its own, clang's is part of the program.
bool needs_gcc_asan(const ElfFacts& facts) {
  return std::any_of(facts.needed.begin(), facts.needed.end(),
                     [](const std::string& name) { return name.starts_with("libasan.so"); });
}

// A mismatch would end this process inside dlopen.
Status check_sanitizers(const std::string& path, const ElfFacts& facts) {
  if (facts.needs_symbol("__tsan_") || facts.needs_symbol("__msan_")) {
    return broken(path, "built with ThreadSanitizer or MemorySanitizer, which this program is not");
  }
  const bool asan = facts.needs_symbol("__asan_");
  if (!asan) return {};
  const bool gcc = needs_gcc_asan(facts);
  const char* theirs = gcc ? "gcc's AddressSanitizer" : "clang's AddressSanitizer";
  if (!host_has_asan)
    return broken(path, fmt::format("built with {}, this program without; use the asan build", theirs));
  if (gcc == host_is_clang) {
    return broken(path,
                  fmt::format("built with {}, this program with that of {}", theirs, host_is_clang ? "clang" : "gcc"));
  }
  return {};
}

}  // namespace

Result<std::unique_ptr<Target>> load_plugin(const std::string& path) {
  const auto facts = read_elf_file(path);
  if (!facts) return broken(path, facts.error().what);
  if (!facts->defines(SHAKEDOWN_PLUGIN_SYMBOL)) {
    return broken(path, "not a plugin: it exports no function '" SHAKEDOWN_PLUGIN_SYMBOL "'");
  }
  if (auto status = check_sanitizers(path, *facts); !status) return fail(status.error());
  void* library = ::dlopen(fs::absolute(path).c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) return broken(path, fmt::format("cannot be loaded: {}", ::dlerror()));
  auto* function = reinterpret_cast<shakedown_plugin_function>(::dlsym(library, SHAKEDOWN_PLUGIN_SYMBOL));
  if (function == nullptr) return broken(path, fmt::format("cannot be loaded: {}", ::dlerror()));
  auto target = make_plugin_target(function());
  if (!target) {
    Error error = target.error();
    error.place.file = path;
    return fail(std::move(error));
  }
  return target;
}

std::vector<std::string> list_plugins(const std::vector<std::string>& directories) {
  std::set<std::string> names;
  for (const std::string& directory : directories) {
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(directory, ignored)) {
      if (entry.path().extension() == ".so") names.insert(entry.path().stem());
    }
  }
  return {names.begin(), names.end()};
}

Result<std::string> find_plugin(const std::string& name, const std::vector<std::string>& directories) {
  if (name.find('/') != std::string::npos) return name;
  for (const std::string& directory : directories) {
    const fs::path path = fs::path(directory) / (name + ".so");
    std::error_code ignored;
    if (fs::exists(path, ignored)) return path.string();
  }
  Error error{.cause = Cause::target, .what = fmt::format("no plugin '{}' in {}", name, fmt::join(directories, ", "))};
  error.expected = fmt::format("{}", fmt::join(list_plugins(directories), ", "));
  return fail(std::move(error));
}

}  // namespace shakedown::target
