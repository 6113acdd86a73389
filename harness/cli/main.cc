// The program: subcommands, no logic of their own.
#include <filesystem>

#include "harness/base/suggest.h"
#include "harness/cli/command.h"

namespace shakedown::cli {
namespace {

std::vector<std::string> option_names(const CLI::App& app) {
  std::vector<std::string> out;
  for (const auto* option : app.get_options()) out.push_back(option->get_name());
  return out;
}

std::vector<std::string> subcommand_names(const CLI::App& app) {
  std::vector<std::string> out;
  for (const auto* sub : app.get_subcommands([](const CLI::App* s) { return !s->get_group().empty(); }))
    out.push_back(sub->get_name());
  return out;
}

// The first word that nothing takes, with what may have been meant by it.
std::optional<Error> stray_word(const CLI::App& app) {
  const auto chosen = app.get_subcommands();
  const CLI::App& at = chosen.empty() ? app : *chosen.front();
  const auto words = at.remaining();
  if (words.empty()) return std::nullopt;
  const auto& word = words.front();
  const bool option = word.starts_with('-');
  Error error{.cause = Cause::usage, .what = option ? "unknown option" : "unexpected argument", .got = word};
  const auto names = option ? option_names(at) : subcommand_names(at);
  if (!names.empty()) error.expected = expected_names(word, {names.begin(), names.end()});
  return error;
}

int parse_and_run(int argc, char** argv) {
  Program program{.path = std::filesystem::read_symlink("/proc/self/exe"), .run = {}};
  CLI::App app{"Shakedown: a scriptable TLS peer that checks, replays, fuzzes and times TLS implementations"};
  app.require_subcommand(1);
  app.set_version_flag("--version", SHAKEDOWN_VERSION);
  add_check(app, program);
  add_run(app, program);
  add_handshake(app, program);
  add_cases(app, program);
  add_vectors(app, program);
  add_targets(app, program);
  add_worker(app, program);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    if (e.get_exit_code() != 0)
      if (const auto error = stray_word(app)) return complain(*error);
    return app.exit(e) == 0 ? 0 : suite::exit_code(Error{.cause = Cause::usage});
  }
  return program.run();
}

}  // namespace
}  // namespace shakedown::cli

int main(int argc, char** argv) { return shakedown::cli::parse_and_run(argc, argv); }
