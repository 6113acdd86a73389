// What we think of what a target did: one verdict for a conversation, and a finding for each invariant that broke.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "harness/peer/conversation.h"
#include "harness/script/script.h"

namespace shakedown::check {

// `crash`, `hang`, `blocked`, `not_applicable` come from the suite, which runs processes and controls; judge() gives
// the others.
enum class Kind : std::uint8_t { pass, warn, fail, crash, hang, not_applicable, blocked, error };
inline constexpr std::size_t kind_count = 8;
std::string_view name_of(Kind kind);

// Of a failure. security: a handshake completes or data are delivered although the RFC forbids it; protocol: going on
// where the RFC says to abort (or the other way round); alert: rightly ended, but with another alert than the RFC
// names.
enum class Severity : std::uint8_t { none, alert, protocol, security };
std::string_view name_of(Severity severity);

// From least to worst: pass and not_applicable, warn, fail/alert, fail/protocol and blocked, fail/security, hang,
// crash, error.
int rank(Kind kind, Severity severity);

// Something that must hold in every conversation, whatever it is about.
struct Invariant {
  std::string name;    // target_finished
  std::string detail;  // what was found, what was expected
  script::Clause clause;
  Severity severity = Severity::protocol;
  friend bool operator==(const Invariant&, const Invariant&) = default;
};

struct Verdict {
  Kind kind = Kind::pass;
  Severity severity = Severity::none;
  std::string expected;               // alert unexpected_message
  std::string seen;                   // the handshake completed
  std::string reason;                 // one sentence, for everything but a pass
  std::vector<Invariant> invariants;  // that broke
  friend bool operator==(const Verdict&, const Verdict&) = default;
};

// The reaction against the expectation, then the invariants; the worse of both is the verdict.
Verdict judge(const script::Script& script, const peer::Conversation& conversation);

// Recomputed from the raw records and the secrets of the conversation, not taken from the peer's word.
std::vector<Invariant> check_invariants(const script::Script& script, const peer::Conversation& conversation);

// "alert unexpected_message", "close", "the handshake completes": for reports.
std::string to_string(const script::Expectation& expectation);

}  // namespace shakedown::check
