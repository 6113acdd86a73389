#include "harness/report/summary.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

#include "harness/report/text.h"

namespace shakedown::report {
namespace {

using suite::Kind;
using suite::Record;
using suite::Severity;

constexpr std::string_view column_names[check::kind_count] = {"pass", "warn", "fail",    "crash",
                                                              "hang", "n/a",  "blocked", "error"};

std::string row(std::string_view name, std::size_t width, const suite::Totals& totals) {
  auto out = fmt::format("  {:<{}}", name, width);
  for (std::size_t i = 0; i < totals.size(); ++i)
    out += fmt::format(" {:>{}}", totals[i], std::max<std::size_t>(column_names[i].size(), 5));
  return out + "\n";
}

std::string table(const std::vector<Record>& records) {
  std::map<std::string, suite::Totals> areas;
  for (const auto& r : records) ++areas[area_of(r)][static_cast<std::size_t>(r.verdict.kind)];
  std::size_t width = std::string_view("total").size();
  for (const auto& [name, unused] : areas) width = std::max(width, name.size());
  auto out = fmt::format("  {:<{}}", "", width);
  for (const auto name : column_names) out += fmt::format(" {:>5}", name);
  out += "\n";
  for (const auto& [name, numbers] : areas) out += row(name, width, numbers);
  return out + row("total", width, suite::totals(records));
}

// Each text once, with how often it came.
std::string grouped(const std::vector<std::string>& texts) {
  std::map<std::string, std::size_t> counts;
  for (const auto& text : texts) ++counts[text];
  std::string out;
  for (const auto& [text, count] : counts) out += fmt::format("  {:>5} × {}\n", count, text);
  return out;
}

template <class Choose, class Tell>
std::string section(const std::string& title, const std::vector<Record>& records, Choose choose, Tell tell) {
  std::vector<std::string> texts;
  for (const auto& r : records)
    if (choose(r)) texts.push_back(tell(r));
  return texts.empty() ? std::string() : fmt::format("\n{}:\n{}", title, grouped(texts));
}

std::string unexpected(const suite::Results& results, const SummaryOptions& options) {
  std::vector<const Record*> worst_first;
  for (const auto& r : results.records)
    if (!r.excuse && check::rank(r.verdict.kind, r.verdict.severity) > 0) worst_first.push_back(&r);
  // Records of one rank stay in their order, which is that of their addresses.
  std::ranges::sort(worst_first, {},
                    [](const Record* r) { return std::pair(-check::rank(r->verdict.kind, r->verdict.severity), r); });
  std::string out;
  for (const auto* r : worst_first) out += describe(*r, options.target, results.seed);
  return out.empty() ? out : "\nnot expected:\n" + out;
}

std::string stale(const suite::Results& results) {
  std::string out;
  for (const auto& line : results.stale)
    out +=
        fmt::format("\nstale expectation {}:{}: no conversation of {} ends with {} any more; remove the line\n",
                    results.expectations, line.place.line, line.cases, suite::verdict_name(line.kind, line.severity));
  return out;
}

std::string ending(const suite::Results& results, const SummaryOptions& options) {
  std::size_t excused = 0, counted = 0, below = 0;
  for (const auto& r : results.records) {
    const bool bad = check::rank(r.verdict.kind, r.verdict.severity) > 0;
    excused += r.excuse.has_value();
    counted += suite::counts(r, options.threshold);
    below += bad && !r.excuse && !suite::counts(r, options.threshold);
  }
  return fmt::format(
      "\n{} {}, seed {}: {} conversations in {:.1f} s\n{}\nknown deviations {}, unexpected from {} on {}, below that "
      "{}, "
      "stale expectations {}\n",
      results.target.name, results.target.version.empty() ? "(version unknown)" : results.target.version, results.seed,
      results.records.size(), static_cast<double>(results.elapsed_us) / 1e6, counts_line(results.records), excused,
      suite::verdict_name(options.threshold.kind, options.threshold.severity), counted, below, results.stale.size());
}

}  // namespace

std::string counts_line(const std::vector<Record>& records) {
  const auto numbers = suite::totals(records);
  const auto of = [&](Severity severity) {
    return std::ranges::count_if(
        records, [&](const Record& r) { return r.verdict.kind == Kind::fail && r.verdict.severity == severity; });
  };
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    parts.push_back(fmt::format("{} {}", check::name_of(static_cast<Kind>(i)), numbers[i]));
    if (static_cast<Kind>(i) == Kind::fail)
      parts.back() += fmt::format(" (security {}, protocol {}, alert {})", of(Severity::security),
                                  of(Severity::protocol), of(Severity::alert));
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

std::string describe(const Record& record, std::string_view target, std::uint64_t seed) {
  const auto clauses = clauses_of(record);
  auto out = fmt::format("  {}: {}{}\n", record.item.full_id, explain(record.verdict),
                         clauses.empty() ? "" : " [RFC " + clauses + "]");
  for (const auto& i : record.verdict.invariants)
    out += fmt::format("      broken: {}: {} [RFC {}]\n", i.name, i.detail, script::to_string(i.clause));
  return out + fmt::format("      $ {}\n", reproduce(record, target, seed));
}

std::string summary(const suite::Results& results, const SummaryOptions& options) {
  const auto& records = results.records;
  return "\n" + table(records) +
         section(
             "not applicable", records, [](const Record& r) { return r.verdict.kind == Kind::not_applicable; },
             [](const Record& r) { return r.verdict.reason; }) +
         section(
             "known deviations", records, [](const Record& r) { return r.excuse.has_value(); },
             [](const Record& r) {
               return suite::verdict_name(r.verdict.kind, r.verdict.severity) + ": " + *r.excuse;
             }) +
         unexpected(results, options) + stale(results) + ending(results, options);
}

}  // namespace shakedown::report
