// Silence after a length that lies: our own deframer says what the target rightly waits for, and the judge goes by it.
#include <gtest/gtest.h>

#include "harness/check/verdict.h"
#include "harness/run/run.h"
#include "harness/target/loader.h"
#include "tests/run/honest.h"

namespace shakedown::run {
namespace {

using script::MessageSpec;

edit::Edit longer(const char* address) {
  return {.address = wire::parse_path(address).value(), .op = "add", .bytes = {}, .number = 5};
}

// A ClientHello that deviates as `spec` says, and nothing more of it; expected is that the server waits for `rest`.
check::Verdict after(MessageSpec spec, const char* rest) {
  const auto target = target::load_plugin(SHAKEDOWN_BINARY_DIR "/plugins/wolfssl.so");
  if (!target) throw std::runtime_error(to_string(target.error()));
  auto script = honest(*protocol::find_flow("tls13.full"), registry::Role::client);
  spec.message = "ClientHello";
  script.connections.front().steps.front() = script::Send{{std::move(spec)}};
  script.expect.any_of = {{.kind = script::Outcome::Kind::waits, .alerts = {}, .rest = rest}};
  return check::judge(script, Runner(**target, {}).run(script));
}
MessageSpec longer_message() { return {.edits = {longer("ClientHello.length")}, .deviates = true}; }
MessageSpec longer_record() {
  MessageSpec spec{.deviates = true};
  spec.records.ciphertext = {longer("record.length")};
  return spec;
}

TEST(Waits, ForTheRestOfAMessageOrRecord) {
  for (const auto& [spec, rest] : {std::pair{longer_message(), "message"}, {longer_record(), "record"}}) {
    const auto v = after(spec, rest);
    EXPECT_EQ(v.kind, check::Kind::pass) << rest << ": " << v.reason;
    EXPECT_EQ(v.seen, std::string("it waits for 5 octets of a ") + rest);
  }
}

TEST(Waits, ForSomethingElseThanExpectedIsAFailure) {
  EXPECT_EQ(after(longer_message(), "record").kind, check::Kind::fail);
  EXPECT_EQ(after(longer_record(), "message").kind, check::Kind::fail);
  EXPECT_EQ(after(longer_record(), "nothing").kind, check::Kind::fail);
}

TEST(Waits, ToGoOnIsAFailure) {
  const auto v = after({.deviates = true}, "message");
  EXPECT_EQ(v.kind, check::Kind::fail);
  EXPECT_EQ(v.severity, check::Severity::security) << v.reason;
}

}  // namespace
}  // namespace shakedown::run
