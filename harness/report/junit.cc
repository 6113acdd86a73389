#include "harness/report/junit.h"

#include <fmt/format.h>

#include <map>

#include "harness/report/text.h"

namespace shakedown::report {
namespace {

using suite::Kind;
using suite::Record;

enum class Outcome { passed, warned, failed, erroneous, skipped };

Outcome outcome_of(const Record& record) {
  if (record.excuse) return Outcome::skipped;
  switch (record.verdict.kind) {
    case Kind::pass:
      return Outcome::passed;
    case Kind::warn:
      return Outcome::warned;
    case Kind::fail:
      return Outcome::failed;
    case Kind::not_applicable:
      return Outcome::skipped;
    case Kind::crash:
    case Kind::hang:
    case Kind::blocked:
    case Kind::error:
      break;
  }
  return Outcome::erroneous;
}

// An element with a message, a type and a text.
std::string element(std::string_view name, const Record& record, const std::string& text) {
  const auto& v = record.verdict;
  return fmt::format("      <{0} message=\"{1}\" type=\"{2}\">{3}</{0}>\n", name, xml_escape(explain(v)),
                     xml_escape(suite::verdict_name(v.kind, v.severity)), xml_escape(text));
}

std::string body(const Record& record, std::string_view target, std::uint64_t seed) {
  const auto text = fmt::format("{}\nclauses: {}\nagain: {}\n{}", explain(record.verdict), clauses_of(record),
                                reproduce(record, target, seed), record.output);
  switch (outcome_of(record)) {
    case Outcome::passed:
      return {};
    case Outcome::warned:
      return fmt::format("      <system-out>{}</system-out>\n", xml_escape(text));
    case Outcome::failed:
      return element("failure", record, text);
    case Outcome::erroneous:
      return element("error", record, text);
    case Outcome::skipped:
      break;
  }
  return fmt::format(
      "      <skipped message=\"{}\"/>\n",
      xml_escape(record.excuse ? explain(record.verdict) + "; known: " + *record.excuse : record.verdict.reason));
}

double seconds(std::uint64_t microseconds) { return static_cast<double>(microseconds) / 1e6; }

struct Area {
  std::size_t tests = 0, failures = 0, errors = 0, skipped = 0;
  std::uint64_t elapsed_us = 0;
  std::string cases;

  void count(Outcome outcome) {
    ++tests;
    failures += outcome == Outcome::failed;
    errors += outcome == Outcome::erroneous;
    skipped += outcome == Outcome::skipped;
  }
  Area& operator+=(const Area& other) {
    tests += other.tests;
    failures += other.failures;
    errors += other.errors;
    skipped += other.skipped;
    elapsed_us += other.elapsed_us;
    return *this;
  }
  std::string numbers() const {
    return fmt::format("tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\" time=\"{:.6f}\"", tests, failures,
                       errors, skipped, seconds(elapsed_us));
  }
};

void add(Area& area, const std::string& name, const Record& record, std::string_view target, std::uint64_t seed) {
  area.count(outcome_of(record));
  area.elapsed_us += record.elapsed_us;
  area.cases += fmt::format("    <testcase classname=\"{}\" name=\"{}\" time=\"{:.6f}\"", xml_escape(name),
                            xml_escape(record.item.full_id), seconds(record.elapsed_us));
  const auto inside = body(record, target, seed);
  area.cases += inside.empty() ? "/>\n" : ">\n" + inside + "    </testcase>\n";
}

void add(Area& area, const std::string& file, const suite::Deviation& stale) {
  area.count(Outcome::failed);
  area.cases += fmt::format(
      "    <testcase classname=\"expectations\" name=\"{}\" time=\"0\">\n      <failure message=\"{}\" "
      "type=\"stale\"/>\n    </testcase>\n",
      xml_escape(stale.cases),
      xml_escape(fmt::format("{}:{}: no conversation ends with {} any more", file, stale.place.line,
                             suite::verdict_name(stale.kind, stale.severity))));
}

}  // namespace

std::string to_junit(const suite::Results& results, std::string_view target_words) {
  std::map<std::string, Area> areas;
  for (const auto& record : results.records) {
    const auto name = area_of(record);
    add(areas[name], name, record, target_words, results.seed);
  }
  for (const auto& line : results.stale) add(areas["expectations"], results.expectations, line);
  Area whole;
  for (const auto& [name, area] : areas) whole += area;
  auto out =
      fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"{}\" {}>\n",
                  xml_escape("shakedown " + results.target.name + " " + results.target.version), whole.numbers());
  for (const auto& [name, area] : areas)
    out +=
        fmt::format("  <testsuite name=\"{}\" {}>\n{}  </testsuite>\n", xml_escape(name), area.numbers(), area.cases);
  return out + "</testsuites>\n";
}

}  // namespace shakedown::report
