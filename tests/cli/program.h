// Runs the program as a user does: by a command line for the shell.
#pragma once
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/trace/temporary.h"

namespace shakedown::cli {

using Json = nlohmann::ordered_json;
using testing::HasSubstr;

struct Ran {
  int code = -1;
  std::string out;
  std::string err;
};
inline void PrintTo(const Ran& ran, std::ostream* to) { *to << "exit code " << ran.code << "\n" << ran.out << ran.err; }

// A folder of its own, in which commands run with `shakedown` in PATH; it goes away with its test.
class Shell {
 public:
  // Any command of the shell, to its end. Standard input is empty.
  Ran run(const std::string& command) const {
    const auto line = "cd " + directory_.path() + " && { export PATH=" SHAKEDOWN_BINARY_DIR ":$PATH\n" + command +
                      "\n} > .out 2> .err < /dev/null";
    const int status = std::system(line.c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, read(".out"), read(".err")};
  }
  std::string path(const std::string& name) const { return directory_.file(name); }
  std::string read(const std::string& name) const { return trace::contents(path(name)); }
  Json json(const std::string& name) const { return Json::parse(read(name)); }
  void write(const std::string& name, const std::string& text) const {
    std::ofstream(path(name), std::ios::binary) << text;
  }

 private:
  trace::TemporaryDirectory directory_;
};

// `ran` ended with this exit code, and what it printed is shown if not.
MATCHER_P(ExitsWith, code, "") { return arg.code == code; }

}  // namespace shakedown::cli
