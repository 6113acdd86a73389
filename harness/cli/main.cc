// The program: subcommands, no logic of their own.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <functional>

#include "harness/cli/check.h"
#include "harness/suite/worker.h"
#include "harness/suite/worker_process.h"
#include "harness/vectors/runner.h"

namespace {

int vectors(const std::string& directory) {
  const auto checks = shakedown::vectors::run_vector_files(directory);
  if (!checks) {
    fmt::print(stderr, "shakedown: {}\n", shakedown::to_string(checks.error()));
    return 2;
  }
  std::size_t failed = 0;
  for (const auto& c : *checks) {
    fmt::print("{} {}{}{}\n", c.passed ? "pass" : "FAIL", c.name, c.detail.empty() ? "" : ": ", c.detail);
    failed += c.passed ? 0U : 1U;
  }
  fmt::print("{} passed, {} failed\n", checks->size() - failed, failed);
  return failed == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string program = std::filesystem::read_symlink("/proc/self/exe");
  CLI::App app{"Shakedown: a scriptable TLS peer that checks, replays, fuzzes and times TLS implementations"};
  app.require_subcommand(1);
  std::function<int()> run;
  shakedown::cli::add_check(app, program, run);
  std::string directory = SHAKEDOWN_VECTORS_DIR;
  auto* vector_command = app.add_subcommand("vectors", "run the published vectors, a line each");
  vector_command->add_option("directory", directory, "where the vector files are");
  vector_command->callback([&] { run = [&] { return vectors(directory); }; });
  app.add_subcommand("worker")->group("")->callback(
      [&] { run = [] { return shakedown::suite::serve(shakedown::suite::worker_descriptor); }; });
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    return app.exit(e) == 0 ? 0 : 2;
  }
  return run();
}
