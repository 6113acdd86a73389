#include "harness/target/process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/sockios.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

namespace shakedown::target {
namespace {

tl::unexpected<Error> system_error(const char* what) {
  return fail(Cause::system, fmt::format("{}: {}", what, std::strerror(errno)));
}

struct Channels {
  Descriptor in_ours, in_theirs;           // standard input: a socket, so that a dead reader raises no SIGPIPE
  Descriptor out_ours, out_theirs;         // standard output and error
  Descriptor failure_read, failure_write;  // closed by a successful exec, else errno
};

Result<Channels> make_channels() {
  std::array<int, 2> in{}, out{}, failure{};
  Channels made;
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, in.data()) != 0) return system_error("socketpair");
  made.in_ours = Descriptor(in[0]);
  made.in_theirs = Descriptor(in[1]);
  if (::pipe2(out.data(), O_CLOEXEC) != 0) return system_error("pipe");
  made.out_ours = Descriptor(out[0]);
  made.out_theirs = Descriptor(out[1]);
  if (::pipe2(failure.data(), O_CLOEXEC) != 0) return system_error("pipe");
  made.failure_read = Descriptor(failure[0]);
  made.failure_write = Descriptor(failure[1]);
  ::fcntl(made.out_ours.get(), F_SETFL, O_NONBLOCK);
  ::fcntl(made.in_ours.get(), F_SETFL, O_NONBLOCK);
  return made;
}

// Between fork and exec only async-signal-safe calls. The child gets a group of its own, so that what a shell starts
// can be ended with it, and dies when its parent does: a worker that is killed leaves no server behind.
[[noreturn]] void become(const Channels& channels, pid_t parent, char* const* arguments) {
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(127);
  ::dup2(channels.in_theirs.get(), 0);
  ::dup2(channels.out_theirs.get(), 1);
  ::dup2(channels.out_theirs.get(), 2);
  ::signal(SIGPIPE, SIG_DFL);
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::execvp(arguments[0], arguments);
  const int error = errno;
  const ssize_t written = ::write(channels.failure_write.get(), &error, sizeof error);
  ::_exit(written > 0 ? 127 : 126);
}

int exec_error(Channels& channels) {
  channels.failure_write.reset();
  int error = 0;
  ssize_t got = 0;
  do {
    got = ::read(channels.failure_read.get(), &error, sizeof error);
  } while (got < 0 && errno == EINTR);
  return got > 0 ? error : 0;
}

ProcessEnd read_status(int status) {
  if (WIFSIGNALED(status)) return {true, WTERMSIG(status)};
  return {false, WEXITSTATUS(status)};
}

}  // namespace

std::string to_string(const ProcessEnd& end) {
  if (end.signalled) return fmt::format("was killed by signal {} ({})", end.code, ::strsignal(end.code));
  return fmt::format("exited with status {}", end.code);
}

Result<std::unique_ptr<Process>> Process::start(const std::vector<std::string>& arguments) {
  if (arguments.empty() || arguments[0].empty()) return fail(Cause::usage, "an empty command");
  auto channels = make_channels();
  if (!channels) return fail(channels.error());
  std::vector<char*> raw;
  raw.reserve(arguments.size() + 1);
  for (const std::string& argument : arguments) raw.push_back(const_cast<char*>(argument.c_str()));
  raw.push_back(nullptr);
  const pid_t parent = ::getpid();
  const pid_t pid = ::fork();
  if (pid < 0) return system_error("fork");
  if (pid == 0) become(*channels, parent, raw.data());
  ::setpgid(pid, pid);
  if (const int error = exec_error(*channels); error != 0) {
    ::waitpid(pid, nullptr, 0);
    return fail(Cause::target, fmt::format("cannot run '{}': {}", arguments[0], std::strerror(error)));
  }
  return std::unique_ptr<Process>(new Process(pid, std::move(channels->in_ours), std::move(channels->out_ours)));
}

Process::~Process() { kill(); }

void Process::kill() {
  if (end_) return;
  ::kill(-pid_, SIGKILL);
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  end_ = read_status(status);
}

std::optional<ProcessEnd> Process::ended() {
  if (end_) return end_;
  int status = 0;
  if (::waitpid(pid_, &status, WNOHANG) != pid_) return std::nullopt;
  end_ = read_status(status);
  ::kill(-pid_, SIGKILL);  // whatever it left behind in its group
  collect();
  return end_;
}

std::optional<ProcessEnd> Process::wait_end(Deadline deadline) {
  for (;;) {
    if (const auto end = ended()) return end;
    if (deadline.passed()) return std::nullopt;
    // Its output closes when it dies, which wakes us; a program that closed it earlier is looked at again and again.
    pollfd wait{out_.get(), POLLIN, 0};
    ::poll(&wait, 1, deadline.slice(milliseconds(out_ ? 50 : 2)));
    collect();
  }
}

void Process::collect() {
  std::array<char, 16384> buffer;
  while (out_) {
    const ssize_t got = ::read(out_.get(), buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return;
    if (got == 0) {
      out_.reset();
      return;
    }
    const auto size = static_cast<std::size_t>(got);
    printed_ += size;
    output_.append(buffer.data(), std::min(size, output_kept - std::min(output_kept, output_.size())));
    if (flooded()) return;
  }
}

void Process::forget_output() {
  collect();
  output_.clear();
  printed_ = 0;
}

Status Process::type(View data) {
  std::size_t done = 0;
  const Deadline deadline{milliseconds(1000)};
  while (done < data.size()) {
    const ssize_t sent = ::send(in_.get(), data.data() + done, data.size() - done, MSG_NOSIGNAL);
    if (sent > 0) {
      done += static_cast<std::size_t>(sent);
      continue;
    }
    const bool full = sent < 0 && (errno == EAGAIN || errno == EINTR);
    if (!full || deadline.passed()) return fail(Cause::target, "the program does not read its standard input");
    pollfd wait{in_.get(), POLLOUT, 0};
    ::poll(&wait, 1, deadline.slice(milliseconds(50)));
    collect();
  }
  return {};
}

bool Process::has_unread_input() const {
  int octets = 0;
  return ::ioctl(in_.get(), SIOCOUTQ, &octets) == 0 && octets > 0;
}

void Process::end_input() { ::shutdown(in_.get(), SHUT_WR); }

}  // namespace shakedown::target
