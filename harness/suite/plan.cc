#include "harness/suite/plan.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

#include "harness/base/suggest.h"
#include "harness/suite/controls.h"

namespace shakedown::suite {
namespace {

using script::Script;

Item item_of(const Script& script, Job job) {
  return {.id = script.id,
          .full_id = script::full_id(script),
          .cell = script.cell,
          .clauses = script.clauses,
          .peer = script.peer,
          .needs = script.needs,
          .expected = check::to_string(script.expect),
          .job = std::move(job)};
}

class Planner {
 public:
  Planner(Filter filter, std::optional<registry::Role> role) : filter_(std::move(filter)), role_(role) {}

  Status add(const std::vector<Script>& scripts, const Job& job) {
    for (std::size_t i = 0; i < scripts.size(); ++i) {
      const auto& script = scripts[i];
      if (role_ && script.peer == *role_) continue;
      Job own = job;
      own.cell = i;
      const bool chosen = filter_.chooses(script.id, script::full_id(script));
      if (!chosen && !filter_.names_controls()) continue;
      const auto control = control_of(script);
      if (!control) return fail(control.error());
      if (!chosen && !filter_.chooses(control->id, script::full_id(*control))) continue;
      const auto index = control_index(*control, own);
      if (!chosen) continue;
      auto item = item_of(script, own);
      item.control = index;
      plan_.cases.push_back(std::move(item));
    }
    return {};
  }

  // Controls in the order of their ids, whichever case needed them first.
  Plan take() {
    std::vector<Item> sorted;
    std::map<std::size_t, std::size_t> moved;
    for (const auto& [id, index] : controls_) {
      moved[index] = sorted.size();
      sorted.push_back(std::move(plan_.controls[index]));
    }
    plan_.controls = std::move(sorted);
    for (auto& item : plan_.cases)
      if (item.control) item.control = moved.at(*item.control);
    return std::move(plan_);
  }

 private:
  std::size_t control_index(const Script& control, Job job) {
    const auto [found, is_new] = controls_.try_emplace(script::full_id(control), plan_.controls.size());
    if (is_new) {
      job.control = true;
      plan_.controls.push_back(item_of(control, std::move(job)));
    }
    return found->second;
  }

  Filter filter_;
  std::optional<registry::Role> role_;
  Plan plan_;
  std::map<std::string, std::size_t> controls_;
};

// Ids that are matched exactly are known before anything is chosen by a part of its name.
Filter learned(const std::vector<std::string>& patterns, const std::vector<CaseFile>& files,
               const std::string& flights) {
  Filter filter(patterns);
  for (const auto& file : files) filter.learn(file.id, file.id);
  const bool with_cells = std::ranges::any_of(patterns, [](const auto& p) { return p.ends_with(']'); });
  for (const auto& file : files) {
    if (!with_cells || !filter.may_choose(file.id)) continue;
    const auto scripts = expand_file(file, flights);
    if (!scripts) continue;  // reported when it is planned
    for (const auto& script : *scripts) filter.learn(script.id, script::full_id(script));
  }
  return filter;
}

// Every id, and every folder above it.
std::vector<std::string_view> names_of(const std::vector<CaseFile>& files) {
  std::vector<std::string_view> out;
  for (const auto& file : files) {
    const std::string_view id = file.id;
    for (auto end = id.find('/'); end != std::string_view::npos; end = id.find('/', end + 1))
      out.push_back(id.substr(0, end));
    out.push_back(id);
  }
  return out;
}

Error nothing_chosen(const PlanOptions& options, const std::vector<CaseFile>& files) {
  const auto ids = names_of(files);
  const auto& pattern = options.filters.empty() ? std::string() : options.filters.front();
  const auto near = nearest(pattern, ids);
  return {.cause = Cause::usage,
          .what = "no conversation is chosen",
          .got = fmt::format("{}", fmt::join(options.filters, " ")),
          .expected = near.empty() ? "a part of an id that `shakedown list` shows" : fmt::format("'{}'", near)};
}

}  // namespace

Result<Plan> make_plan(const PlanOptions& options) {
  const auto files = find_cases(options.corpus);
  if (!files) return fail(files.error());
  const auto flights = flights_directory(options.corpus);
  const auto filter = learned(options.filters, *files, flights);
  Planner planner(filter, options.role);
  for (const auto& file : *files) {
    if (!filter.may_choose(file.id)) continue;
    const auto scripts = expand_file(file, flights);
    if (!scripts) return fail(scripts.error());
    if (auto ok = planner.add(*scripts, {.id = file.id, .file = file.path, .text = {}}); !ok) return fail(ok.error());
  }
  auto plan = planner.take();
  plan.whole = options.filters.empty() && !options.role;
  if (plan.cases.empty() && plan.controls.empty()) return fail(nothing_chosen(options, *files));
  return plan;
}

Result<Plan> plan_of_file(const std::string& path, const std::string& corpus, std::optional<registry::Role> role) {
  const CaseFile file{case_id(path), path};
  const auto scripts = expand_file(file, flights_directory(corpus));
  if (!scripts) return fail(scripts.error());
  Planner planner(Filter({}), role);
  if (auto ok = planner.add(*scripts, {.id = file.id, .file = file.path, .text = {}}); !ok) return fail(ok.error());
  auto plan = planner.take();
  if (plan.cases.empty() && role)
    return fail({.cause = Cause::usage,
                 .what = fmt::format("the script is for a {} under test", registry::role_name(registry::other(*role))),
                 .place = {path, 0, 0},
                 .got = fmt::format("a target that is only a {}", registry::role_name(*role))});
  return plan;
}

Result<Plan> plan_of_text(const std::string& text, const std::string& id, const std::string& corpus) {
  const auto scripts = expand_text(text, id, id, flights_directory(corpus));
  if (!scripts) return fail(scripts.error());
  Planner planner(Filter({}), std::nullopt);
  if (auto ok = planner.add(*scripts, {.id = id, .file = id, .text = text}); !ok) return fail(ok.error());
  return planner.take();
}

}  // namespace shakedown::suite
