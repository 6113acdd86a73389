// The parser of scripts, its lint, the expansion of matrices and the canonical writers, over any text.
#include "fuzzers/driver/fuzz.h"
#include "harness/base/yaml.h"
#include "harness/script/case.h"

namespace shakedown::fuzz {
namespace {

using namespace script;

constexpr std::size_t most_cells = 16;

ReadOptions options() {
  ReadOptions out{.file = "case.yaml", .id = "fuzz/case", .most_cells = most_cells};
  // A flight's name is its text, so that the reader of flights is fuzzed as well.
  out.flights = [](std::string_view name) -> Result<std::string> { return std::string(name); };
  return out;
}

void require_speaks(const Error& error) { require(!to_string(error).empty(), "an error speaks"); }

void yaml(std::string_view text) {
  const auto tree = parse_yaml(text, "case.yaml");
  if (!tree) return require_speaks(tree.error());
  for (const auto& written : {write_yaml(*tree), write_yaml(*tree, 3, 40), write_yaml_line(*tree)}) {
    if (written.size() > YamlLimits{}.size) continue;
    const auto again = parse_yaml(written, "written.yaml");
    require_empty(again ? "" : to_string(again.error()), "written YAML can be read");
    require(*again == *tree, "written YAML is the same tree");
  }
}

// A case or a script that was read, written and read again is the same, and so is its text.
template <class T>
void survives(const T& value, std::string (*write)(const T&), Result<T> (*read)(std::string_view, const ReadOptions&),
              bool clean) {
  const auto text = write(value);
  if (text.size() > YamlLimits{}.size) return;
  const auto again = read(text, options());
  require_empty(again ? "" : to_string(again.error()) + "\n" + text, "what was written can be read");
  require_empty(*again == value ? "" : text + write(*again), "what was written is the same value");
  require_empty(write(*again) == text ? "" : text + write(*again), "what was written is the same text");
  if (!clean) return;
  const auto problems = lint(text, options());
  require_empty(problems.empty() ? "" : to_string(problems.front()) + "\n" + text, "what was written has no problems");
}

}  // namespace

void fuzz(View input) {
  const auto text = as_text(input);
  yaml(text);
  const auto problems = lint(text, options());
  for (const auto& problem : problems) require_speaks(problem);
  const auto c = read_case(text, options());
  require(c || !problems.empty(), "lint finds what a reader stumbles over");
  if (!c) return;
  survives<Case>(*c, write_case, read_case, problems.empty());
  const auto scripts = expand(*c, options());
  require(scripts || !problems.empty(), "lint finds what an expansion stumbles over");
  if (!scripts) return;
  for (const auto& script : *scripts) survives<Script>(script, write_script, read_script, problems.empty());
}

}  // namespace shakedown::fuzz
