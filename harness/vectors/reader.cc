#include "harness/vectors/reader.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace shakedown::vectors {

namespace {

std::string_view trim(std::string_view s) {
  constexpr std::string_view blanks = " \t\r";
  const auto begin = s.find_first_not_of(blanks);
  if (begin == std::string_view::npos) return {};
  return s.substr(begin, s.find_last_not_of(blanks) - begin + 1);
}

Error problem(Place place, std::string what, std::string_view got = {}, std::string_view expected = {}) {
  return {.cause = Cause::input,
          .what = std::move(what),
          .place = std::move(place),
          .path = {},
          .got = std::string(got),
          .expected = std::string(expected)};
}

class Parser {
 public:
  explicit Parser(std::string_view name) { file_.name = name; }

  Status line(std::string_view raw) {
    ++number_;
    const auto s = trim(raw);
    if (s.empty()) return end_record();
    if (s.front() == '#') return comment(s);
    if (s.front() == '[') return section(s);
    return attribute(s);
  }

  Result<VectorFile> finish() {
    if (auto ok = end_section(); !ok) return fail(ok.error());
    if (file_.sections.empty()) return fail(problem(here(), "a vector file holds no section"));
    return std::move(file_);
  }

 private:
  Place here() const { return {file_.name, number_, 1}; }

  Status comment(std::string_view s) {
    if (file_.sections.empty() && s.find("Source:") != std::string_view::npos) has_source_ = true;
    return {};
  }

  Status section(std::string_view s) {
    if (s.back() != ']' || s.size() < 3) return fail(problem(here(), "a section is not closed", s, "[title]"));
    if (!has_source_)
      return fail(
          problem(here(), "no comment before the first section says where the vectors are from", {}, "# Source: …"));
    if (auto ok = end_section(); !ok) return ok;
    file_.sections.push_back({.title = std::string(s.substr(1, s.size() - 2)), .line = number_, .records = {}});
    return {};
  }

  Status attribute(std::string_view s) {
    const auto equals = s.find('=');
    if (equals == std::string_view::npos)
      return fail(problem(here(), "a line is neither attribute, section nor comment", s, "Name = value"));
    const auto name = trim(s.substr(0, equals)), value = trim(s.substr(equals + 1));
    if (file_.sections.empty()) return fail(problem(here(), "an attribute stands before the first section", name));
    if (name.empty()) return fail(problem(here(), "an attribute has no name", s));
    if (value.empty()) return fail(problem(here(), "an attribute has no value", name, "\"\" for an empty one"));
    if (!record_) record_.emplace(file_.name);
    if (record_->has(name)) return fail(problem(here(), "an attribute stands twice in a record", name));
    record_->add({std::string(name), value == "\"\"" ? std::string() : std::string(value), number_});
    return {};
  }

  Status end_record() {
    if (record_) file_.sections.back().records.push_back(std::move(*record_));
    record_.reset();
    return {};
  }

  Status end_section() {
    if (auto ok = end_record(); !ok) return ok;
    if (file_.sections.empty() || !file_.sections.back().records.empty()) return {};
    return fail(
        problem({file_.name, file_.sections.back().line, 1}, "a section holds no record", file_.sections.back().title));
  }

  VectorFile file_;
  std::optional<Record> record_;
  std::size_t number_ = 0;
  bool has_source_ = false;
};

}  // namespace

Place Record::place_of(std::string_view name) const {
  const auto found = std::ranges::find(attributes_, name, &Attribute::name);
  return {file_, found == attributes_.end() ? line() : found->line, 1};
}

bool Record::has(std::string_view name) const {
  return std::ranges::find(attributes_, name, &Attribute::name) != attributes_.end();
}

Result<const Attribute*> Record::take(std::string_view name) {
  const auto found = std::ranges::find(attributes_, name, &Attribute::name);
  if (found == attributes_.end()) return fail(problem(place_of(name), "a record lacks an attribute", {}, name));
  found->consumed = true;
  return &*found;
}

Result<std::string> Record::text(std::string_view name) {
  return take(name).map([](const Attribute* a) { return a->value; });
}

Result<Bytes> Record::hex(std::string_view name) {
  auto attribute = take(name);
  if (!attribute) return fail(attribute.error());
  auto bytes = from_hex((*attribute)->value);
  if (bytes) return bytes;
  Error error = bytes.error();
  error.place = place_of(name);
  error.path = name;
  return fail(std::move(error));
}

Result<std::uint64_t> Record::number(std::string_view name) {
  auto attribute = take(name);
  if (!attribute) return fail(attribute.error());
  const std::string& value = (*attribute)->value;
  std::uint64_t out = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), out);
  if (error != std::errc() || end != value.data() + value.size())
    return fail(problem(place_of(name), "an attribute is no number", value, "decimal digits"));
  return out;
}

Status Record::expect_consumed() const {
  const auto left = std::ranges::find(attributes_, false, &Attribute::consumed);
  if (left == attributes_.end()) return {};
  return fail(problem({file_, left->line, 1}, "no test consumes this attribute", left->name));
}

Result<VectorFile> read_vectors(std::string_view name, std::string_view text) {
  Parser parser(name);
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    if (auto ok = parser.line(text.substr(0, end)); !ok) return fail(ok.error());
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parser.finish();
}

}  // namespace shakedown::vectors
