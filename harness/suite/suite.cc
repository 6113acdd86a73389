#include "harness/suite/suite.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <numeric>

#include "harness/base/rng.h"
#include "harness/base/suggest.h"
#include "harness/suite/controls.h"

namespace shakedown::suite {
namespace {

using std::chrono::steady_clock;

std::uint64_t microseconds_since(steady_clock::time_point began) {
  return static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::microseconds>(steady_clock::now() - began).count());
}

// Gives conversations on in the order of the plan. Those that come too early wait; with some workers that run in order
// it is only a few.
class InOrder {
 public:
  InOrder(const Watcher& watcher, const std::vector<Record>& records) : watcher_(watcher), records_(records) {}

  void add(std::size_t index, std::optional<peer::Conversation> conversation) {
    if (!watcher_.on_conversation) return;
    waiting_.emplace(index, std::move(conversation));
    for (auto first = waiting_.begin(); first != waiting_.end() && first->first == next_; first = waiting_.begin()) {
      if (first->second) watcher_.on_conversation(records_[next_], *first->second);
      waiting_.erase(first);
      ++next_;
    }
  }

 private:
  const Watcher& watcher_;
  const std::vector<Record>& records_;
  std::map<std::size_t, std::optional<peer::Conversation>> waiting_;
  std::size_t next_ = 0;
};

class SuiteRun {
 public:
  SuiteRun(const Plan& plan, const SuiteOptions& options, const Watcher& watcher)
      : plan_(plan), options_(options), watcher_(watcher), pool_(options.pool), in_order_(watcher, out_.records) {}

  Result<Results> run() {
    const auto began = steady_clock::now();
    auto info = pool_.open();
    if (!info) return fail(info.error());
    out_.target = std::move(*info);
    out_.seed = options_.pool.set_up.seed;
    if (auto ok = read_expectations(); !ok) return fail(ok.error());
    for (const auto& item : plan_.controls) out_.records.push_back({.item = item, .verdict = {}, .excuse = {}});
    for (const auto& item : plan_.cases) out_.records.push_back({.item = item, .verdict = {}, .excuse = {}});
    if (watcher_.on_begin) watcher_.on_begin(out_.target, out_.records.size());
    for (const auto step : {&SuiteRun::run_controls, &SuiteRun::run_cases}) {
      if (auto ok = (this->*step)(); !ok) return fail(ok.error());
      if (reached_ == 0 && unreachable_) return fail(*unreachable_);
    }
    find_stale();
    out_.elapsed_us = microseconds_since(began);
    return std::move(out_);
  }

 private:
  Status read_expectations() {
    if (options_.expectations.empty()) return {};
    const auto path = expectations_path(options_.expectations, out_.target.name, out_.target.version);
    if (!std::filesystem::exists(path)) return {};
    const auto text = read_text_file(path);
    if (!text) return fail(text.error());
    auto parsed = parse_expectations(*text, path);
    if (!parsed) return fail(parsed.error());
    deviations_ = std::move(*parsed);
    out_.expectations = path;
    return {};
  }

  Status run_controls() {
    std::vector<std::size_t> indices(plan_.controls.size());
    std::iota(indices.begin(), indices.end(), std::size_t{0});
    if (auto ok = run_these(applicable(indices)); !ok) return ok;
    judge_controls();
    for (const auto index : indices) settle(index);
    return {};
  }

  Status run_cases() {
    std::vector<std::size_t> indices(plan_.cases.size());
    std::iota(indices.begin(), indices.end(), plan_.controls.size());
    indices = applicable(indices);
    std::erase_if(indices, [&](std::size_t index) { return is_blocked(index); });
    return run_these(std::move(indices));
  }

  // The others are settled at once.
  std::vector<std::size_t> applicable(const std::vector<std::size_t>& indices) {
    std::vector<std::size_t> out;
    for (const auto index : indices) {
      const auto missing = missing_capability(out_.records[index].item.needs, out_.target);
      if (!missing) {
        out.push_back(index);
        continue;
      }
      set(index, Kind::not_applicable, "the target has no capability " + *missing);
      if (!out_.records[index].is_control()) settle(index);
    }
    return out;
  }

  bool is_blocked(std::size_t index) {
    const auto control = out_.records[index].item.control;
    if (!control) return false;
    const auto& its = out_.records[*control];
    if (its.verdict.kind == Kind::pass || its.verdict.kind == Kind::warn) return false;
    if (its.verdict.kind == Kind::not_applicable)
      set(index, Kind::not_applicable, its.verdict.reason);
    else
      set(index, Kind::blocked, "its control did not succeed: " + its.item.full_id);
    out_.records[index].excuse = its.excuse;
    settle(index);
    return true;
  }

  void set(std::size_t index, Kind kind, std::string reason) {
    auto& record = out_.records[index];
    record.verdict = {.kind = kind, .expected = record.item.expected, .reason = std::move(reason)};
    conversations_[index] = std::nullopt;
  }

  Status run_these(std::vector<std::size_t> indices) {
    if (options_.shuffle) shuffle(indices);
    std::vector<Job> jobs;
    for (const auto index : indices) jobs.push_back(out_.records[index].item.job);
    return pool_.run(jobs, [&](std::size_t job, Answer answer) { return take(indices[job], std::move(answer)); });
  }

  void shuffle(std::vector<std::size_t>& indices) const {
    auto rng = Rng::derive(options_.pool.set_up.seed, "shuffle");
    for (std::size_t i = indices.size(); i > 1; --i) std::swap(indices[i - 1], indices[rng.below(i)]);
  }

