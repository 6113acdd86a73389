#include "harness/cli/check.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <memory>

#include "harness/report/json.h"
#include "harness/report/junit.h"
#include "harness/report/summary.h"

namespace shakedown::cli {
namespace {

struct Arguments {
  std::string target;
  std::vector<std::string> filters;
  std::size_t workers = 1;
  std::uint64_t seed = 1;
  std::string json, junit;
  std::string corpus = SHAKEDOWN_CORPUS_DIR;
  std::string fail_on = "protocol";
  bool shuffle = false;
};

int complain(const Error& error) {
  fmt::print(stderr, "shakedown: {}\n", to_string(error));
  return suite::exit_code(error);
}

bool write_file(const std::string& path, const std::string& text) {
  if (path.empty()) return true;
  std::ofstream out(path, std::ios::binary);
  out << text;
  out.close();
  if (!out) fmt::print(stderr, "shakedown: {} cannot be written\n", path);
  return static_cast<bool>(out);
}

int check(const Arguments& a, const std::string& program) {
  const auto threshold = suite::parse_threshold(a.fail_on);
  if (!threshold) return complain(threshold.error());
  const auto plan = suite::make_plan({.corpus = a.corpus, .filters = a.filters, .role = {}});
  if (!plan) return complain(plan.error());
  suite::SuiteOptions options{.shuffle = a.shuffle, .expectations = a.corpus + "/expectations"};
  options.pool.program = {program, "worker"};
  options.pool.workers = a.workers;
  options.pool.set_up.target.name = a.target;
  options.pool.set_up.target.plugin_directories = {std::filesystem::path(program).parent_path() / "plugins"};
  options.pool.set_up.seed = a.seed;
  options.pool.set_up.flights = suite::flights_directory(a.corpus);
  const auto results = suite::run_suite(*plan, options, {});
  if (!results) return complain(results.error());
  fmt::print("{}", report::summary(*results, {.threshold = *threshold, .target = a.target}));
  const bool written = write_file(a.json, a.json.empty() ? "" : report::to_json(*results, *threshold)) &&
                       write_file(a.junit, a.junit.empty() ? "" : report::to_junit(*results, a.target));
  return written ? suite::exit_code(*results, *threshold) : 2;
}

}  // namespace

void add_check(CLI::App& app, const std::string& program, std::function<int()>& run) {
  auto a = std::make_shared<Arguments>();
  auto* sub = app.add_subcommand("check", "run the conformance suite against a target");
  sub->add_option("target", a->target, "a plugin's name or path, openssl, gnutls, or host:port")->required();
  sub->add_option("filters", a->filters, "ids, parts of ids or globs");
  sub->add_option("-j,--jobs", a->workers, "worker processes")->check(CLI::Range(1, 256));
  sub->add_option("--seed", a->seed, "of every random choice");
  sub->add_option("--json", a->json, "write the report for machines here");
  sub->add_option("--junit", a->junit, "write JUnit XML here");
  sub->add_option("--corpus", a->corpus, "the folder of cases");
  sub->add_option("--fail-on", a->fail_on, "the least verdict that counts");
  sub->add_flag("--shuffle", a->shuffle, "run in an order drawn from the seed");
  sub->callback([a, &program, &run] { run = [a, &program] { return check(*a, program); }; });
}

}  // namespace shakedown::cli
