#include "bench/common/recording.h"

#include <stdexcept>

#include "harness/check/verdict.h"
#include "harness/run/run.h"

namespace shakedown::bench {
namespace {

// What a recording and a replay share: everything that a flow's unedited run never asks for.
class Quiet : public target::Connection {
 public:
  void feed_end() override { ended_ = true; }
  Bytes read() override { return {}; }
  Status key_update(bool) override { return fail(Cause::unsupported, "not in a flow"); }
  Status renegotiate() override { return fail(Cause::unsupported, "not in a flow"); }
  void set_now(std::uint64_t) override {}
  std::optional<std::uint64_t> next_timeout() override { return std::nullopt; }

 protected:
  bool ended_ = false;
};

class RecordingConnection final : public Quiet {
 public:
  RecordingConnection(std::unique_ptr<target::Connection> real, Recording& to) : real_(std::move(real)), to_(to) {}

  void feed(View octets) override {
    to_.events.push_back({true, to_bytes(octets)});
    real_->feed(octets);
  }
  void feed_end() override {
    Quiet::feed_end();
    real_->feed_end();
  }
  Bytes take(target::Patience patience) override {
    auto octets = real_->take(patience);
    to_.events.push_back({false, octets});
    return octets;
  }
  bool alive() const override {
    const bool now = real_->alive();
    if (!ended_) to_.alive = now;
    return now;
  }
  Status write(View data) override { return real_->write(data); }
  Status close() override { return real_->close(); }
  Result<Exported> exporter(const std::string& label, const std::optional<Bytes>& context, std::size_t size) override {
    auto out = real_->exporter(label, context, size);
    if (out) to_.exported.push_back(*out);
    return out;
  }
  TargetReport report() override { return to_.report = real_->report(); }

 private:
  std::unique_ptr<target::Connection> real_;
  Recording& to_;
};

class RecordingTarget final : public target::Target {
 public:
  RecordingTarget(target::Target& real, Recording& to) : real_(real), to_(to) {}
  const target::TargetInfo& info() const override { return real_.info(); }
  Status prepare(const target::TargetConfig& config, std::uint64_t seed) override {
    return real_.prepare(config, seed);
  }
  Result<std::unique_ptr<target::Connection>> connect(const target::ConnectionConfig& config) override {
    auto made = real_.connect(config);
    if (!made) return made;
    return std::make_unique<RecordingConnection>(std::move(*made), to_);
  }

 private:
  target::Target& real_;
  Recording& to_;
};

class ReplayConnection final : public Quiet {
 public:
  explicit ReplayConnection(const Recording& from) : from_(from) {}

  void feed(View) override {}
  Bytes take(target::Patience) override {
    while (at_ < from_.events.size() && from_.events[at_].ours) ++at_;
    return at_ < from_.events.size() ? from_.events[at_++].octets : Bytes{};
  }
  bool alive() const override { return from_.alive && !ended_; }
  Status write(View) override { return {}; }
  Status close() override { return {}; }
  Result<Exported> exporter(const std::string& label, const std::optional<Bytes>& context, std::size_t) override {
    for (const auto& e : from_.exported)
      if (e.label == label && e.context == context) return e;
    return fail(Cause::unsupported, "not recorded");
  }
  TargetReport report() override { return from_.report; }

 private:
  const Recording& from_;
  std::size_t at_ = 0;
};

class ReplayTarget final : public target::Target {
 public:
  explicit ReplayTarget(const Recording& from) : from_(from) {}
  const target::TargetInfo& info() const override { return from_.info; }
  Status prepare(const target::TargetConfig&, std::uint64_t) override { return {}; }
  Result<std::unique_ptr<target::Connection>> connect(const target::ConnectionConfig&) override {
    return std::make_unique<ReplayConnection>(from_);
  }

 private:
  const Recording& from_;
};

}  // namespace

Result<Recording> record(target::Target& target, const script::Script& script) {
  Recording out;
  out.info = target.info();
  RecordingTarget recorder(target, out);
  run::Runner runner(recorder, {});
  const auto verdict = check::judge(script, runner.run(script));
  if (verdict.kind != check::Kind::pass)
    return fail(Cause::target, script.id + " does not pass: " + verdict.reason + "; seen: " + verdict.seen);
  return out;
}

std::unique_ptr<target::Target> replaying(const Recording& recording) {
  return std::make_unique<ReplayTarget>(recording);
}

peer::ConnectionLog play_peer(const script::Script& script, const Recording& recording, std::uint64_t seed,
                              peer::ShareCache& shares) {
  const auto& connection = script.connections.front();
  peer::SessionStore sessions;
  peer::Peer us(script.peer, connection.params, seed, sessions, shares);
  auto step = connection.steps.begin();
  for (const auto& event : recording.events) {
    if (!event.ours) {
      us.receive(event.octets);
      continue;
    }
    while (step != connection.steps.end() && !std::holds_alternative<script::Send>(*step)) ++step;
    if (step == connection.steps.end()) throw std::logic_error("the recording has more sends than the script");
    for (const auto& message : std::get<script::Send>(*step).messages)
      if (auto ok = us.send(message); !ok) throw std::logic_error(to_string(ok.error()));
    ++step;
    if (us.take_output() != event.octets) throw std::logic_error("the peer sends other octets than were recorded");
  }
  return std::move(us.log());
}

}  // namespace shakedown::bench
