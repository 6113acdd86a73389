// Conversations in worker processes. Nothing is forked for a conversation: a worker goes on until its target ends it or
// never returns, and a fresh one takes over with the next conversation.
#pragma once
#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <span>

#include "harness/suite/job.h"
#include "harness/suite/worker_process.h"

namespace shakedown::suite {

// After which a conversation counts as a hang.
struct Limits {
  milliseconds cpu{5000};    // of the worker
  milliseconds wall{60000};  // without an answer, however little it computes
};

struct PoolOptions {
  std::vector<std::string> program;  // what starts a worker: this program and its arguments
  std::size_t workers = 1;
  Limits limits;
  SetUp set_up;
};

// An answer, and what the worker printed since the one before, the last few KiB of it.
struct Answer {
  Done done;
  std::string output;
};

class Pool {
 public:
  explicit Pool(PoolOptions options) : options_(std::move(options)) {}

  // Starts the first worker, which opens the target. Cause `target` or `usage`: it cannot. That a later worker cannot
  // open it costs a conversation.
  Result<target::TargetInfo> open();

  // Every job once, at most so many at a time, begun in their order; `on_answer` hears of each as it ends and says
  // whether to go on. An error is ours: workers cannot be started.
  using OnAnswer = std::function<bool(std::size_t index, Answer)>;
  Status run(std::span<const Job> jobs, const OnAnswer& on_answer);

 private:
  struct Seat {
    std::unique_ptr<WorkerProcess> process;
    bool greeted = false;
    std::optional<Error> refused;     // what it said in place of its greeting
    std::deque<std::size_t> at_work;  // the first is running
    milliseconds cpu_began{0};        // of the running one
    std::chrono::steady_clock::time_point began;
  };
  struct Round {
    std::span<const Job> jobs;
    const OnAnswer& on_answer;
    std::deque<std::size_t> waiting;
    bool stopped = false;
    std::size_t idle_deaths = 0;  // of workers that had nothing to do
  };

  Status start(Seat& seat);
  Status fill(Seat& seat, Round& round);
  Status wait_and_serve(Round& round);
  Status serve(Seat& seat, Round& round);
  void take_messages(Seat& seat, Round& round);
  void take_hello(Seat& seat, View message);
  static Answer last_answer(const Seat& seat, const std::string& hang, const std::string& end);
  Status bury(Seat& seat, Round& round, const std::string& hang);
  std::string overdue(const Seat& seat) const;
  void begin_clock(Seat& seat);

  PoolOptions options_;
  std::vector<Seat> seats_;
  std::optional<target::TargetInfo> info_;  // once a worker has opened the target
};

}  // namespace shakedown::suite
