#include "harness/suite/worker_process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <ctime>

namespace shakedown::suite {
namespace {

using target::Descriptor;

constexpr std::size_t output_kept = 4096;

tl::unexpected<Error> system_error(const std::string& what, int code) {
  return fail(Cause::system, fmt::format("{}: {}", what, std::strerror(code)));
}

class FileActions {
 public:
  FileActions() { ::posix_spawn_file_actions_init(&raw_); }
  ~FileActions() { ::posix_spawn_file_actions_destroy(&raw_); }
  FileActions(const FileActions&) = delete;
  FileActions& operator=(const FileActions&) = delete;
  posix_spawn_file_actions_t* get() { return &raw_; }

 private:
  posix_spawn_file_actions_t raw_{};
};

// What the target prints must not mix with our reports, so both outputs go to one pipe.
Result<pid_t> spawn(const std::vector<std::string>& arguments, int channel, int output) {
  FileActions actions;
  ::posix_spawn_file_actions_addopen(actions.get(), 0, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_adddup2(actions.get(), output, 1);
  ::posix_spawn_file_actions_adddup2(actions.get(), output, 2);
  ::posix_spawn_file_actions_adddup2(actions.get(), channel, worker_descriptor);
  std::vector<char*> argv;
  for (const auto& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  pid_t pid = -1;
  const int code = ::posix_spawn(&pid, argv[0], actions.get(), nullptr, argv.data(), environ);
  if (code != 0) return system_error("cannot start the worker " + arguments.front(), code);
  return pid;
}

// One that is above those which a worker has, so that no dup2 overwrites it.
Result<Descriptor> above_worker(int descriptor) {
  Descriptor low(descriptor);
  const int high = ::fcntl(low.get(), F_DUPFD_CLOEXEC, worker_descriptor + 1);
  if (high < 0) return system_error("fcntl", errno);
  return Descriptor(high);
}

}  // namespace

Result<std::unique_ptr<WorkerProcess>> WorkerProcess::start(const std::vector<std::string>& arguments) {
  std::array<int, 2> sockets{}, pipes{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets.data()) != 0)
    return system_error("socketpair", errno);
  Descriptor ours(sockets[0]);
  auto theirs = above_worker(sockets[1]);
  if (!theirs) return fail(theirs.error());
  if (::pipe2(pipes.data(), O_CLOEXEC) != 0) return system_error("pipe", errno);
  Descriptor output(pipes[0]);
  auto output_theirs = above_worker(pipes[1]);
  if (!output_theirs) return fail(output_theirs.error());
  ::fcntl(output.get(), F_SETFL, O_NONBLOCK);
  const auto pid = spawn(arguments, theirs->get(), output_theirs->get());
  if (!pid) return fail(pid.error());
  return std::unique_ptr<WorkerProcess>(new WorkerProcess(*pid, Channel(std::move(ours)), std::move(output)));
}

WorkerProcess::~WorkerProcess() {
  if (reaped_) return;
  kill();
  wait_end();
}

milliseconds WorkerProcess::cpu_time() const {
  clockid_t clock{};
  timespec used{};
  if (::clock_getcpuclockid(pid_, &clock) != 0 || ::clock_gettime(clock, &used) != 0) return milliseconds(0);
  return milliseconds(used.tv_sec * 1000 + used.tv_nsec / 1'000'000);
}

void WorkerProcess::kill() {
  if (!reaped_) ::kill(pid_, SIGKILL);
}

std::string WorkerProcess::wait_end() {
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  reaped_ = true;
  collect_output();
  if (WIFSIGNALED(status)) {
    const int signal = WTERMSIG(status);
    return fmt::format("signal {} ({})", signal, ::strsignal(signal));
  }
  return fmt::format("exit status {}", WEXITSTATUS(status));
}

void WorkerProcess::collect_output() {
  std::array<char, 4096> buffer;
  // So often at most: one that prints without end must not keep us here.
  for (int times = 0; times < 64; ++times) {
    const auto got = ::read(output_.get(), buffer.data(), buffer.size());
    if (got == 0) output_.reset();
    if (got <= 0) break;
    printed_.append(buffer.data(), static_cast<std::size_t>(got));
    if (printed_.size() > output_kept) printed_.erase(0, printed_.size() - output_kept);
  }
}

}  // namespace shakedown::suite
