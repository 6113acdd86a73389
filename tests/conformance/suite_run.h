// The suite as the program runs it, with workers, for tests that look at whole runs.
#pragma once
#include <gtest/gtest.h>

#include <algorithm>

#include "harness/suite/suite.h"

namespace shakedown::conformance {

struct Wanted {
  std::string target = {};
  std::string server_cmd = {}, client_cmd = {};  // one in place of a target's name; only that role is tested then
  std::size_t workers = 2;
  std::vector<std::string> filters = {};
  std::vector<target::Option> options = {};
  std::string expectations = {};  // directory; empty: nothing is excused
  std::chrono::milliseconds cpu{5000};
  std::size_t most_cells = 0;           // of each case, spread over its matrix; 0: all
  std::vector<std::string> whole = {};  // globs: cases of which all cells run all the same
  std::string corpus = SHAKEDOWN_SOURCE_DIR "/corpus";
};

inline target::TargetSpec target_spec(const std::string& name) {
  target::TargetSpec spec;
  spec.name = name;
  spec.plugin_directories = {SHAKEDOWN_BINARY_DIR "/plugins"};
  return spec;
}

// Leaves of each case but those that are wanted whole so many cells, the first and the last among them.
inline void thin_out(suite::Plan& plan, const Wanted& w) {
  std::vector<suite::Item> kept;
  for (auto begin = plan.cases.begin(); begin != plan.cases.end();) {
    const auto end = std::find_if(begin, plan.cases.end(), [&](const auto& item) { return item.id != begin->id; });
    const auto count = static_cast<std::size_t>(end - begin);
    const bool whole = std::any_of(w.whole.begin(), w.whole.end(),
                                   [&](const auto& glob) { return suite::glob_matches(glob, begin->id); });
    const auto keep = whole ? count : std::min(count, w.most_cells);
    for (std::size_t i = 0; i < keep; ++i) {
      const auto at = keep == 1 ? 0 : i * (count - 1) / (keep - 1);
      kept.push_back(std::move(begin[static_cast<std::ptrdiff_t>(at)]));
    }
    begin = end;
  }
  plan.cases = std::move(kept);
  plan.whole = false;
}

inline Result<suite::Results> run(const Wanted& w) {
  std::optional<registry::Role> role;
  if (!w.server_cmd.empty()) role = registry::Role::server;
  if (!w.client_cmd.empty()) role = registry::Role::client;
  auto plan = suite::make_plan({.corpus = w.corpus, .filters = w.filters, .role = role});
  if (!plan) return fail(plan.error());
  if (w.most_cells != 0) thin_out(*plan, w);
  suite::SuiteOptions options{.shuffle = false, .expectations = w.expectations};
  options.pool.program = {SHAKEDOWN_BINARY_DIR "/shakedown", "worker"};
  options.pool.workers = w.workers;
  options.pool.limits.cpu = w.cpu;
  options.pool.set_up.target = target_spec(w.target);
  options.pool.set_up.target.server_cmd = w.server_cmd;
  options.pool.set_up.target.client_cmd = w.client_cmd;
  options.pool.set_up.options = w.options;
  options.pool.set_up.flights = suite::flights_directory(w.corpus);
  return suite::run_suite(*plan, options, {});
}

// Every verdict that is neither a pass nor excused, as text for a failure.
inline std::string unexpected(const suite::Results& results) {
  std::string out;
  for (const auto& r : results.records)
    if (r.verdict.kind != check::Kind::pass && r.verdict.kind != check::Kind::not_applicable && !r.excuse)
      out += r.item.full_id + ": " + suite::verdict_name(r.verdict.kind, r.verdict.severity) + ": " + r.verdict.reason +
             '\n';
  return out;
}

}  // namespace shakedown::conformance
