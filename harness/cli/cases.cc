// shakedown list, show and lint: what there is to run, without running it.
#include <fmt/format.h>

#include <filesystem>

#include "harness/cli/command.h"
#include "harness/report/text.h"
#include "harness/script/case.h"

namespace shakedown::cli {
namespace {

struct Arguments {
  std::string corpus = default_corpus();
  std::vector<std::string> names;
  bool cells = false;
};

Result<int> list(const Arguments& a) {
  const auto plan = suite::make_plan({.corpus = a.corpus, .filters = a.names, .role = {}});
  if (!plan) return fail(plan.error());
  std::size_t cases = 0;
  std::string last;
  for (const auto& item : plan->cases) {
    if (item.id != last) ++cases;
    if (a.cells || item.id != last) fmt::print("{}\n", a.cells ? item.full_id : item.id);
    last = item.id;
  }
  fmt::print(stderr, "{} cases, {} conversations\n", cases, plan->cases.size());
  return 0;
}

Result<int> show(const Arguments& a) {
  const auto plan = suite::make_plan({.corpus = a.corpus, .filters = a.names, .role = {}});
  if (!plan) return fail(plan.error());
  const auto flights = suite::flights_directory(a.corpus);
  for (const auto& item : plan->cases) {
    const auto scripts = suite::expand_file({item.job.id, item.job.file}, flights);
    if (!scripts) return fail(scripts.error());
    fmt::print("# {}\n{}\n", item.full_id, script::write_script((*scripts)[item.job.cell]));
  }
  return 0;
}

// Files as named, or every case.
Result<std::vector<suite::CaseFile>> files(const Arguments& a) {
  if (a.names.empty()) return suite::find_cases(a.corpus);
  std::vector<suite::CaseFile> out;
  for (const auto& path : a.names) out.push_back({suite::case_id(path), path});
  return out;
}

Result<int> lint(const Arguments& a) {
  const auto chosen = files(a);
  if (!chosen) return fail(chosen.error());
  std::size_t problems = 0;
  for (const auto& file : *chosen) {
    const auto text = suite::read_text_file(file.path);
    if (!text) return fail(text.error());
    for (const auto& error : script::lint(
             *text,
             {.file = file.path, .id = file.id, .flights = suite::flight_loader(suite::flights_directory(a.corpus))})) {
      fmt::print("{}\n", to_string(error));
      ++problems;
    }
  }
  fmt::print(stderr, "{} files, {} problems\n", chosen->size(), problems);
  return problems == 0 ? 0 : 2;
}

void add(CLI::App& app, Program& program, const std::string& name, const std::string& about,
         Result<int> (*run)(const Arguments&)) {
  auto a = std::make_shared<Arguments>();
  auto* sub = app.add_subcommand(name, about);
  auto* names = sub->add_option(name == "lint" ? "files" : "filters", a->names,
                                name == "lint" ? "case files; all without any" : "ids, parts of ids or globs");
  if (name == "show") names->required();
  if (name == "list") sub->add_flag("--cells", a->cells, "every conversation, not just every case");
  sub->add_option("--corpus", a->corpus, "the folder of cases")->capture_default_str();
  sub->callback([a, run, &program] {
    program.run = [a, run] {
      const auto code = run(*a);
      return code ? *code : complain(code.error());
    };
  });
}

}  // namespace

void add_cases(CLI::App& app, Program& program) {
  add(app, program, "list", "the cases, an id on each line", list);
  add(app, program, "show", "chosen cases as the concrete scripts that they expand to", show);
  add(app, program, "lint", "everything that is wrong with case files", lint);
}

}  // namespace shakedown::cli
