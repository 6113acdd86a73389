#include "harness/report/json.h"

#include <nlohmann/json.hpp>

namespace shakedown::report {
namespace {

using Json = nlohmann::ordered_json;

Json clauses(const std::vector<script::Clause>& list) {
  Json out = Json::array();
  for (const auto& clause : list) out.push_back(script::to_string(clause));
  return out;
}

Json invariants(const std::vector<check::Invariant>& list) {
  Json out = Json::array();
  for (const auto& broken : list)
    out.push_back({{"name", broken.name},
                   {"detail", broken.detail},
                   {"clause", script::to_string(broken.clause)},
                   {"severity", check::name_of(broken.severity)}});
  return out;
}

Json conversation(const suite::Record& record, const suite::Threshold& threshold) {
  Json cell = Json::object();
  for (const auto& [key, value] : record.item.cell) cell[key] = value;
  const auto& v = record.verdict;
  Json out = {{"id", record.item.id},
              {"matrix", std::move(cell)},
              {"target_role", registry::role_name(other(record.item.peer))},
              {"verdict", check::name_of(v.kind)},
              {"severity", check::name_of(v.severity)},
              {"expected", v.expected},
              {"seen", v.seen},
              {"reason", v.reason},
              {"clauses", clauses(record.item.clauses)},
              {"invariants", invariants(v.invariants)}};
  out["excuse"] = record.excuse ? Json(*record.excuse) : Json(nullptr);
  out["counts"] = suite::counts(record, threshold);
  return out;
}

Json totals(const suite::Results& results) {
  Json out = Json::object();
  const auto numbers = suite::totals(results.records);
  for (std::size_t i = 0; i < numbers.size(); ++i)
    out[std::string(check::name_of(static_cast<check::Kind>(i)))] = numbers[i];
  return out;
}

Json stale(const std::vector<suite::Deviation>& lines) {
  Json out = Json::array();
  for (const auto& line : lines)
    out.push_back({{"line", line.place.line},
                   {"case", line.cases},
                   {"cell", line.cell},
                   {"verdict", suite::verdict_name(line.kind, line.severity)},
                   {"reason", line.reason}});
  return out;
}

// In microseconds. Everything that differs from run to run stands here and nowhere else.
Json times(const suite::Results& results) {
  Json each = Json::object();
  for (const auto& record : results.records) each[record.item.full_id] = record.elapsed_us;
  return {{"whole_us", results.elapsed_us}, {"conversations_us", std::move(each)}};
}

}  // namespace

std::string to_json(const suite::Results& results, const suite::Threshold& threshold) {
  Json out = {{"format", json_format},
              {"target", {{"name", results.target.name}, {"version", results.target.version}}},
              {"seed", results.seed},
              {"fail_on", suite::verdict_name(threshold.kind, threshold.severity)},
              {"exit_code", suite::exit_code(results, threshold)},
              {"totals", totals(results)},
              {"stale_expectations", stale(results.stale)}};
  Json list = Json::array();
  for (const auto& record : results.records) list.push_back(conversation(record, threshold));
  out["conversations"] = std::move(list);
  out["times"] = times(results);
  // A library's words may be any octets.
  return out.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace shakedown::report