  // A target that nobody reaches is given up after a few tries.
  bool take(std::size_t index, Answer answer) {
    auto& record = out_.records[index];
    auto& done = answer.done;
    record.verdict = std::move(done.verdict);
    if (record.verdict.expected.empty()) record.verdict.expected = record.item.expected;
    record.elapsed_us = done.elapsed_us;
    if (record.verdict.kind == Kind::crash || record.verdict.kind == Kind::hang)
      record.output = std::move(answer.output);
    conversations_[index] = std::move(done.conversation);
    if (done.unreachable) {
      ++unreached_;
      unreachable_ = Error{.cause = Cause::target, .what = record.verdict.reason};
    } else {
      ++reached_;
    }
    if (!record.is_control()) settle(index);
    static constexpr std::size_t tries = 3;
    return reached_ > 0 || unreached_ < tries;
  }

  // A control that fails although the capability is declared is a failure of the target. Where nothing was declared,
  // and some handshake of that role succeeds, it tells that the capability is not there.
  void judge_controls() {
    const auto succeeds = [&](registry::Role peer) {
      return std::any_of(out_.records.begin(), controls_end(), [&](const Record& r) {
        return r.item.peer == peer && (r.verdict.kind == Kind::pass || r.verdict.kind == Kind::warn);
      });
    };
    const bool probing = !out_.target.capabilities_known;
    const bool as_client = succeeds(registry::Role::client), as_server = succeeds(registry::Role::server);
    for (auto it = out_.records.begin(); it != controls_end(); ++it) {
      auto& v = it->verdict;
      if (v.kind != Kind::fail) continue;
      if (probing && (it->item.peer == registry::Role::client ? as_client : as_server)) {
        v.kind = Kind::not_applicable;
        v.severity = Severity::none;
        v.reason = "probed, and not there: " + v.reason;
      } else {
        v.reason = (probing ? "no handshake succeeds: " : "declared, but it does not work: ") + v.reason;
      }
    }
  }

  std::vector<Record>::iterator controls_end() {
    return out_.records.begin() + static_cast<std::ptrdiff_t>(plan_.controls.size());
  }

  // The verdict is final.
  void settle(std::size_t index) {
    auto& record = out_.records[index];
    for (const auto& d : deviations_)
      if (d.names(record.item.id, record.item.full_id) && d.excuses(record.verdict)) {
        record.excuse = d.reason;
        break;
      }
    if (watcher_.on_record) watcher_.on_record(record);
    const auto found = conversations_.find(index);
    if (found == conversations_.end()) return;
    in_order_.add(index, std::move(found->second));
    conversations_.erase(found);
  }

  // A line that names conversations of this run, none of which has its verdict; or none at all, where there is no
  // other.
  void find_stale() {
    for (const auto& d : deviations_) {
      bool named = false, ran = false, holds = false;
      for (const auto& r : out_.records) {
        if (!d.names(r.item.id, r.item.full_id)) continue;
        named = true;
        ran = ran || (r.verdict.kind != Kind::not_applicable && r.verdict.kind != Kind::blocked);
        holds = holds || d.excuses(r.verdict);
      }
      if ((ran && !holds) || (plan_.whole && !named)) out_.stale.push_back(d);
    }
  }

  const Plan& plan_;
  const SuiteOptions& options_;
  const Watcher& watcher_;
  Pool pool_;
  Results out_;
  InOrder in_order_;
  std::vector<Deviation> deviations_;
  std::map<std::size_t, std::optional<peer::Conversation>> conversations_;  // of records that are not settled
  std::size_t reached_ = 0;
  std::size_t unreached_ = 0;
  std::optional<Error> unreachable_;
};

struct ThresholdRow {
  std::string_view name;
  Threshold threshold;
};
constexpr auto thresholds = std::to_array<ThresholdRow>({
    {"warn", {Kind::warn, Severity::none}},
    {"alert", {Kind::fail, Severity::alert}},
    {"protocol", {Kind::fail, Severity::protocol}},
    {"security", {Kind::fail, Severity::security}},
    {"hang", {Kind::hang, Severity::none}},
    {"crash", {Kind::crash, Severity::none}},
    {"error", {Kind::error, Severity::none}},
});

}  // namespace

Totals totals(const std::vector<Record>& records) {
  Totals out{};
  for (const auto& r : records) ++out[static_cast<std::size_t>(r.verdict.kind)];
  return out;
}

Result<Results> run_suite(const Plan& plan, const SuiteOptions& options, const Watcher& watcher) {
  return SuiteRun(plan, options, watcher).run();
}

Result<Threshold> parse_threshold(std::string_view name) {
  const auto* row = std::ranges::find(thresholds, name, &ThresholdRow::name);
  if (row != thresholds.end()) return row->threshold;
  std::vector<std::string_view> names;
  for (const auto& r : thresholds) names.push_back(r.name);
  return fail(Error{.cause = Cause::usage,
                    .what = "no such threshold",
                    .got = std::string(name),
                    .expected = expected_names(name, names)});
}

bool counts(const Record& record, const Threshold& threshold) {
  if (record.excuse) return false;
  const int rank = check::rank(record.verdict.kind, record.verdict.severity);
  return rank > 0 && rank >= check::rank(threshold.kind, threshold.severity);
}

int exit_code(const Results& results, const Threshold& threshold) {
  const bool unexpected = std::ranges::any_of(results.records, [&](const Record& r) { return counts(r, threshold); });
  return unexpected || !results.stale.empty() ? 1 : 0;
}

int exit_code(const Error& error) { return error.cause == Cause::target ? 3 : 2; }

}  // namespace shakedown::suite
