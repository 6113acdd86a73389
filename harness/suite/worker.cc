#include "harness/suite/worker.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/prctl.h>

#include <chrono>
#include <csignal>

#include "harness/run/run.h"
#include "harness/suite/adjusted_target.h"
#include "harness/suite/channel.h"
#include "harness/suite/controls.h"
#include "harness/suite/corpus.h"
#include "harness/suite/fields.h"

namespace shakedown::suite {
namespace {

using check::Kind;

// The scripts of the case that was asked for last: its cells come one after the other.
class Cases {
 public:
  explicit Cases(std::string flights) : flights_(std::move(flights)) {}

  Result<script::Script> script(const Job& job) {
    if (job.file != file_ || job.text != text_ || scripts_.empty()) {
      auto expanded = job.text.empty() ? expand_file({job.id, job.file}, flights_)
                                       : expand_text(job.text, job.file, job.id, flights_);
      if (!expanded) return fail(expanded.error());
      scripts_ = std::move(*expanded);
      file_ = job.file;
      text_ = job.text;
    }
    if (job.cell >= scripts_.size()) return fail(Cause::input, fmt::format("{} has no cell {}", job.id, job.cell));
    return job.control ? control_of(scripts_[job.cell]) : Result<script::Script>(scripts_[job.cell]);
  }

 private:
  std::string flights_;
  std::string file_;
  std::string text_;
  std::vector<script::Script> scripts_;
};

// The report of the first connection in which the target did that.
const TargetReport* find_report(const peer::Conversation& conversation, bool TargetReport::*did) {
  for (const auto& log : conversation.connections)
    if (log.target.*did) return &log.target;
  return nullptr;
}

void call_it_hang(check::Verdict& v, std::string reason) {
  v.kind = Kind::hang;
  v.severity = check::Severity::none;
  v.reason = std::move(reason);
}

// What only those know who run processes.
void judge_reach(const peer::Conversation& conversation, Done& done) {
  auto& v = done.verdict;
  if (conversation.error && conversation.error->cause == Cause::target) {
    done.unreachable = true;
    return call_it_hang(v, "no conversation with it is possible: " + to_string(*conversation.error));
  }
  if (v.kind == Kind::crash) return;
  if (const auto* flood = find_report(conversation, &TargetReport::flooded))
    return call_it_hang(v, "without end: " + flood->error);
  if (const auto* standstill = find_report(conversation, &TargetReport::hung))
    call_it_hang(v, standstill->error.empty() ? "it neither answers nor comes to rest" : standstill->error);
}

class Worker {
 public:
  Worker(std::unique_ptr<target::Target> target, const SetUp& set_up)
      : target_(std::move(target)),
        set_up_(set_up),
        runner_(*target_, {.seed = set_up.seed, .timed = set_up.timed}),
        cases_(set_up.flights) {}

  Done run(const Job& job) {
    return guarded([&] { return converse(job); });
  }

 private:
  Done converse(const Job& job) {
    Done done;
    auto script = cases_.script(job);
    if (!script) {
      done.verdict = {.kind = Kind::error, .reason = to_string(script.error())};
      return done;
    }
    adjust(*script, set_up_.overrides);
    const auto began = std::chrono::steady_clock::now();
    auto conversation = runner_.run(*script);
    done.verdict = check::judge(*script, conversation);
    judge_reach(conversation, done);
    const auto took = std::chrono::steady_clock::now() - began;
    done.elapsed_us = static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::microseconds>(took).count());
    if (set_up_.conversations) done.conversation = std::move(conversation);
    return done;
  }

  std::unique_ptr<target::Target> target_;
  const SetUp set_up_;
  run::Runner runner_;
  Cases cases_;
};

Result<std::unique_ptr<target::Target>> open(const SetUp& set_up) {
  auto target = target::open_target(set_up.target);
  if (!target) return target;
  return adjust(std::move(*target), set_up.options, set_up.overrides);
}

constexpr int broken_channel = 2;

}  // namespace

Done guarded(const std::function<Done()>& work) {
  std::string what;
  try {
    return work();
  } catch (const std::exception& e) {
    what = e.what();
  } catch (...) {
    what = "something that is no std::exception";
  }
  Done done;
  done.verdict = {.kind = Kind::error, .reason = "an exception in the harness: " + what};
  return done;
}

int serve(int descriptor) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
  Channel channel{target::Descriptor(descriptor)};
  const auto first = channel.receive();
  const auto set_up = first ? unpack<SetUp>(*first) : std::nullopt;
  if (!set_up) return broken_channel;
  auto target = open(*set_up);
  if (!target) {
    channel.send(pack(Hello{.info = {}, .error = target.error()}));
    return 0;
  }
  if (!channel.send(pack(Hello{.info = (*target)->info(), .error = {}}))) return 0;
  Worker worker(std::move(*target), *set_up);
  while (const auto message = channel.receive()) {
    const auto job = unpack<Job>(*message);
    if (!job) return broken_channel;
    if (!channel.send(pack(worker.run(*job)))) break;
  }
  return 0;
}

}  // namespace shakedown::suite
