// Our peer with wolfSSL in process, and with the commands of OpenSSL and GnuTLS, in both roles.
#include <gtest/gtest.h>

#include "harness/check/verdict.h"
#include "harness/run/run.h"
#include "harness/script/course.h"
#include "tests/interop/matrix.h"
#include "tests/interop/omissions.h"
#include "tests/interop/programs.h"

namespace shakedown::interop {
namespace {

using protocol::Params;
using registry::Role;

struct Pairing {
  std::string target;
  Role role = Role::server;  // of the target
  Handshake handshake;
};
void PrintTo(const Pairing& p, std::ostream* out) { *out << p.target << " " << p.handshake.name; }

std::vector<Pairing> pairings() {
  std::vector<Pairing> out;
  for (const std::string target : {"wolfssl", "openssl", "gnutls"})
    for (const auto role : {Role::server, Role::client})
      for (auto& handshake : handshakes(target == "wolfssl" ? Breadth::all_combinations : Breadth::each_once))
        out.push_back({target, role, std::move(handshake)});
  return out;
}

// What was agreed is what the parameters ask for, and nothing else that would also have worked.
void expect_agreement(const Params& asked, const peer::ConnectionLog& log) {
  const auto& agreed = log.agreed;
  EXPECT_EQ(agreed.version, asked.version);
  EXPECT_EQ(agreed.resumed, asked.resume);
  if (!asked.cipher_suites.empty()) {
    EXPECT_EQ(registry::name_of(agreed.cipher_suite), registry::name_of(asked.cipher_suites.front()));
  }
  if (!asked.groups.empty() && !asked.resume) {
    EXPECT_EQ(registry::name_of(agreed.group),
              registry::name_of(asked.hello_retry ? asked.groups.back() : asked.groups.front()));
  }
  const bool answered = asked.early_data && asked.resume;
  EXPECT_EQ(agreed.early_data_accepted, answered && asked.early_data_answer == protocol::EarlyDataAnswer::accept);
  if (!asked.alpn.empty()) {
    EXPECT_EQ(agreed.alpn, asked.alpn.front());
  }
  if (asked.version == protocol::ProtocolVersion{0x0303}) {
    EXPECT_EQ(agreed.extended_master_secret, asked.extended_master_secret);
    EXPECT_EQ(agreed.encrypt_then_mac, asked.encrypt_then_mac);
  }
  for (const auto& note : log.notes) ADD_FAILURE() << note;
}

std::string told(const peer::Conversation& conversation) {
  std::string out;
  for (const auto& log : conversation.connections) {
    for (const auto& m : log.messages)
      out += std::string(registry::role_name(m.sender)) + " " + m.name() + " " + std::to_string(m.raw.size()) + "\n";
    out += log.mismatch + " | target: " + log.target.error + "\n";
  }
  return out;
}

script::Script script_of(const Handshake& handshake, Role peer) {
  const auto& flow = *protocol::find_flow(handshake.flow);
  script::Script out{.id = "interop/" + handshake.name, .peer = peer};
  out.expect.any_of = {{.kind = script::Outcome::Kind::completes}};
  std::vector<Params> params;
  for (std::size_t i = 0; i < flow.connections.size(); ++i)
    params.push_back(protocol::flow_params(flow, i, handshake.params));
  auto steps = script::to_steps(script::unroll(flow, params, peer));
  for (std::size_t i = 0; i < params.size(); ++i)
    out.connections.push_back({.params = params[i], .steps = std::move(steps[i])});
  return out;
}

class Matrix : public testing::TestWithParam<Pairing> {};

TEST_P(Matrix, Completes) {
  const auto& [name, role, handshake] = GetParam();
  const auto target = open_once(name);
  SHAKEDOWN_NEEDS(target);
  const auto script = script_of(handshake, registry::other(role));
  run::Runner runner(**target, {});
  const auto conversation = runner.run(script);
  const auto verdict = check::judge(script, conversation);
  if (const auto* omission = find_omission(name, role, handshake.name)) {
    std::cout << "left out: " << handshake.name << ": " << omission->reason << "\n";
    EXPECT_EQ(check::name_of(verdict.kind), check::name_of(omission->verdict)) << verdict.reason;
    return;
  }
  ASSERT_EQ(check::name_of(verdict.kind), "pass") << verdict.reason << "\n" << told(conversation);
  EXPECT_TRUE(verdict.invariants.empty()) << verdict.invariants.front().detail;
  for (std::size_t i = 0; i < conversation.connections.size(); ++i)
    expect_agreement(script.connections[i].params, conversation.connections[i]);
}

// CTest runs the matrix by mode; what had a name of no mode would never run.
TEST(Matrices, AreWhollyRunByCTest) {
  const std::vector<std::string> modes = {SHAKEDOWN_INTEROP_MODES};
  for (const auto& pairing : pairings()) {
    const auto& name = pairing.handshake.name;
    EXPECT_TRUE(std::ranges::any_of(modes, [&](const auto& mode) { return name.starts_with(mode + "_"); })) << name;
  }
}

TEST(Matrices, LeaveOutNothingThatIsNotThere) {
  const auto all = pairings();
  for (const auto& o : omissions()) {
    const auto is_it = [&](const Pairing& p) { return find_omission(p.target, p.role, p.handshake.name) == &o; };
    EXPECT_TRUE(std::ranges::any_of(all, is_it)) << o.target << " " << o.role << " " << o.what;
  }
}

INSTANTIATE_TEST_SUITE_P(With, Matrix, testing::ValuesIn(pairings()), [](const auto& i) {
  return i.param.target + "_" + std::string(registry::role_name(i.param.role)) + "_" + i.param.handshake.name;
});

}  // namespace
}  // namespace shakedown::interop
