// A worker as the program sees it: a child process with a channel, whose CPU time is watched and which dies with us.
#pragma once
#include <sys/types.h>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "harness/suite/channel.h"

namespace shakedown::suite {

using std::chrono::milliseconds;

// The channel's descriptor in a worker.
inline constexpr int worker_descriptor = 3;

class WorkerProcess {
 public:
  // The program with its arguments; not looked for in PATH.
  static Result<std::unique_ptr<WorkerProcess>> start(const std::vector<std::string>& arguments);
  ~WorkerProcess();
  WorkerProcess(const WorkerProcess&) = delete;
  WorkerProcess& operator=(const WorkerProcess&) = delete;

  Channel& channel() { return channel_; }
  // CPU time that it has used so far, of all its threads.
  milliseconds cpu_time() const;
  void kill();
  // Waits for its end: "signal 6 (Aborted)", "exit status 1".
  std::string wait_end();

  // What it prints, of which the last few KiB are kept.
  int output_descriptor() const { return output_.get(); }
  void collect_output();
  const std::string& output() const { return printed_; }
  void forget_output() { printed_.clear(); }

 private:
  WorkerProcess(pid_t pid, Channel channel, target::Descriptor output)
      : pid_(pid), channel_(std::move(channel)), output_(std::move(output)) {}

  pid_t pid_;
  bool reaped_ = false;
  Channel channel_;
  target::Descriptor output_;
  std::string printed_;
};

}  // namespace shakedown::suite
