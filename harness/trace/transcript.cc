#include "harness/trace/transcript.h"

#include <fmt/format.h>

#include "harness/script/match.h"
#include "harness/trace/facts.h"
#include "harness/trace/fields.h"

namespace shakedown::trace {
namespace {

using peer::ConnectionLog;
using peer::Ended;
using protocol::SeenMessage;
using registry::Role;

constexpr double ns_per_ms = 1e6;

std::string keys_of(const SeenMessage& m) {
  const auto name = protocol::epoch_name(m.epoch);
  return m.generation == 0 ? std::string(name) : fmt::format("{}+{}", name, m.generation);
}

std::string message_line(const ConnectionLog& log, std::size_t i, Role ours) {
  const auto& m = log.messages[i];
  auto line = fmt::format("{}{} {:>3} {:<22} {:>6} octets  {:<13}", m.sender == ours ? '>' : '<',
                          log.deviation == i ? '!' : ' ', i + 1, script::describe(m), m.raw.size(), keys_of(m));
  if (i < log.times_ns.size()) line += fmt::format(" {:>9.3f} ms ", static_cast<double>(log.times_ns[i]) / ns_per_ms);
  line += ' ' + facts(m);
  return line.substr(0, line.find_last_not_of(' ') + 1) + '\n';
}

std::string_view how(Ended ended) {
  switch (ended) {
    case Ended::completed:
      return "completed";
    case Ended::mismatch:
      return "ended at a message that the script did not expect";
    case Ended::target_quiet:
      return "ended because the target sent nothing more";
    case Ended::target_ended:
      return "ended by the target";
    case Ended::not_started:
      return "not started";
  }
  return "not started";
}

std::vector<std::string> remarks(const ConnectionLog& log) {
  std::vector<std::string> out;
  const auto steps = fmt::format("{} step{} done", log.steps_done, log.steps_done == 1 ? "" : "s");
  out.push_back(fmt::format("{}, {}{}", how(log.ended), steps, log.mismatch.empty() ? "" : ": " + log.mismatch));
  if (log.deviation == log.messages.size()) out.emplace_back("the script deviates after the last message");
  if (log.target_waits.what != wire::Waits::What::nothing)
    out.push_back("the target is waiting for " + wire::to_string(log.target_waits));
  if (log.undecryptable != 0)
    out.push_back(fmt::format("{} record{} of the target that no key of ours opens", log.undecryptable,
                              log.undecryptable == 1 ? "" : "s"));
  if (log.target_closed) out.emplace_back("the target closed its side");
  if (!log.target.error.empty()) out.push_back("the target says: " + log.target.error);
  for (const auto& note : log.notes) out.push_back("note: " + note);
  return out;
}

}  // namespace

std::string transcript(const ConnectionLog& log, Role ours, const TranscriptOptions& options) {
  auto out = fmt::format("* we are the {}, the target is the {}\n", registry::role_name(ours),
                         registry::role_name(other(ours)));
  for (std::size_t i = 0; i < log.messages.size(); ++i) {
    out += message_line(log, i, ours);
    if (!options.fields) continue;
    for (const auto& field : field_lines(log.messages[i]))
      out += fmt::format("       {} = {}\n", field.path, field.value);
  }
  for (const auto& remark : remarks(log)) out += "* " + remark + '\n';
  return out;
}

std::string transcript(const peer::Conversation& conversation, Role ours, const TranscriptOptions& options) {
  std::string out;
  const auto count = conversation.connections.size();
  for (std::size_t i = 0; i < count; ++i) {
    if (count > 1) out += fmt::format("* connection {} of {}\n", i + 1, count);
    out += transcript(conversation.connections[i], ours, options);
  }
  if (conversation.error) out += "* error: " + to_string(*conversation.error) + '\n';
  return out;
}

}  // namespace shakedown::trace
