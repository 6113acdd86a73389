#include <fmt/format.h>

#include <algorithm>

#include "harness/script/script.h"

namespace shakedown::script {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_section_char(char c) { return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '.'; }

class ClauseParser {
 public:
  explicit ClauseParser(std::string_view text) : text_(text), rest_(text) {}

  Result<Clause> parse() {
    Clause out;
    if (!reference(out.rfc, out.section)) return broken("the number of an RFC and a section: 8446 §4.4.4");
    blanks();
    if (take("/")) {
      blanks();
      if (!reference(out.newer_rfc, out.newer_section)) return broken("a later RFC and its section: 9846 §4.5.4");
      blanks();
    }
    if (take("(")) {
      if (!rest_.ends_with(')') || rest_.size() < 2) return broken("a note in parentheses");
      out.note = std::string(rest_.substr(0, rest_.size() - 1));
      rest_ = {};
    }
    if (!rest_.empty()) return broken("a section, ' / ' and a later RFC, or a note in parentheses");
    return out;
  }

 private:
  bool take(std::string_view head) {
    if (!rest_.starts_with(head)) return false;
    rest_.remove_prefix(head.size());
    return true;
  }
  void blanks() {
    while (take(" ")) continue;
  }
  std::string run(bool (*belongs)(char)) {
    const auto end = std::ranges::find_if_not(rest_, belongs);
    const auto size = static_cast<std::size_t>(end - rest_.begin());
    std::string out(rest_.substr(0, size));
    rest_.remove_prefix(size);
    return out;
  }
  bool reference(std::string& rfc, std::string& section) {
    rfc = run(is_digit);
    if (rfc.empty()) return false;
    const auto here = rest_;
    blanks();
    if (!take("§")) {
      rest_ = here;
      return true;
    }
    section = run(is_section_char);
    return !section.empty();
  }
  tl::unexpected<Error> broken(std::string expected) const {
    return fail({.cause = Cause::input,
                 .what = "not a clause",
                 .place = {},
                 .path = {},
                 .got = fmt::format("'{}' in '{}'", rest_, text_),
                 .expected = std::move(expected)});
  }

  std::string_view text_;
  std::string_view rest_;
};

std::string reference(const std::string& rfc, const std::string& section) {
  return section.empty() ? rfc : fmt::format("{} §{}", rfc, section);
}

}  // namespace

Result<Clause> parse_clause(std::string_view text) { return ClauseParser(text).parse(); }

std::string to_string(const Clause& clause) {
  auto out = reference(clause.rfc, clause.section);
  if (!clause.newer_rfc.empty()) out += " / " + reference(clause.newer_rfc, clause.newer_section);
  if (!clause.note.empty()) out += fmt::format(" ({})", clause.note);
  return out;
}

}  // namespace shakedown::script
