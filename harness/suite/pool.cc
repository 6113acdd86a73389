#include "harness/suite/pool.h"

#include <fmt/format.h>
#include <poll.h>

#include <algorithm>

#include "harness/suite/fields.h"

namespace shakedown::suite {
namespace {

using std::chrono::steady_clock;

// Jobs that a worker has at hand, so that it need not wait for us between two.
constexpr std::size_t depth = 4;
constexpr milliseconds watch_interval{100};
constexpr std::size_t most_idle_deaths = 3;

double seconds(milliseconds m) { return static_cast<double>(m.count()) / 1000; }

}  // namespace

void Pool::begin_clock(Seat& seat) {
  seat.cpu_began = seat.process->cpu_time();
  seat.began = steady_clock::now();
}

Status Pool::start(Seat& seat) {
  auto process = WorkerProcess::start(options_.program);
  if (!process) return fail(process.error());
  seat.process = std::move(*process);
  seat.greeted = false;
  seat.refused.reset();
  begin_clock(seat);
  // A worker that is gone already shows at the next read.
  static_cast<void>(seat.process->channel().send(pack(options_.set_up)));
  return {};
}

Result<target::TargetInfo> Pool::open() {
  seats_.resize(std::max<std::size_t>(options_.workers, 1));
  auto& seat = seats_.front();
  if (auto ok = start(seat); !ok) return fail(ok.error());
  const OnAnswer nobody = [](std::size_t, const Answer&) { return false; };
  Round round{.jobs = {}, .on_answer = nobody, .waiting = {}};
  while (!info_)
    if (auto ok = wait_and_serve(round); !ok) return fail(ok.error());
  return *info_;
}

Status Pool::run(std::span<const Job> jobs, const OnAnswer& on_answer) {
  Round round{.jobs = jobs, .on_answer = on_answer, .waiting = {}};
  for (std::size_t i = 0; i < jobs.size(); ++i) round.waiting.push_back(i);
  const auto busy = [](const Seat& seat) { return !seat.at_work.empty(); };
  for (;;) {
    if (round.stopped) round.waiting.clear();
    for (auto& seat : seats_)
      if (auto ok = fill(seat, round); !ok) return ok;
    if (std::ranges::none_of(seats_, busy) && (round.waiting.empty() || round.stopped)) return {};
    if (auto ok = wait_and_serve(round); !ok) return ok;
  }
}

Status Pool::fill(Seat& seat, Round& round) {
  if (round.waiting.empty()) return {};
  if (!seat.process)
    if (auto ok = start(seat); !ok) return ok;
  while (seat.at_work.size() < depth && !round.waiting.empty()) {
    const auto index = round.waiting.front();
    // A worker that is gone leaves its jobs to the next one; see bury().
    if (!seat.process->channel().send(pack(round.jobs[index]))) return {};
    round.waiting.pop_front();
    if (seat.at_work.empty()) begin_clock(seat);
    seat.at_work.push_back(index);
  }
  return {};
}

Status Pool::wait_and_serve(Round& round) {
  std::vector<pollfd> polled;
  for (const auto& seat : seats_) {
    if (!seat.process) continue;
    polled.push_back({seat.process->channel().descriptor(), POLLIN, 0});
    polled.push_back({seat.process->output_descriptor(), POLLIN, 0});
  }
  ::poll(polled.data(), polled.size(), static_cast<int>(watch_interval.count()));
  for (auto& seat : seats_)
    if (seat.process)
      if (auto ok = serve(seat, round); !ok) return ok;
  return {};
}

Status Pool::serve(Seat& seat, Round& round) {
  seat.process->collect_output();
  const bool alive = seat.process->channel().collect();
  take_messages(seat, round);
  if (!alive) return bury(seat, round, {});
  if (auto late = overdue(seat); !late.empty()) {
    seat.process->kill();
    return bury(seat, round, late);
  }
  return {};
}

void Pool::take_messages(Seat& seat, Round& round) {
  while (const auto message = seat.process->channel().next()) {
    if (!seat.greeted) {
      take_hello(seat, *message);
      continue;
    }
    if (seat.at_work.empty()) return;
    auto done = unpack<Done>(*message);
    if (!done) done = Done{.verdict = {.kind = check::Kind::error, .reason = "the worker's answer cannot be read"}};
    const auto index = seat.at_work.front();
    seat.at_work.pop_front();
    begin_clock(seat);
    Answer answer{.done = std::move(*done), .output = seat.process->output()};
    seat.process->forget_output();
    if (!round.on_answer(index, std::move(answer))) round.stopped = true;
  }
}

// A worker that refuses ends by itself.
void Pool::take_hello(Seat& seat, View message) {
  auto hello = unpack<Hello>(message);
  if (!hello) {
    seat.refused = Error{.cause = Cause::internal, .what = "the worker's greeting cannot be read"};
  } else if (hello->error) {
    seat.refused = std::move(hello->error);
  } else {
    seat.greeted = true;
    info_ = std::move(hello->info);
  }
}

// Empty: it may go on. Between conversations nothing is overdue; setting up a target may take as long as one.
std::string Pool::overdue(const Seat& seat) const {
  if (seat.greeted && seat.at_work.empty()) return {};
  if (seat.process->cpu_time() - seat.cpu_began > options_.limits.cpu)
    return fmt::format("its code did not return within {} s of CPU time", seconds(options_.limits.cpu));
  if (steady_clock::now() - seat.began > options_.limits.wall)
    return fmt::format("nothing came back within {} s", seconds(options_.limits.wall));
  return {};
}

// Of the conversation at which a worker ended, or would have begun.
Answer Pool::last_answer(const Seat& seat, const std::string& hang, const std::string& end) {
  Answer out{.done = {}, .output = seat.process->output()};
  auto& v = out.done.verdict;
  out.done.unreachable = seat.refused.has_value();
  v.kind = hang.empty() && !seat.refused ? check::Kind::crash : check::Kind::hang;
  if (seat.refused)
    v.reason = "it serves nobody: " + to_string(*seat.refused);
  else if (!seat.greeted)
    v.reason = hang.empty() ? "it ended the worker while it was set up: " + end : "set-up: " + hang;
  else
    v.reason = hang.empty() ? "the target ended its process: " + end : hang;
  return out;
}

// The conversation that was running is lost, the ones behind it are not.
Status Pool::bury(Seat& seat, Round& round, const std::string& hang) {
  const auto end = seat.process->wait_end();
  auto answer = last_answer(seat, hang, end);
  if (!info_) return fail(seat.refused.value_or(Error{.cause = Cause::target, .what = answer.done.verdict.reason}));
  if (seat.at_work.empty()) {
    seat.process.reset();
    if (++round.idle_deaths < most_idle_deaths) return {};
    return fail(Cause::internal, "workers end without having anything to do: " + end);
  }
  const auto index = seat.at_work.front();
  for (auto rest = seat.at_work.rbegin(); rest + 1 != seat.at_work.rend(); ++rest) round.waiting.push_front(*rest);
  seat.at_work.clear();
  seat.process.reset();
  if (!round.on_answer(index, std::move(answer))) round.stopped = true;
  return {};
}

}  // namespace shakedown::suite
