// shakedown vectors, targets and worker.
#include <fmt/format.h>

#include <filesystem>

#include "harness/cli/command.h"
#include "harness/suite/worker.h"
#include "harness/suite/worker_process.h"
#include "harness/target/targets.h"
#include "harness/vectors/runner.h"

namespace shakedown::cli {
namespace {

int vectors(const std::string& directory) {
  const auto checks = vectors::run_vector_files(directory);
  if (!checks) return complain(checks.error());
  std::size_t failed = 0;
  for (const auto& c : *checks) {
    fmt::print("{} {}{}{}\n", c.passed ? "pass" : "FAIL", c.name, c.detail.empty() ? "" : ": ", c.detail);
    failed += c.passed ? 0U : 1U;
  }
  fmt::print("{} passed, {} failed\n", checks->size() - failed, failed);
  return failed == 0 ? 0 : 1;
}

int targets(const Program& program) {
  const auto directory = (std::filesystem::path(program.path).parent_path() / "plugins").string();
  for (const auto& known : target::known_targets({directory})) {
    const auto opened = target::open_target({.name = known.name, .plugin_directories = {directory}});
    const auto state = opened ? (*opened)->info().version : to_string(opened.error());
    fmt::print("{:<12} {:<8} {}\n", known.name, known.kind, state.empty() ? "version unknown" : state);
  }
  return 0;
}

}  // namespace

void add_vectors(CLI::App& app, Program& program) {
  auto directory = std::make_shared<std::string>(SHAKEDOWN_VECTORS_DIR);
  auto* sub = app.add_subcommand("vectors", "run the published vectors, a line each");
  sub->add_option("directory", *directory, "where the vector files are")->capture_default_str();
  sub->callback([directory, &program] { program.run = [directory] { return vectors(*directory); }; });
}

void add_targets(CLI::App& app, Program& program) {
  app.add_subcommand("targets", "the targets that are known by name, with their versions")->callback([&program] {
    program.run = [&program] { return targets(program); };
  });
}

void add_worker(CLI::App& app, Program& program) {
  app.add_subcommand("worker", "run conversations for another shakedown")->group("")->callback([&program] {
    program.run = [] { return suite::serve(suite::worker_descriptor); };
  });
}

}  // namespace shakedown::cli
