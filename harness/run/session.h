// One connection of a script: its steps against one connection of the target. Internal to harness/run.
#pragma once
#include <chrono>
#include <memory>

#include "harness/run/run.h"
#include "harness/script/match.h"

namespace shakedown::run {

struct SessionPlan {
  const script::Script& script;
  std::size_t index;  // of the connection
  std::uint64_t seed;
  bool keep_session;  // a later connection resumes this one
};

class Session {
 public:
  Session(const SessionPlan& plan, target::Target& target, const RunOptions& options, peer::SessionStore& sessions,
          peer::ShareCache& shares);

  // An error is ours or the script's, or the target could not be reached; everything that the target does goes to the
  // log.
  Status run(peer::ConnectionLog& log);

 private:
  enum class Went : std::uint8_t { on, ended };

  Status connect();
  Result<Went> step(const script::Step& step);
  Result<Went> send(const script::Send& send);
  Went expect(const script::Expect& expect);
  Result<Went> ask(const script::Ask& ask);
  // Moves octets until the target is quiet or `matcher` is served.
  void pump(script::Matcher* matcher, target::Patience patience);
  void offer_new(script::Matcher& matcher);
  bool is_to_be_dropped(const protocol::SeenMessage& message) const;
  bool is_for_later(const protocol::SeenMessage& message, const script::Matcher& matcher) const;
  void prompt(const script::Expect& expect);
  void close_first();
  void finish();
  void compare_exporters();
  void stamp();
  peer::ConnectionLog& log() { return peer_.log(); }

  const SessionPlan plan_;
  target::Target& target_;
  const RunOptions& options_;
  peer::Peer peer_;
  std::unique_ptr<target::Connection> connection_;
  std::vector<script::Pattern> tail_;  // what the step before still allows
  std::size_t offered_ = 0;            // messages of the log that a matcher has seen
  bool target_finished_ = false;       // a matcher has seen its Finished
  std::chrono::steady_clock::time_point began_;
};

}  // namespace shakedown::run
