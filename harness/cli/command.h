// What the subcommands share: how one is added, how a target and a corpus are named, how errors are told.
#pragma once
#include <CLI/CLI.hpp>
#include <functional>
#include <memory>
#include <string>

#include "harness/suite/suite.h"

namespace shakedown::cli {

// The program's own file, with which workers are started, and what the chosen subcommand does; it gives the exit code.
struct Program {
  std::string path;
  std::function<int()> run;
};

// Prints "shakedown: …" on standard error and gives the exit code that belongs to the error.
int complain(const Error& error);

// Options that name a target and say what it shall be given; added to a subcommand.
struct TargetArguments {
  std::string name;
  std::string server_cmd, client_cmd, listen;
  std::vector<std::string> options;  // KEY=VALUE, for a plugin
  std::string sni, ca, cert, key, psk;
  std::vector<std::string> alpn;
  int start_limit_ms = 0;
  std::uint64_t seed = 1;
  std::string corpus;

  void add_to(CLI::App& sub);
  // What a worker needs; errors are of cause `usage` or `input`.
  Result<suite::SetUp> set_up(const Program& program) const;
  // How the user named it, as words for a shell.
  std::string words() const;
  // A command or listener for one role tests only that role.
  std::optional<registry::Role> only_role() const;
};

// Says where a client is awaited, if one is.
void announce(const TargetArguments& arguments, const target::TargetInfo& info);

Status write_file(const std::string& path, const std::string& text);
std::string default_corpus();

// Each adds its subcommand.
void add_check(CLI::App& app, Program& program);
void add_run(CLI::App& app, Program& program);
void add_handshake(CLI::App& app, Program& program);
void add_cases(CLI::App& app, Program& program);  // list, show, lint
void add_vectors(CLI::App& app, Program& program);
void add_targets(CLI::App& app, Program& program);
void add_worker(CLI::App& app, Program& program);

}  // namespace shakedown::cli
