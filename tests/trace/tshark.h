// tshark, an unrelated reader of our captures.
#pragma once
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <string>
#include <vector>

#include "tests/trace/temporary.h"

// In a test body: without the program, fail in CI and skip elsewhere.
#define SHAKEDOWN_NEEDS(program)                                                                       \
  if (::shakedown::trace::run_command("command -v " program).status != 0) {                            \
    if (std::getenv("CI") != nullptr) FAIL() << "the program " program " is missing";                  \
    GTEST_SKIP() << "the program " program " is missing, so nobody unrelated has read these captures"; \
  }                                                                                                    \
  static_assert(true)

namespace shakedown::trace {

struct CommandResult {
  int status = -1;
  std::string output;
};

inline CommandResult run_command(const std::string& command) {
  CommandResult out;
  FILE* pipe = ::popen((command + " < /dev/null").c_str(), "r");
  if (pipe == nullptr) return out;
  char buffer[4096];
  while (const std::size_t count = std::fread(buffer, 1, sizeof buffer, pipe)) out.output.append(buffer, count);
  const int status = ::pclose(pipe);
  out.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return out;
}

// The values of these fields for each packet; several values of one field are separated by commas. Nobody's settings
// or key logs are used: the capture must carry all that is needed.
inline std::vector<std::vector<std::string>> tshark_fields(const TemporaryDirectory& directory, const std::string& file,
                                                           const std::vector<std::string>& fields) {
  std::string command = "WIRESHARK_CONFIG_DIR=" + directory.path() + " tshark -n -r " + file +
                        " -o tcp.check_checksum:TRUE -o ip.check_checksum:TRUE -T fields -E separator='|'";
  for (const auto& field : fields) command += " -e " + field;
  const auto errors = directory.file("stderr");
  const auto result = run_command(command + " 2> " + errors);
  EXPECT_EQ(result.status, 0) << run_command("cat " + errors).output;
  std::vector<std::vector<std::string>> rows;
  std::istringstream lines(result.output);
  for (std::string line; std::getline(lines, line);) {
    auto& row = rows.emplace_back(1);
    for (const char c : line) c == '|' ? void(row.emplace_back()) : row.back().push_back(c);
    row.resize(fields.size());
  }
  return rows;
}

}  // namespace shakedown::trace
