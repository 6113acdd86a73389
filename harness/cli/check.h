// shakedown check
#pragma once
#include <CLI/CLI.hpp>
#include <functional>
#include <string>

namespace shakedown::cli {

// Adds the subcommand; `run` is set to what it does when it was chosen, and gives the exit code.
void add_check(CLI::App& app, const std::string& program, std::function<int()>& run);

}  // namespace shakedown::cli
