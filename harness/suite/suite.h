// The suite: every chosen conversation run, judged and compared with what is known about the target.
#pragma once
#include <array>
#include <functional>

#include "harness/suite/expectations.h"
#include "harness/suite/plan.h"
#include "harness/suite/pool.h"

namespace shakedown::suite {

using check::Kind;
using check::Severity;
using check::Verdict;

// One conversation that happened, or the reason why it did not.
struct Record {
  Item item;
  Verdict verdict;
  std::optional<std::string> excuse;  // the reason in the expectations file, when it says just this verdict
  std::uint64_t elapsed_us = 0;
  std::string output;  // what the worker printed, of a crash or hang
  bool is_control() const { return item.job.control; }
};

// One number for each verdict, in the order of check::Kind.
using Totals = std::array<std::size_t, check::kind_count>;
Totals totals(const std::vector<Record>& records);

struct Results {
  target::TargetInfo target;
  std::uint64_t seed = 1;
  std::vector<Record> records;   // controls, then cases, in the order of the plan, however they were run
  std::vector<Deviation> stale;  // lines of the expectations file that are not true any more
  std::string expectations;      // its path; empty: there is none
  std::uint64_t elapsed_us = 0;
};

struct SuiteOptions {
  PoolOptions pool;
  bool shuffle = false;      // run the conversations in an order drawn from the seed
  std::string expectations;  // directory; empty: nothing is excused
};

// What goes on while it runs. Any may be empty.
struct Watcher {
  std::function<void(const target::TargetInfo&, std::size_t conversations)> on_begin;
  std::function<void(const Record&)> on_record;  // as each ends
  // In the order of the plan; only with SetUp::conversations.
  std::function<void(const Record&, const peer::Conversation&)> on_conversation;
};

// Cause `target`: it cannot be opened, or not one conversation reached it. Other errors are ours or the user's.
Result<Results> run_suite(const Plan& plan, const SuiteOptions& options, const Watcher& watcher);

// The least that turns the exit code.
struct Threshold {
  Kind kind = Kind::fail;
  Severity severity = Severity::protocol;
};
// warn, alert, protocol, security, hang, crash or error; cause `usage` with a near miss for anything else.
Result<Threshold> parse_threshold(std::string_view name);

// Unexpected, and at least as bad.
bool counts(const Record& record, const Threshold& threshold);
// 0: nothing counts; 1: something does, or an expectation is stale.
int exit_code(const Results& results, const Threshold& threshold);
// Of an error that ended it all: 3 when the target could not be reached, else 2.
int exit_code(const Error& error);

}  // namespace shakedown::suite
