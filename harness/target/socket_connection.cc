#include "harness/target/socket_connection.h"

#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>

#include "harness/target/kernel_view.h"
#include "harness/target/sockets.h"

namespace shakedown::target {
namespace {

constexpr milliseconds stall_limit{5000};   // for a target that does not read
constexpr milliseconds rest_confirmed{40};  // a target that sleeps this long has nothing more to say
constexpr milliseconds child_exit_limit{500};

}  // namespace

SocketConnection::SocketConnection(Descriptor socket, std::shared_ptr<Pace> pace, Backing backing)
    : socket_(std::move(socket)),
      pace_(std::move(pace)),
      backing_(std::move(backing)),
      ours_(local_port(socket_)),
      theirs_(remote_port(socket_)),
      fed_(std::chrono::steady_clock::now()) {
  if (backing_.process) members_ = group_members(backing_.process->pid());
}

// What we wanted to read has been read; a reset leaves no connection in TIME_WAIT behind.
SocketConnection::~SocketConnection() {
  const linger at_once{1, 0};
  ::setsockopt(socket_.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  if (!backing_.process) return;
  // What it was told and did not read would go into the next connection.
  const bool unread = !backing_.one_connection && backing_.process->has_unread_input();
  if (hung_ || stalled_ || unread || backing_.process->flooded()) backing_.process->kill();
}

void SocketConnection::receive() {
  std::array<std::uint8_t, 65536> buffer;
  while (state_ == State::open) {
    const ssize_t got = ::recv(socket_.get(), buffer.data(), buffer.size(), 0);
    if (got > 0) {
      append(inbox_, View(buffer.data(), static_cast<std::size_t>(got)));
      received_ += static_cast<std::size_t>(got);
      const int at_once = 1;  // a target without TCP_NODELAY holds its next bytes back until these are acknowledged
      ::setsockopt(socket_.get(), IPPROTO_TCP, TCP_QUICKACK, &at_once, sizeof at_once);
      if (received_ > flood_limit) state_ = State::flooded;
    } else if (got == 0) {
      state_ = State::ended;
    } else if (errno != EINTR) {
      // A reset comes after everything that was sent before it has been read.
      if (errno != EAGAIN) state_ = State::reset;
      return;
    }
  }
}

// Sleeps until the socket has something for us, the program printed something, or the slice has passed.
void SocketConnection::wait_input(milliseconds slice) {
  std::array<pollfd, 2> wait{pollfd{socket_.get(), POLLIN, 0}, pollfd{-1, POLLIN, 0}};
  if (backing_.process) wait[1].fd = backing_.process->output_descriptor();
  ::poll(wait.data(), wait.size(), static_cast<int>(slice.count()));
  if (backing_.process) backing_.process->collect();
  receive();
}

void SocketConnection::feed(View bytes) {
  fed_ = std::chrono::steady_clock::now();
  const Deadline deadline{stall_limit};
  while (!bytes.empty() && !stalled_) {
    const ssize_t sent = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent > 0) {
      bytes = bytes.subspan(static_cast<std::size_t>(sent));
      continue;
    }
    if (errno == EINTR) continue;
    // It has closed or reset: what it said before that is still to be read, by take().
    if (errno != EAGAIN) return;
    std::array<pollfd, 1> wait{pollfd{socket_.get(), POLLIN | POLLOUT, 0}};
    ::poll(wait.data(), wait.size(), 20);
    receive();
    if (backing_.process) backing_.process->collect();
    stalled_ = deadline.passed();
  }
}

void SocketConnection::feed_end() { ::shutdown(socket_.get(), SHUT_WR); }

bool SocketConnection::rests() const { return waits_for_us(members_, theirs_, ours_); }

// A program that we see is given time while it works, and believed when it rests; a stranger is judged by the clock.
void SocketConnection::await(Patience patience) {
  const bool visible = !members_.empty();
  const milliseconds needed = patience == Patience::quick ? milliseconds(2) : rest_confirmed;
  const Deadline deadline{visible && !hung_ ? backing_.react_limit : pace_->patience(patience)};
  Deadline rested{needed};
  for (milliseconds slice{1}; inbox_.empty() && state_ == State::open; slice = std::min(slice * 2, milliseconds(8))) {
    const bool resting = visible && rests();
    if (!resting) rested = Deadline{needed};
    if (resting && rested.passed()) return;
    if (deadline.passed()) {
      hung_ = visible && !resting;
      return;
    }
    if (visible && !resting && backing_.process->ended()) return receive();
    wait_input(slice);
  }
}

Bytes SocketConnection::take(Patience patience) {
  receive();
  if (inbox_.empty()) await(patience);
  if (!inbox_.empty()) {
    const auto after = std::chrono::steady_clock::now() - fed_;
    pace_->answered(std::chrono::duration_cast<std::chrono::microseconds>(after));
  }
  return std::exchange(inbox_, {});
}

Status SocketConnection::type(const char* line, const char* what) {
  if (!backing_.process || line == nullptr) {
    return fail(Cause::unsupported, fmt::format("a target behind a socket cannot be asked for {}", what));
  }
  return backing_.process->type(as_view(line));
}

Status SocketConnection::write(View data) {
  if (!backing_.process || !backing_.manners.types_data) return type(nullptr, "application data");
  return backing_.process->type(data);
}

Status SocketConnection::key_update(bool request) {
  return type(request ? backing_.manners.key_update_both_line : backing_.manners.key_update_line, "a KeyUpdate");
}

Status SocketConnection::renegotiate() { return type(backing_.manners.renegotiate_line, "renegotiation"); }

Status SocketConnection::close() {
  const Manners& manners = backing_.manners;
  const bool comes_back = manners.resume_line != nullptr && !backing_.one_connection;
  if (comes_back) return type(manners.resume_line, "resumption");
  if (!backing_.process || !manners.closes_at_end_of_input) return type(manners.close_line, "closing");
  backing_.process->end_input();
  return {};
}

Result<Exported> SocketConnection::exporter(const std::string&, const std::optional<Bytes>&, std::size_t) {
  return fail(Cause::unsupported, "a target behind a socket cannot be asked for exported keys");
}

std::string SocketConnection::last_words() const {
  std::string_view rest = backing_.process->output();
  std::string found;
  while (!rest.empty()) {
    const auto end = rest.find('\n');
    const std::string_view line = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
    const char* mark = backing_.manners.error_mark;
    if (line.empty() || (mark != nullptr && line.find(mark) == std::string_view::npos)) continue;
    found = line;
    if (mark != nullptr) break;  // the first cause; what follows comes from it
  }
  return found;
}

void SocketConnection::describe_process_end(TargetReport& out, const ProcessEnd& end) const {
  out.code = end.code;
  const bool ordinary = backing_.one_connection && !end.signalled;
  if (ordinary) {
    out.ending = end.code == 0 ? Ending::closed : Ending::error;
  } else {
    out.ending = end.signalled ? Ending::crashed : Ending::exited;
  }
  if (out.ending == Ending::closed) return;
  out.error =
      out.error.empty() ? fmt::format("it {}", to_string(end)) : fmt::format("it {}: {}", to_string(end), out.error);
}

void SocketConnection::describe_end(TargetReport& out) {
  switch (state_) {
    case State::open:
      out.ending = Ending::open;
      break;
    case State::ended:
      out.ending = Ending::closed;
      break;
    case State::reset:
      out.ending = Ending::error;
      if (out.error.empty()) out.error = "it reset the connection";
      break;
    case State::flooded:
      out.flooded = true;
      out.ending = Ending::error;
      out.error = fmt::format("it sent more than {} bytes", flood_limit);
      break;
  }
  if (stalled_) {
    out.ending = Ending::error;
    out.error = fmt::format("it read nothing for {} seconds", stall_limit.count() / 1000);
  }
}

// The kernel closes the sockets of a dying program before anybody can learn that it died.
std::optional<ProcessEnd> SocketConnection::wait_fate(Process& process) const {
  if (backing_.one_connection) return process.wait_end(Deadline{child_exit_limit});
  // A server that is about to end sleeps until our side is closed, too.
  const Deadline deadline{child_exit_limit};
  for (;;) {
    if (const auto end = process.wait_end(Deadline{milliseconds(0)})) return end;
    if (deadline.passed() || (!is_held(theirs_, ours_) && all_sleep(members_))) return process.ended();
    process.wait_end(Deadline{milliseconds(1)});
  }
}

TargetReport SocketConnection::report() {
  receive();
  TargetReport out;
  out.hung = hung_ || stalled_;
  if (!backing_.process) {
    describe_end(out);
    return out;
  }
  Process& process = *backing_.process;
  process.collect();
  // It may stay until both directions are closed.
  if (state_ != State::open) feed_end();
  const auto end = state_ == State::open ? process.ended() : wait_fate(process);
  out.output = process.output();
  if (const char* mark = backing_.manners.done_mark) out.handshake_done = out.output.find(mark) != std::string::npos;
  if (backing_.manners.error_mark != nullptr || end) out.error = last_words();
  describe_end(out);
  if (process.flooded()) {
    out.flooded = true;
    out.ending = Ending::error;
    out.error = fmt::format("it printed more than {} bytes", output_limit);
  }
  if (end) describe_process_end(out, *end);
  return out;
}

}  // namespace shakedown::target
