// A case as its file says it, before its matrix is expanded. `{key}` stands for the value of that key of the matrix
// anywhere in the body, so the body stays a tree until a cell is known.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "harness/base/yaml.h"
#include "harness/script/script.h"

namespace shakedown::script {

struct MatrixKey {
  std::string name;
  std::vector<YamlNode> values;  // a list's items; `each_bit(…)`, `each_octet(…)`, `range(…)` stand for several
  Place place;
  friend bool operator==(const MatrixKey& a, const MatrixKey& b) { return a.name == b.name && a.values == b.values; }
};

struct Case {
  std::string id;  // tls13/finished/verify_data-bit_flipped, from its path
  std::string about;
  std::vector<Clause> clauses;
  std::vector<MatrixKey> matrix;
  std::vector<YamlNode> except;  // maps of matrix keys: cells that are left out
  // peer, needs, flow or steps or connections, with, edits, expect, control, cell: what each cell reads.
  YamlNode body;
  friend bool operator==(const Case&, const Case&) = default;
};

// The text of a recorded flight; an error when there is none of that name.
using FlightLoader = std::function<Result<std::string>(std::string_view name)>;

struct ReadOptions {
  std::string file;           // for places
  std::string id;             // of the case
  FlightLoader flights = {};  // without it, a script that replays a flight is an error
  std::size_t most_cells = 100000;
};

// The first problem, if there are any. The body is looked at by expand().
Result<Case> read_case(std::string_view text, const ReadOptions& options);
// One script for each cell of the matrix, in its order (the last key changes fastest).
Result<std::vector<Script>> expand(const Case& c, const ReadOptions& options);
// Everything that is wrong with a case, in all its cells.
std::vector<Error> lint(std::string_view text, const ReadOptions& options);
// A text with exactly one cell.
Result<Script> read_script(std::string_view text, const ReadOptions& options);

// Canonical forms: reading them gives an equal value (`options.id` must be the same).
std::string write_case(const Case& c);
std::string write_script(const Script& script);

}  // namespace shakedown::script
