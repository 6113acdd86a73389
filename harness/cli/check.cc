// shakedown check
#include <fmt/format.h>
#include <unistd.h>

#include <chrono>

#include "harness/cli/command.h"
#include "harness/report/json.h"
#include "harness/report/junit.h"
#include "harness/report/summary.h"
#include "harness/trace/keylog.h"
#include "harness/trace/pcapng.h"

namespace shakedown::cli {
namespace {

struct Arguments {
  TargetArguments target;
  std::vector<std::string> filters;
  std::size_t workers = 1;
  std::string role = "both";
  std::string json, junit, keylog, pcap;
  std::string fail_on = "protocol";
  std::size_t cpu_limit_ms = 5000;
  bool shuffle = false;
};

// On a terminal one line that is written over; elsewhere a line every few seconds, so that a log shows life.
class Progress {
 public:
  void begin(const target::TargetInfo& info, std::size_t total) {
    total_ = total;
    name_ = info.name;
  }
  void step() {
    ++done_;
    const auto now = std::chrono::steady_clock::now();
    if (now - last_ < (tty_ ? std::chrono::milliseconds(100) : std::chrono::milliseconds(5000))) return;
    last_ = now;
    fmt::print(stderr, "{}{}: {} of {} conversations{}", tty_ ? "\r" : "", name_, done_, total_, tty_ ? "" : "\n");
    shown_ = true;
  }
  void end() const {
    if (tty_ && shown_) fmt::print(stderr, "\r\x1b[K");
  }

 private:
  bool tty_ = isatty(STDERR_FILENO) != 0;
  bool shown_ = false;
  std::string name_;
  std::size_t done_ = 0, total_ = 0;
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

// Where conversations go as they end, if they are asked for.
struct Traces {
  std::optional<trace::KeyLogFile> keylog;
  std::optional<trace::PcapngWriter> pcap;
  Status failed;

  static Result<Traces> open(const Arguments& a) {
    Traces out;
    if (!a.keylog.empty()) {
      auto file = trace::KeyLogFile::open(a.keylog);
      if (!file) return fail(file.error());
      out.keylog = std::move(*file);
    }
    if (!a.pcap.empty()) {
      auto file = trace::PcapngWriter::create(a.pcap);
      if (!file) return fail(file.error());
      out.pcap = std::move(*file);
    }
    return out;
  }
  bool wanted() const { return keylog || pcap; }
  void add(const suite::Record& record, const peer::Conversation& conversation) {
    for (const auto& log : conversation.connections)
      if (keylog && failed) failed = keylog->add(log);
    if (pcap && failed) failed = pcap->add(record.item.full_id, conversation, record.item.peer);
  }
};

Result<std::optional<registry::Role>> chosen_role(const Arguments& a) {
  if (a.role == "both") return a.target.only_role();
  if (a.role == "server") return std::optional(registry::Role::server);
  if (a.role == "client") return std::optional(registry::Role::client);
  return fail({.cause = Cause::usage, .what = "not a role", .got = a.role, .expected = "server, client or both"});
}

// Each that can be written is, whatever the others do.
Status write_reports(const Arguments& a, const suite::Results& results, const suite::Threshold& threshold) {
  Status first;
  const auto write = [&](const std::string& path, const std::string& text) {
    if (path.empty()) return;
    if (auto ok = write_file(path, text); !ok && first) first = ok;
  };
  write(a.json, report::to_json(results, threshold));
  write(a.junit, report::to_junit(results, a.target.words()));
  return first;
}

suite::SuiteOptions suite_options(const Arguments& a, const Program& program, suite::SetUp set_up) {
  suite::SuiteOptions out{.shuffle = a.shuffle, .expectations = a.target.corpus + "/expectations"};
  out.pool.program = {program.path, "worker"};
  out.pool.workers = a.workers;
  out.pool.limits.cpu = suite::milliseconds(a.cpu_limit_ms);
  out.pool.set_up = std::move(set_up);
  return out;
}

Result<int> check(const Arguments& a, const Program& program) {
  const auto threshold = suite::parse_threshold(a.fail_on);
  if (!threshold) return fail(threshold.error());
  if (!a.target.listen.empty() && a.workers > 1)
    return fail(Cause::usage, "with --listen all clients come to one port, and so to one worker: -j 1");
  const auto role = chosen_role(a);
  if (!role) return fail(role.error());
  const auto plan = suite::make_plan({.corpus = a.target.corpus, .filters = a.filters, .role = *role});
  if (!plan) return fail(plan.error());
  auto set_up = a.target.set_up(program);
  if (!set_up) return fail(set_up.error());
  auto traces = Traces::open(a);
  if (!traces) return fail(traces.error());
  set_up->conversations = traces->wanted();

  Progress progress;
  const auto results = suite::run_suite(
      *plan, suite_options(a, program, std::move(*set_up)),
      {.on_begin =
           [&](const auto& info, std::size_t total) {
             announce(a.target, info);
             progress.begin(info, total);
           },
       .on_record = [&](const auto&) { progress.step(); },
       .on_conversation = [&](const auto& record, const auto& conversation) { traces->add(record, conversation); }});
  progress.end();
  if (!results) return fail(results.error());
  fmt::print("{}", report::summary(*results, {.threshold = *threshold, .target = a.target.words()}));
  if (auto ok = write_reports(a, *results, *threshold); !ok) return fail(ok.error());
  if (!traces->failed) return fail(traces->failed.error());
  return suite::exit_code(*results, *threshold);
}

}  // namespace

void add_check(CLI::App& app, Program& program) {
  auto a = std::make_shared<Arguments>();
  auto* sub = app.add_subcommand("check", "run the conformance suite against a target");
  a->target.add_to(*sub);
  sub->add_option("filters", a->filters, "ids, parts of ids or globs");
  sub->add_option("-j,--jobs", a->workers, "worker processes")->check(CLI::Range(1, 256))->capture_default_str();
  sub->add_option("--role", a->role, "of the target: server, client or both")->capture_default_str();
  sub->add_option("--json", a->json, "write the report for machines to this file");
  sub->add_option("--junit", a->junit, "write JUnit XML to this file");
  sub->add_option("--keylog", a->keylog, "append secrets to this NSS key log file");
  sub->add_option("--pcap", a->pcap, "write every conversation to this pcapng file, secrets included");
  sub->add_option("--fail-on", a->fail_on, "the least verdict that counts: warn, alert, protocol, security, …")
      ->capture_default_str();
  sub->add_option("--cpu-limit-ms", a->cpu_limit_ms, "of one conversation, after which it is a hang")
      ->capture_default_str();
  sub->add_flag("--shuffle", a->shuffle, "run in an order drawn from the seed");
  sub->callback([a, &program] {
    program.run = [a, &program] {
      // With --server-cmd, --client-cmd or --listen there is no name: the first word is a filter.
      auto given = *a;
      const bool named_otherwise =
          !given.target.server_cmd.empty() || !given.target.client_cmd.empty() || !given.target.listen.empty();
      if (named_otherwise && !given.target.name.empty())
        given.filters.insert(given.filters.begin(), std::exchange(given.target.name, {}));
      const auto code = check(given, program);
      return code ? *code : complain(code.error());
    };
  });
}

}  // namespace shakedown::cli
