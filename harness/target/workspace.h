// A folder of our own for the files that commands want, removed in the end.
#pragma once
#include <map>
#include <string>
#include <string_view>

#include "harness/base/bytes.h"
#include "harness/target/commands.h"

namespace shakedown::target {

class Workspace {
 public:
  Workspace() = default;
  ~Workspace();
  Workspace(const Workspace&) = delete;
  Workspace& operator=(const Workspace&) = delete;

  // The path of a file with these contents; equal contents are written once.
  Result<std::string> file(std::string_view kind, std::string_view contents);
  // A path at which nothing is yet, different each time.
  Result<std::string> fresh(std::string_view kind);
  // All files that a configuration needs; the port, session and early data are the caller's.
  Result<CommandFiles> files_for(const TargetConfig& config);

 private:
  Status make();

  std::string directory_;
  std::map<std::string, std::string, std::less<>> written_;  // kind and contents → path
  unsigned count_ = 0;
};

}  // namespace shakedown::target
