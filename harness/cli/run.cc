// shakedown run: one script, told message by message, and its verdict.
#include <fmt/format.h>

#include <filesystem>

#include "harness/cli/command.h"
#include "harness/report/summary.h"
#include "harness/report/text.h"
#include "harness/trace/transcript.h"

namespace shakedown::cli {
namespace {

struct Arguments {
  TargetArguments target;
  std::string script;
  bool fields = false;
};

Result<suite::Plan> plan(const Arguments& a) {
  if (std::filesystem::is_regular_file(a.script))
    return suite::plan_of_file(a.script, a.target.corpus, a.target.only_role());
  return suite::make_plan({.corpus = a.target.corpus, .filters = {a.script}, .role = a.target.only_role()});
}

void tell(const suite::Record& record, const peer::Conversation& conversation, bool fields) {
  if (record.is_control()) return;
  fmt::print("== {}\n{}", record.item.full_id, trace::transcript(conversation, record.item.peer, {.fields = fields}));
}

Result<int> run(const Arguments& a, const Program& program) {
  const auto chosen = plan(a);
  if (!chosen) return fail(chosen.error());
  auto set_up = a.target.set_up(program);
  if (!set_up) return fail(set_up.error());
  set_up->conversations = true;
  suite::SuiteOptions options{.shuffle = false, .expectations = {}};
  options.pool.program = {program.path, "worker"};
  options.pool.set_up = std::move(*set_up);
  const auto results =
      suite::run_suite(*chosen, options,
                       {.on_begin = [&](const auto& info, std::size_t) { announce(a.target, info); },
                        .on_conversation = [&](const auto& r, const auto& c) { tell(r, c, a.fields); }});
  if (!results) return fail(results.error());
  for (const auto& r : results->records) {
    if (r.is_control() && r.verdict.kind == check::Kind::pass) continue;
    fmt::print("{}: {}{}\n", r.item.full_id,
               suite::verdict_name(r.verdict.kind, r.verdict.severity).empty()
                   ? std::string(check::name_of(r.verdict.kind))
                   : suite::verdict_name(r.verdict.kind, r.verdict.severity),
               r.verdict.reason.empty() ? "" : ": " + r.verdict.reason);
    fmt::print("  expected {}, seen {}\n", r.verdict.expected, r.verdict.seen);
  }
  return suite::exit_code(*results, {});
}

}  // namespace

void add_run(CLI::App& app, Program& program) {
  auto a = std::make_shared<Arguments>();
  auto* sub = app.add_subcommand("run", "run one script against a target and tell what happens");
  sub->add_option("script", a->script, "a file, or the id of a case (with its cell in brackets, or all cells)")
      ->required();
  a->target.add_to(*sub);
  sub->add_flag("--fields", a->fields, "show every field of every message");
  sub->callback([a, &program] {
    program.run = [a, &program] {
      const auto code = run(*a, program);
      return code ? *code : complain(code.error());
    };
  });
}

}  // namespace shakedown::cli
