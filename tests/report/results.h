// Results with every verdict in them, and with text that reports must escape.
#pragma once
#include "harness/suite/suite.h"

namespace shakedown::report {

// Everything that XML, JSON and shells could trip over: markup, quotes, the end of a CDATA section, control characters,
// what is no UTF-8, and what is.
inline const std::string awkward = "<a href='x'>&\"]]>\x01\x1b[31m\xff\xc0\x80 §\n$(x)`y`";

inline suite::Record record_of(suite::Kind kind, suite::Severity severity = suite::Severity::none) {
  suite::Record out;
  out.item.id = "tls13/area_" + std::string(check::name_of(kind)) + "/case";
  out.item.cell = {{"suite", "A"}, {"bit", "0"}};
  out.item.full_id = out.item.id + "[suite=A,bit=0]";
  out.item.clauses = {{.rfc = "8446", .section = "4.4.4", .note = "why"}, {.rfc = "8446", .section = "6.2"}};
  out.item.peer = registry::Role::client;
  out.verdict = {.kind = kind, .severity = severity, .expected = "alert decrypt_error", .seen = "the end"};
  if (kind != suite::Kind::pass) out.verdict.reason = "it did so";
  out.elapsed_us = 1500;
  return out;
}

// One of each verdict, a failure of each severity.
inline suite::Results results_of_every_verdict() {
  using suite::Kind;
  using suite::Severity;
  suite::Results out;
  out.target.name = "toy";
  out.target.version = "1.0";
  out.seed = 3;
  out.records = {record_of(Kind::pass),
                 record_of(Kind::warn),
                 record_of(Kind::fail, Severity::alert),
                 record_of(Kind::fail, Severity::protocol),
                 record_of(Kind::fail, Severity::security),
                 record_of(Kind::crash),
                 record_of(Kind::hang),
                 record_of(Kind::not_applicable),
                 record_of(Kind::blocked),
                 record_of(Kind::error)};
  out.elapsed_us = 20000;
  return out;
}

}  // namespace shakedown::report
