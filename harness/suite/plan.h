// Which conversations there will be: the chosen cells of all cases, and the unedited handshakes under them.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "harness/suite/corpus.h"

namespace shakedown::suite {

using Cell = std::vector<std::pair<std::string, std::string>>;

// What is known of a conversation before it happens. The script itself is not kept.
struct Item {
  std::string id;  // of the case, or control/<flow>
  std::string full_id;
  Cell cell;
  std::vector<script::Clause> clauses;
  registry::Role peer{};  // ours
  std::vector<std::string> needs;
  std::string expected;
  Job job;
  std::optional<std::size_t> control;  // of a case: index into Plan::controls
};

struct Plan {
  std::vector<Item> controls;  // by full id, each once
  std::vector<Item> cases;     // by id, cells in the order of their matrix
  bool whole = false;          // nothing of the corpus was left out
};

struct PlanOptions {
  std::string corpus;
  std::vector<std::string> filters;    // empty: all
  std::optional<registry::Role> role;  // of the target; empty: both
};

// Cause `input`: a chosen case is broken (with its place), or there are no cases. Cause `usage`: a filter that chooses
// nothing, with the nearest id.
Result<Plan> make_plan(const PlanOptions& options);

// The same for one case that need not be in the corpus. Cause `usage`: it is not for that role.
Result<Plan> plan_of_file(const std::string& path, const std::string& corpus, std::optional<registry::Role> role);
Result<Plan> plan_of_text(const std::string& text, const std::string& id, const std::string& corpus);

}  // namespace shakedown::suite
