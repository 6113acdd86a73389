// What the program asks of a worker, and what a worker answers.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "harness/check/verdict.h"
#include "harness/peer/conversation.h"
#include "harness/target/targets.h"

namespace shakedown::suite {

// What the user says about a target in place of the parameters of the cases. Empty: as the case has it.
struct Overrides {
  std::optional<std::string> server_name;
  std::vector<std::string> alpn;
  std::string authority;    // text of a PEM file: roots that the target trusts
  std::string certificate;  // and the chain and key that it is given
  std::string key;
  std::string psk_identity;
  Bytes psk_key;
  friend bool operator==(const Overrides&, const Overrides&) = default;
};

// Once, before the first job.
struct SetUp {
  target::TargetSpec target;
  std::vector<target::Option> options;  // of a plugin
  Overrides overrides;
  std::uint64_t seed = 1;
  bool timed = false;          // conversations have times
  bool conversations = false;  // answers have the conversation, not just its verdict
  std::string flights;         // directory of recorded flights
  friend bool operator==(const SetUp&, const SetUp&) = default;
};

// The answer to it.
struct Hello {
  target::TargetInfo info;
  std::optional<Error> error;  // the target cannot be opened
};

// One conversation: a cell of a case, or the unedited handshake under it. A worker reads and expands the case itself,
// so that nobody has to hold thousands of scripts.
struct Job {
  std::string id;    // of the case
  std::string file;  // its file
  std::string text;  // or its text
  std::size_t cell = 0;
  bool control = false;
  friend bool operator==(const Job&, const Job&) = default;
};

struct Done {
  check::Verdict verdict;
  bool unreachable = false;  // nothing could be learned: the target does not answer
  std::uint64_t elapsed_us = 0;
  std::optional<peer::Conversation> conversation;
};

}  // namespace shakedown::suite
