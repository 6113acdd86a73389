// A connection over TCP, to a program that we started or to a stranger.
#pragma once
#include <memory>
#include <string>

#include "harness/target/descriptor.h"
#include "harness/target/pace.h"
#include "harness/target/process.h"
#include "harness/target/target.h"

namespace shakedown::target {

// How a program's terminal side is used; nullptr members: it cannot.
struct Manners {
  const char* done_mark = nullptr;             // printed when the handshake is complete
  const char* error_mark = nullptr;            // part of the line that says why it failed; nullptr: its last line
  bool types_data = false;                     // standard input goes to the peer
  const char* key_update_line = nullptr;       // typed to make it send a KeyUpdate without a request
  const char* key_update_both_line = nullptr;  // and with one
  const char* renegotiate_line = nullptr;
  const char* close_line = nullptr;
  bool closes_at_end_of_input = false;  // in place of a line
  const char* resume_line = nullptr;    // a client of several connections: to close, connect again and resume
};

// The program behind the socket.
struct Backing {
  std::shared_ptr<Process> process;
  Manners manners;
  bool one_connection = false;     // a client: it ends with its connection, and its exit status says how that went
  milliseconds react_limit{5000};  // after which a program that neither answers nor rests counts as hung; it is killed
};

class SocketConnection final : public Connection {
 public:
  // `process` of the backing may be null: nothing is known but the bytes.
  SocketConnection(Descriptor socket, std::shared_ptr<Pace> pace, Backing backing);
  ~SocketConnection() override;
  SocketConnection(const SocketConnection&) = delete;
  SocketConnection& operator=(const SocketConnection&) = delete;

  void feed(View bytes) override;
  void feed_end() override;
  Bytes take(Patience patience) override;
  bool alive() const override { return state_ == State::open; }
  Bytes read() override { return {}; }
  Status write(View data) override;
  Status key_update(bool request) override;
  Status renegotiate() override;
  Status close() override;
  Result<Exported> exporter(const std::string& label, const std::optional<Bytes>& context, std::size_t size) override;
  void set_now(std::uint64_t) override {}
  std::optional<std::uint64_t> next_timeout() override { return std::nullopt; }
  TargetReport report() override;

 private:
  enum class State { open, ended, reset, flooded };

  void receive();
  void wait_input(milliseconds slice);
  bool rests() const;
  void await(Patience patience);
  Status type(const char* line, const char* what);
  std::optional<ProcessEnd> wait_fate(Process& process) const;
  void describe_end(TargetReport& out);
  void describe_process_end(TargetReport& out, const ProcessEnd& end) const;
  std::string last_words() const;

  Descriptor socket_;
  std::shared_ptr<Pace> pace_;
  Backing backing_;
  std::vector<pid_t> members_;
  std::uint16_t ours_ = 0;
  std::uint16_t theirs_ = 0;
  State state_ = State::open;
  bool stalled_ = false;  // it stopped reading what we send
  bool hung_ = false;
  Bytes inbox_;
  std::size_t received_ = 0;
  std::chrono::steady_clock::time_point fed_;
};

}  // namespace shakedown::target
