// Does what the target sent satisfy what a step expects?
#pragma once
#include <string>

#include "harness/protocol/seen_message.h"
#include "harness/script/script.h"

namespace shakedown::script {

class Matcher {
 public:
  enum class State : std::uint8_t { wants_more, satisfied, mismatch };

  explicit Matcher(std::vector<Pattern> patterns) : patterns_(std::move(patterns)) {}

  // The next message of the target, in order. Greedy: a pattern that may come any number of times takes all it can.
  State offer(const protocol::SeenMessage& message);
  // Satisfied: nothing that must come is missing (more that may come still fits).
  State state() const;
  // Whether `offer` would take it.
  bool takes(const protocol::SeenMessage& message) const;
  // "got alert handshake_failure, expected ServerHello|HelloRetryRequest, seen change_cipher_spec"
  const std::string& mismatch() const { return mismatch_; }
  // What the next message may be: ServerHello|HelloRetryRequest.
  std::string expected() const;
  // The patterns that may still be served once this step is satisfied; the next step tolerates them first.
  std::vector<Pattern> tail() const;

 private:
  std::vector<Pattern> patterns_;
  std::size_t at_ = 0;
  std::string seen_;
  std::string mismatch_;
};

// The pattern's name and its field conditions; an empty result means that it fits, else the reason why not.
std::optional<std::string> misfit(const Pattern& pattern, const protocol::SeenMessage& message);
// "alert handshake_failure" for an alert, the message's name for all else.
std::string describe(const protocol::SeenMessage& message);

}  // namespace shakedown::script
