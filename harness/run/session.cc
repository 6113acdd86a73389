#include "harness/run/session.h"

#include <algorithm>

#include "harness/peer/content.h"
#include "harness/registry/keylog.h"

namespace shakedown::run {
namespace {

using peer::Ended;
using registry::Role;
using registry::operator""_content;
using registry::operator""_version;
using script::Matcher;

bool expects(const script::Expect& expect, std::string_view name) {
  return std::ranges::any_of(expect.patterns, [&](const auto& p) { return std::ranges::count(p.names, name) > 0; });
}

}  // namespace

Session::Session(const SessionPlan& plan, target::Target& target, const RunOptions& options,
                 peer::SessionStore& sessions, peer::ShareCache& shares)
    : plan_(plan),
      target_(target),
      options_(options),
      peer_(plan.script.peer, plan.script.connections[plan.index].params, plan.seed, sessions, shares) {}

Status Session::connect() {
  const auto& params = plan_.script.connections[plan_.index].params;
  target::ConnectionConfig config{.seed = plan_.seed,
                                  .now = target_.info().in_process ? virtual_now : 0,
                                  .resume = params.resume,
                                  .keep_session = plan_.keep_session};
  if (params.early_data && plan_.script.peer == Role::server) {
    const auto data = peer::application_text(Role::client, params.application_data);
    if (params.resume || params.external_psk) config.early_data = data;
    if (plan_.keep_session) config.early_data_later = data;
  }
  auto made = target_.connect(config);
  if (!made) return fail(made.error());
  connection_ = std::move(*made);
  began_ = std::chrono::steady_clock::now();
  return {};
}

Status Session::run(peer::ConnectionLog& out) {
  auto result = connect();
  if (result) {
    log().ended = Ended::completed;
    for (const auto& step : plan_.script.connections[plan_.index].steps) {
      auto went = this->step(step);
      if (!went) {
        result = fail(went.error());
        break;
      }
      if (*went == Went::ended) break;
      ++log().steps_done;
    }
    finish();
  }
  out = std::move(log());
  return result;
}

Result<Session::Went> Session::step(const script::Step& step) {
  if (const auto* s = std::get_if<script::Send>(&step)) return send(*s);
  if (const auto* e = std::get_if<script::Expect>(&step)) return expect(*e);
  return ask(std::get<script::Ask>(step));
}

Result<Session::Went> Session::send(const script::Send& send) {
  // What the target has already said counts as said before our message: else its alert would seem to answer us.
  pump(nullptr, target::Patience::quick);
  for (const auto& message : send.messages) {
    if (auto ok = peer_.send(message); !ok) return fail(ok.error());
    stamp();
  }
  const auto octets = peer_.take_output();
  if (!octets.empty()) connection_->feed(octets);
  return Went::on;
}

// RFC 8446 §5: a change_cipher_spec in the clear is dropped wherever it comes before the sender's Finished, and §D.4
// leaves both sides free to send one at any time.
bool Session::is_to_be_dropped(const protocol::SeenMessage& message) const {
  const bool tls13 = plan_.script.connections[plan_.index].params.version == "TLSv1.3"_version;
  return tls13 && !target_finished_ && message.content_type == "change_cipher_spec"_content &&
         message.epoch == protocol::Epoch::plaintext && message.raw == Bytes{1};
}

// A target may speak to its application's peer as soon as it is done: what comes before the step that expects it waits
// for that step.
bool Session::is_for_later(const protocol::SeenMessage& message, const Matcher& matcher) const {
  if (message.name() != "application_data" || matcher.state() != Matcher::State::satisfied) return false;
  const auto& steps = plan_.script.connections[plan_.index].steps;
  const bool expected = std::any_of(steps.begin() + static_cast<std::ptrdiff_t>(peer_.log().steps_done) + 1,
                                    steps.end(), [](const auto& step) {
                                      const auto* e = std::get_if<script::Expect>(&step);
                                      return e != nullptr && expects(*e, "application_data");
                                    });
  return expected && !matcher.takes(message);
}

void Session::offer_new(Matcher& matcher) {
  const auto target = other(plan_.script.peer);
  for (; offered_ < log().messages.size() && matcher.state() != Matcher::State::mismatch; ++offered_) {
    const auto& message = log().messages[offered_];
    if (message.sender != target) continue;
    if (is_for_later(message, matcher)) return;
    if (message.name() == "Finished") target_finished_ = true;
    if (is_to_be_dropped(message) && !matcher.takes(message)) continue;
    matcher.offer(message);
  }
}

void Session::pump(Matcher* matcher, target::Patience patience) {
  for (;;) {
    if (matcher != nullptr) {
      offer_new(*matcher);
      if (matcher->state() != Matcher::State::wants_more && !target_.info().in_process) return;
    }
    const auto octets = connection_->take(patience);
    if (octets.empty()) return;
    peer_.receive(octets);
    stamp();
  }
}

// A step that expects data or a closure of the target gives the application behind it the word.
void Session::prompt(const script::Expect& expect) {
  if (expects(expect, "application_data")) {
    const auto said = connection_->write(peer::application_text(
        other(plan_.script.peer), plan_.script.connections[plan_.index].params.application_data));
    static_cast<void>(said);  // a target that answers by itself needs no prompting
  }
  if (expects(expect, "close_notify") && !connection_->close()) close_first();
}

// Who cannot be asked to close does so when the other side has (RFC 8446 §6.1: either may be first).
void Session::close_first() {
  if (!peer_.send({.message = "close_notify"})) return;
  stamp();
  connection_->feed(peer_.take_output());
}

Session::Went Session::expect(const script::Expect& expect) {
  auto patterns = std::exchange(tail_, {});
  patterns.insert(patterns.end(), expect.patterns.begin(), expect.patterns.end());
  Matcher matcher(std::move(patterns));
  pump(&matcher, target::Patience::quick);
  if (matcher.state() == Matcher::State::wants_more) {
    if (connection_->alive()) prompt(expect);
    pump(&matcher, target::Patience::thorough);
  }
  offer_new(matcher);
  tail_ = matcher.tail();
  if (matcher.state() == Matcher::State::satisfied) return Went::on;
  if (matcher.state() == Matcher::State::mismatch) {
    log().ended = Ended::mismatch;
    log().mismatch = matcher.mismatch();
  } else {
    log().ended = connection_->alive() ? Ended::target_quiet : Ended::target_ended;
    log().mismatch = "got nothing more, expected " + matcher.expected();
  }
  return Went::ended;
}

Result<Session::Went> Session::ask(const script::Ask& ask) {
  using What = script::Ask::What;
  const auto done = [&]() -> Status {
    switch (ask.what) {
      case What::key_update:
        return connection_->key_update(false);
      case What::key_update_requested:
        return connection_->key_update(true);
      case What::renegotiate:
        return connection_->renegotiate();
      case What::write:
        return connection_->write(ask.data);
      case What::close:
        return connection_->close();
    }
    return {};
  }();
  if (!done && done.error().cause == Cause::unsupported) return fail(done.error());
  pump(nullptr, target::Patience::quick);
  return Went::on;
}

void Session::compare_exporters() {
  if (!options_.exporters || log().ended != Ended::completed || !target_.info().in_process) return;
  // A script may end before the handshake does.
  const auto finished = [&](const auto& m) { return m.sender != plan_.script.peer && m.name() == "Finished"; };
  if (std::ranges::none_of(log().messages, finished)) return;
  static constexpr std::size_t size = 32;
  const std::string label = "EXPORTER-shakedown";
  const std::optional<Bytes> context = to_bytes("context");
  auto theirs = connection_->exporter(label, context, size);
  auto ours = peer_.exporter(label, context, size);
  if (!theirs || !ours) return;
  log().exported.push_back({label, context, std::move(*ours)});
}

// Whatever stopped us, the target may have more to say: an alert, above all. Then we close, and see what it does.
void Session::finish() {
  if (!connection_) return;
  compare_exporters();
  pump(nullptr, target::Patience::thorough);
  log().target_waits = peer_.target_waits();
  log().we_closed = log().messages.size();
  log().target_closed = !connection_->alive();
  if (connection_->alive()) {
    connection_->feed_end();
    pump(nullptr, target::Patience::thorough);
  }
  log().target = connection_->report();
}

void Session::stamp() {
  if (!options_.timed) return;
  const auto now = std::chrono::steady_clock::now() - began_;
  log().times_ns.resize(log().messages.size(),
                        static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::nanoseconds>(now).count()));
}

}  // namespace shakedown::run
