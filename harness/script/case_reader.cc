#include "harness/script/case_reader.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/script/matrix.h"
#include "harness/script/params_yaml.h"
#include "harness/script/scalars.h"

namespace shakedown::script {
namespace {

std::vector<Clause> read_clauses(const YamlNode& node, Problems& problems) {
  std::vector<Clause> out;
  for (const auto& item : as_list(node)) {
    auto clause = parse_clause(item.text);
    if (clause) {
      out.push_back(std::move(*clause));
    } else {
      problems.add(item, clause.error());
    }
  }
  return out;
}

std::vector<MatrixKey> read_matrix(const YamlNode& node, Problems& problems) {
  if (!node.is_map()) problems.add(node, "the matrix is not a map", describe(node), "{ key: [ value, … ] }");
  std::vector<MatrixKey> out;
  for (const auto& [key, value] : node.entries) {
    const auto list = as_list(value);
    if (list.empty()) problems.add(value, fmt::format("'{}' has no values", key.text));
    out.push_back({key.text, {list.begin(), list.end()}, key.place});
  }
  return out;
}

void check_matrix(const Case& c, Problems& problems) {
  for (const auto& key : c.matrix) {
    YamlNode at = YamlNode::scalar(key.name);
    at.place = key.place;
    const auto in_values = [&](const MatrixKey& other) {
      return std::ranges::any_of(other.values, [&](const auto& value) { return uses(value, key.name); });
    };
    if (is_param(key.name) || uses(c.body, key.name)) continue;
    if (std::ranges::any_of(c.matrix, in_values)) {
      problems.add(at, "values of a matrix do not use other keys", describe(at));
      continue;
    }
    problems.add(at, "nothing uses this key of the matrix", describe(at),
                 fmt::format("a parameter, or \"{{{}}}\" somewhere", key.name));
  }
  std::vector<std::string_view> names;
  for (const auto& key : c.matrix) names.push_back(key.name);
  for (const auto& row : c.except) {
    if (!row.is_map() || row.entries.empty() || names.empty()) {
      problems.add(row, "not cells of the matrix", describe(row), "{ key: value }");
    } else {
      check_keys(row, "'except'", names, problems);
    }
  }
}

// Where it says of which cell it was, there is no matrix left.
void check_cell(const Case& c, Problems& problems) {
  const auto* cell = c.body.find("cell");
  if (cell != nullptr && !c.matrix.empty())
    problems.add(*cell, "a case with a matrix is of no single cell", {}, "matrix or cell");
}

void check_body(const Case& c, const YamlNode& root, Problems& problems) {
  for (const auto* key : {"peer", "expect"})
    if (root.find(key) == nullptr) problems.add(root, fmt::format("'{}' is missing", key));
  int courses = 0;
  for (const auto* key : {"flow", "steps", "connections"}) courses += c.body.find(key) != nullptr ? 1 : 0;
  if (courses != 1) problems.add(root, "the course is not clear", {}, "one of flow, steps and connections");
  if (c.body.find("flow") == nullptr && c.body.find("edits") != nullptr)
    problems.add(*c.body.find("edits"), "edits are of a flow", {}, "flow, or edits inside the messages of steps");
}

// Until the matrix is known, only that a reference to it is there.
const std::vector<std::string_view> head_keys{"about", "rfc", "matrix", "except"};

}  // namespace

const std::vector<std::string_view>& case_keys() {
  static const std::vector<std::string_view> keys{"about",       "rfc",    "peer",  "needs",       "matrix", "except",
                                                  "cell",        "flow",   "with",  "resume_with", "edits",  "steps",
                                                  "connections", "expect", "level", "control"};
  return keys;
}

Case read_case(const YamlNode& root, const ReadOptions& options, Problems& problems) {
  Case out{.id = options.id, .body = YamlNode::map({})};
  out.body.place = root.place;
  if (!check_keys(root, "a case", case_keys(), problems)) return out;
  // In one order, since the file's says nothing.
  for (const auto key : case_keys()) {
    const auto entry =
        std::ranges::find(root.entries, key, [](const auto& e) -> std::string_view { return e.key.text; });
    const bool of_body = std::ranges::find(head_keys, key) == head_keys.end();
    if (of_body && entry != root.entries.end()) out.body.entries.push_back(*entry);
  }
  if (const auto* about = root.find("about")) out.about = read_text(*about, problems).value_or("");
  if (const auto* rfc = root.find("rfc")) out.clauses = read_clauses(*rfc, problems);
  if (const auto* matrix = root.find("matrix")) out.matrix = read_matrix(*matrix, problems);
  if (const auto* except = root.find("except")) {
    const auto rows = as_list(*except);
    out.except.assign(rows.begin(), rows.end());
  }
  check_matrix(out, problems);
  check_cell(out, problems);
  check_body(out, root, problems);
  return out;
}

Result<Case> read_case(std::string_view text, const ReadOptions& options) {
  const auto root = parse_yaml(text, options.file);
  if (!root) return fail(root.error());
  Problems problems;
  auto out = read_case(*root, options, problems);
  if (!problems.empty()) return fail(problems.all().front());
  return out;
}

Result<std::vector<Script>> expand(const Case& c, const ReadOptions& options) {
  Problems problems;
  auto out = expand(c, options, problems);
  if (!problems.empty()) return fail(problems.all().front());
  return out;
}

std::vector<Error> lint(std::string_view text, const ReadOptions& options) {
  const auto root = parse_yaml(text, options.file);
  if (!root) return {root.error()};
  Problems problems;
  const auto c = read_case(*root, options, problems);
  if (c.about.empty()) problems.add(*root, "'about' is missing", {}, "one sentence: what this case is about");
  if (c.clauses.empty()) problems.add(*root, "'rfc' is missing", {}, "the clauses that decide it: [ \"8446 §4.4.4\" ]");
  expand(c, options, problems);
  return problems.all();
}

Result<Script> read_script(std::string_view text, const ReadOptions& options) {
  const auto c = read_case(text, options);
  if (!c) return fail(c.error());
  auto scripts = expand(*c, options);
  if (!scripts) return fail(scripts.error());
  if (scripts->size() == 1) return std::move(scripts->front());
  return fail({.cause = Cause::input,
               .what = "not one script",
               .place = {.file = options.file},
               .path = {},
               .got = fmt::format("a matrix of {} cells", scripts->size()),
               .expected = "one cell"});
}

}  // namespace shakedown::script
