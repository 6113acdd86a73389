// shakedown handshake: one honest handshake, message by message, then what was agreed.
#include <fmt/format.h>

#include <chrono>

#include "harness/cli/command.h"
#include "harness/crypto/credentials.h"
#include "harness/suite/handshake.h"
#include "harness/trace/summary.h"
#include "harness/trace/transcript.h"

namespace shakedown::cli {
namespace {

struct Arguments {
  TargetArguments target;
  std::string version = "TLSv1.3";
  std::string role;
  bool fields = false;
};

Result<registry::Role> target_role(const Arguments& a) {
  if (a.role.empty()) return a.target.only_role().value_or(registry::Role::server);
  if (a.role == "server") return registry::Role::server;
  if (a.role == "client") return registry::Role::client;
  return fail({.cause = Cause::usage, .what = "not a role", .got = a.role, .expected = "server or client"});
}

// A target that we start has a certificate of ours, unless it was given another.
std::vector<Bytes> roots(const std::string& authority) {
  const auto own = target::certificates_from_pem(authority);
  return own ? *own : crypto::test_roots();
}

void tell(const peer::Conversation& conversation, registry::Role ours, const Arguments& a,
          const suite::Overrides& overrides) {
  fmt::print("{}\n", trace::transcript(conversation, ours, {.fields = a.fields}));
  const auto now =
      std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch());
  trace::SummaryOptions options{.roots = roots(overrides.authority), .host = a.target.sni, .at = now.count()};
  for (const auto& log : conversation.connections) fmt::print("{}", trace::to_text(trace::summary(log, ours, options)));
}

Result<int> handshake(const Arguments& a, const Program& program) {
  if (a.version != "TLSv1.3" && a.version != "TLSv1.2")
    return fail({.cause = Cause::usage, .what = "not a version", .got = a.version, .expected = "TLSv1.3 or TLSv1.2"});
  const auto role = target_role(a);
  if (!role) return fail(role.error());
  const auto plan = suite::handshake_plan(
      {.tls12 = a.version == "TLSv1.2", .psk = !a.target.psk.empty(), .target = *role}, a.target.corpus);
  if (!plan) return fail(plan.error());
  auto set_up = a.target.set_up(program);
  if (!set_up) return fail(set_up.error());
  set_up->conversations = set_up->timed = true;
  const auto overrides = set_up->overrides;
  suite::SuiteOptions options{.shuffle = false, .expectations = {}};
  options.pool.program = {program.path, "worker"};
  options.pool.set_up = std::move(*set_up);
  const auto results =
      suite::run_suite(*plan, options,
                       {.on_begin = [&](const auto& info, std::size_t) { announce(a.target, info); },
                        .on_conversation = [&](const auto& r, const auto& c) { tell(c, r.item.peer, a, overrides); }});
  if (!results) return fail(results.error());
  const auto& verdict = results->records.front().verdict;
  if (verdict.kind != check::Kind::pass) fmt::print("{}: {}\n", check::name_of(verdict.kind), verdict.reason);
  return suite::exit_code(*results, {});
}

}  // namespace

void add_handshake(CLI::App& app, Program& program) {
  auto a = std::make_shared<Arguments>();
  auto* sub = app.add_subcommand("handshake", "one default handshake with a target, told message by message");
  a->target.add_to(*sub);
  sub->add_option("--version", a->version, "TLSv1.3 or TLSv1.2")->capture_default_str();
  sub->add_option("--role", a->role, "of the target: server or client");
  sub->add_flag("--fields", a->fields, "show every field of every message");
  sub->callback([a, &program] {
    program.run = [a, &program] {
      const auto code = handshake(*a, program);
      return code ? *code : complain(code.error());
    };
  });
}

}  // namespace shakedown::cli
