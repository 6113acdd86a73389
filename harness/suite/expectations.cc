#include "harness/suite/expectations.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "harness/base/suggest.h"
#include "harness/suite/corpus.h"

namespace shakedown::suite {
namespace {

using check::Kind;
using check::Severity;

struct Grade {
  std::string_view name;
  Kind kind;
  Severity severity;
};
// What a target can be excused for. `blocked` is not among them: its control has a line of its own.
constexpr auto grades = std::to_array<Grade>({
    {"warn", Kind::warn, Severity::none},
    {"fail/alert", Kind::fail, Severity::alert},
    {"fail/protocol", Kind::fail, Severity::protocol},
    {"fail/security", Kind::fail, Severity::security},
    {"crash", Kind::crash, Severity::none},
    {"hang", Kind::hang, Severity::none},
});

Error at(const YamlNode& node, std::string what, std::string got = {}, std::string expected = {}) {
  return {.cause = Cause::input,
          .what = std::move(what),
          .place = node.place,
          .path = {},
          .got = std::move(got),
          .expected = std::move(expected)};
}

struct Field {
  std::string_view name;
  bool required;
  Status (*set)(Deviation& to, const YamlNode& value);
};

Status set_verdict(Deviation& to, const YamlNode& value) {
  const auto parsed = parse_verdict(value.text);
  if (!parsed) {
    std::vector<std::string_view> names;
    for (const auto& g : grades) names.push_back(g.name);
    return fail(at(value, "not a verdict that can be expected", value.text, expected_names(value.text, names)));
  }
  std::tie(to.kind, to.severity) = *parsed;
  return {};
}

// A pattern without a letter would excuse everything, also what nobody has looked into.
Status set_cases(Deviation& to, const YamlNode& value) {
  const auto is_letter = [](char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; };
  if (std::ranges::none_of(value.text, is_letter))
    return fail(at(value, "a line that names every case", value.text, "an id, or a glob with a part of one"));
  to.cases = value.text;
  return {};
}

Status set_clause(Deviation& to, const YamlNode& value) {
  const auto clause = script::parse_clause(value.text);
  if (!clause) {
    auto error = clause.error();
    error.place = value.place;
    return fail(std::move(error));
  }
  if (clause->section.empty()) return fail(at(value, "a clause without a section", value.text, "8446 §4.4.4"));
  to.clause = value.text;
  return {};
}

template <std::string Deviation::*member>
Status set_text(Deviation& to, const YamlNode& value) {
  to.*member = value.text;
  return {};
}

constexpr auto line_fields = std::to_array<Field>({
    {"case", true, set_cases},
    {"cell", false, set_text<&Deviation::cell>},
    {"verdict", true, set_verdict},
    {"reason", true, set_text<&Deviation::reason>},
    {"clause", true, set_clause},
});

Status read_field(const YamlEntry& entry, Deviation& to) {
  const auto* field = std::ranges::find(line_fields, entry.key.text, &Field::name);
  if (field == line_fields.end()) {
    std::vector<std::string_view> names;
    for (const auto& f : line_fields) names.push_back(f.name);
    return fail(at(entry.key, "unknown key", entry.key.text, expected_names(entry.key.text, names)));
  }
  if (!entry.value.is_scalar() || entry.value.text.empty())
    return fail(at(entry.value, fmt::format("'{}' is a text", field->name)));
  return field->set(to, entry.value);
}

Result<Deviation> read_line(const YamlNode& node) {
  if (!node.is_map()) return fail(at(node, "not an expectation", {}, "{ case: …, verdict: …, reason: …, clause: … }"));
  Deviation out;
  out.place = node.place;
  for (const auto& entry : node.entries)
    if (auto ok = read_field(entry, out); !ok) return fail(ok.error());
  for (const auto& field : line_fields)
    if (field.required && node.find(field.name) == nullptr)
      return fail(at(node, fmt::format("an expectation without '{}'", field.name)));
  return out;
}

std::string file_name(std::string text) {
  for (char& c : text)
    if (!std::isalnum(static_cast<unsigned char>(c)) && c != '.' && c != '-' && c != '+') c = '_';
  return text;
}

}  // namespace

std::string verdict_name(Kind kind, Severity severity) {
  if (kind != Kind::fail) return std::string(check::name_of(kind));
  return fmt::format("{}/{}", check::name_of(kind), check::name_of(severity));
}

std::optional<std::pair<Kind, Severity>> parse_verdict(std::string_view name) {
  const auto* grade = std::ranges::find(grades, name, &Grade::name);
  if (grade == grades.end()) return std::nullopt;
  return std::pair{grade->kind, grade->severity};
}

bool Deviation::names(std::string_view id, std::string_view full_id) const {
  if (!glob_matches(cases, id)) return false;
  if (cell.empty()) return true;
  if (full_id.size() < id.size() + 2) return false;
  return glob_matches(cell, full_id.substr(id.size() + 1, full_id.size() - id.size() - 2));
}

bool Deviation::excuses(const check::Verdict& verdict) const {
  return verdict.kind == kind && (kind != Kind::fail || verdict.severity == severity);
}

Result<std::vector<Deviation>> parse_expectations(std::string_view text, std::string_view file) {
  const auto tree = parse_yaml(text, file);
  if (!tree) return fail(tree.error());
  std::vector<Deviation> out;
  if (tree->kind == YamlNode::Kind::null) return out;
  if (!tree->is_sequence()) return fail(at(*tree, "not a list of expectations"));
  for (const auto& node : tree->items) {
    auto line = read_line(node);
    if (!line) return fail(line.error());
    out.push_back(std::move(*line));
  }
  return out;
}

std::string expectations_path(const std::string& directory, const std::string& target, const std::string& version) {
  return fmt::format("{}/{}@{}.yaml", directory, file_name(target), file_name(version));
}

}  // namespace shakedown::suite
