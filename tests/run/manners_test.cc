// Targets with manners of their own, which no stock program has: wolfSSL in a wrapper that speaks at once, or that
// cannot be asked to close.
#include <gtest/gtest.h>

#include "harness/check/verdict.h"
#include "harness/run/run.h"
#include "harness/target/loader.h"
#include "tests/run/honest.h"

namespace shakedown::run {
namespace {

struct Manners {
  bool speaks_at_once = false;  // in the same breath as its Finished
  bool closes_second = false;   // cannot be asked to close, and does so when its peer has
};

class Mannered final : public target::Connection {
 public:
  Mannered(std::unique_ptr<target::Connection> inner, Manners manners) : inner_(std::move(inner)), manners_(manners) {}

  void feed(View bytes) override { inner_->feed(bytes); }
  void feed_end() override { inner_->feed_end(); }
  Bytes take(target::Patience patience) override {
    auto out = inner_->take(patience);
    if (!manners_.speaks_at_once || spoken_ || !done()) return out;
    spoken_ = true;
    if (inner_->write(as_view("GET / HTTP/1.0\n"))) append(out, inner_->take(patience));
    return out;
  }
  bool alive() const override { return inner_->alive(); }
  Bytes read() override { return inner_->read(); }
  Status write(View data) override { return manners_.speaks_at_once ? unable() : inner_->write(data); }
  Status key_update(bool request) override { return inner_->key_update(request); }
  Status renegotiate() override { return inner_->renegotiate(); }
  Status close() override { return manners_.closes_second ? unable() : inner_->close(); }
  Result<Exported> exporter(const std::string& label, const std::optional<Bytes>& context, std::size_t size) override {
    return inner_->exporter(label, context, size);
  }
  void set_now(std::uint64_t now) override { inner_->set_now(now); }
  std::optional<std::uint64_t> next_timeout() override { return inner_->next_timeout(); }
  TargetReport report() override { return inner_->report(); }

 private:
  static Status unable() { return fail(Cause::unsupported, "it has manners of its own"); }
  bool done() { return inner_->report().handshake_done.value_or(false); }

  std::unique_ptr<target::Connection> inner_;
  Manners manners_;
  bool spoken_ = false;
};

class MannerlyTarget final : public target::Target {
 public:
  explicit MannerlyTarget(Manners manners) : manners_(manners) {
    auto loaded = target::load_plugin(SHAKEDOWN_BINARY_DIR "/plugins/wolfssl.so");
    if (!loaded) throw std::runtime_error(to_string(loaded.error()));
    inner_ = std::move(*loaded);
  }
  const target::TargetInfo& info() const override { return inner_->info(); }
  Status prepare(const target::TargetConfig& config, std::uint64_t seed) override {
    return inner_->prepare(config, seed);
  }
  Result<std::unique_ptr<target::Connection>> connect(const target::ConnectionConfig& config) override {
    auto connection = inner_->connect(config);
    if (!connection) return fail(connection.error());
    return std::make_unique<Mannered>(std::move(*connection), manners_);
  }

 private:
  std::unique_ptr<target::Target> inner_;
  Manners manners_;
};

class Client : public testing::TestWithParam<const char*> {};

check::Verdict meet(const char* flow, Manners manners) {
  MannerlyTarget target(manners);
  const auto script = honest(*protocol::find_flow(flow), registry::Role::server);
  return check::judge(script, Runner(target, {}).run(script));
}

TEST_P(Client, MaySpeakWithItsFinished) {
  const auto verdict = meet(GetParam(), {.speaks_at_once = true});
  EXPECT_EQ(verdict.kind, check::Kind::pass) << verdict.reason;
}

TEST_P(Client, MayCloseWhenItsServerDoes) {
  const auto verdict = meet(GetParam(), {.closes_second = true});
  EXPECT_EQ(verdict.kind, check::Kind::pass) << verdict.reason;
}

INSTANTIATE_TEST_SUITE_P(Of, Client, testing::Values("tls13.full", "tls12.full", "tls13.hrr"), [](const auto& i) {
  std::string name = i.param;
  std::replace(name.begin(), name.end(), '.', '_');
  return name;
});

// Only what a later step expects may come early.
TEST(Client, MayNotSpeakWhereNoStepListens) {
  MannerlyTarget target({.speaks_at_once = true});
  auto script = honest(*protocol::find_flow("tls13.full"), registry::Role::server);
  auto& steps = script.connections.front().steps;
  for (auto& step : steps)
    if (auto* expect = std::get_if<script::Expect>(&step))
      std::erase_if(expect->patterns, [](const auto& p) { return p.names.front() == "application_data"; });
  const auto verdict = check::judge(script, Runner(target, {}).run(script));
  EXPECT_EQ(verdict.kind, check::Kind::fail) << verdict.seen;
  EXPECT_NE(verdict.reason.find("got application_data"), std::string::npos) << verdict.reason;
}

}  // namespace
}  // namespace shakedown::run
