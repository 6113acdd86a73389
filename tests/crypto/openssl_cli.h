// Runs the openssl program, an unrelated implementation to compare with.
#pragma once
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "harness/base/bytes.h"

// In a test body: without the program, fail in CI and skip elsewhere.
#define SHAKEDOWN_NEEDS_OPENSSL()                                                      \
  if (::shakedown::crypto::run_openssl("version").status != 0) {                       \
    if (std::getenv("CI") != nullptr) FAIL() << "the program openssl is missing";      \
    GTEST_SKIP() << "the program openssl is missing, so nothing was compared with it"; \
  }                                                                                    \
  static_assert(true)

namespace shakedown::crypto {

struct CommandResult {
  int status;
  std::string output;  // standard output and error
};

inline CommandResult run_openssl(const std::string& arguments) {
  CommandResult out{-1, {}};
  FILE* pipe = ::popen(("openssl " + arguments + " 2>&1 < /dev/null").c_str(), "r");
  if (!pipe) return out;
  char buffer[4096];
  while (const std::size_t count = std::fread(buffer, 1, sizeof buffer, pipe)) out.output.append(buffer, count);
  const int status = ::pclose(pipe);
  out.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return out;
}

// A directory that goes away with its test.
class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    std::string name = (std::filesystem::temp_directory_path() / "shakedown-crypto-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make " + name);
    path_ = name;
  }
  ~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  std::string file(const std::string& name) const { return (path_ / name).string(); }
  std::string write(const std::string& name, View contents) const {
    std::ofstream(file(name), std::ios::binary) << as_text(contents);
    return file(name);
  }
  Bytes read(const std::string& name) const {
    std::ifstream in(file(name), std::ios::binary);
    return to_bytes(std::string(std::istreambuf_iterator<char>(in), {}));
  }

 private:
  std::filesystem::path path_;
};

}  // namespace shakedown::crypto
