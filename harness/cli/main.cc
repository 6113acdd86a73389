// The program: subcommands, no logic of their own.
#include <filesystem>

#include "harness/cli/command.h"

int main(int argc, char** argv) {
  namespace cli = shakedown::cli;
  cli::Program program{.path = std::filesystem::read_symlink("/proc/self/exe"), .run = {}};
  CLI::App app{"Shakedown: a scriptable TLS peer that checks, replays, fuzzes and times TLS implementations"};
  app.require_subcommand(1);
  app.set_version_flag("--version", SHAKEDOWN_VERSION);
  cli::add_check(app, program);
  cli::add_run(app, program);
  cli::add_handshake(app, program);
  cli::add_cases(app, program);
  cli::add_vectors(app, program);
  cli::add_targets(app, program);
  cli::add_worker(app, program);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    return app.exit(e) == 0 ? 0 : 2;
  }
  return program.run();
}
