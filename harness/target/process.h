// A program that we started: its standard input is kept open, what it prints is captured up to a bound, and it dies
// with us or with this object, together with all that it started in its process group.
#pragma once
#include <poll.h>
#include <sys/types.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "harness/base/bytes.h"
#include "harness/target/deadline.h"
#include "harness/target/descriptor.h"

namespace shakedown::target {

struct ProcessEnd {
  bool signalled = false;
  int code = 0;  // signal number or exit status
  friend bool operator==(const ProcessEnd&, const ProcessEnd&) = default;
};
// "was killed by signal 6 (Aborted)", "exited with status 1"
std::string to_string(const ProcessEnd& end);

// What is kept of the output of one conversation, and what a program may print before it counts as a flood.
inline constexpr std::size_t output_kept = std::size_t{256} << 10;
inline constexpr std::size_t output_limit = std::size_t{64} << 20;

class Process {
 public:
  // The program is looked for in PATH. Cause `target`: it is missing or cannot be run.
  static Result<std::unique_ptr<Process>> start(const std::vector<std::string>& arguments);
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  pid_t pid() const { return pid_; }
  // How it ended; nothing while it runs.
  std::optional<ProcessEnd> ended();
  std::optional<ProcessEnd> wait_end(Deadline deadline);
  // Ends it and its group at once.
  void kill();

  // Reads what it has printed, without waiting.
  void collect();
  const std::string& output() const { return output_; }
  bool flooded() const { return printed_ > output_limit; }
  // Starts a new conversation: what was captured is dropped.
  void forget_output();
  // For poll(2); negative once it has closed its output.
  int output_descriptor() const { return out_.get(); }

  // To its standard input. Cause `target`: it does not read it.
  Status type(View data);
  // Whether it has left some of it unread.
  bool has_unread_input() const;
  // Ends its standard input.
  void end_input();

 private:
  Process(pid_t pid, Descriptor in, Descriptor out) : pid_(pid), in_(std::move(in)), out_(std::move(out)) {}

  pid_t pid_;
  Descriptor in_;
  Descriptor out_;
  std::optional<ProcessEnd> end_;
  std::string output_;
  std::size_t printed_ = 0;
};

}  // namespace shakedown::target
