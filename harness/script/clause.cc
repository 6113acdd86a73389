#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "harness/script/script.h"

namespace shakedown::script {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_section_char(char c) { return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '.'; }

// How far the RFCs go that cases are about. Deeper than a chapter only a reader can tell.
struct Chapters {
  std::string_view rfc;
  unsigned last;
  char last_appendix = 0;
};
constexpr auto known = std::to_array<Chapters>({{"5077", 8, 'A'},
                                                {"5246", 12, 'F'},
                                                {"5746", 8},
                                                {"6066", 13, 'B'},
                                                {"6520", 9},
                                                {"7250", 9, 'A'},
                                                {"7301", 8},
                                                {"7366", 7},
                                                {"7627", 8},
                                                {"7685", 7},
                                                {"7905", 5},
                                                {"7919", 10, 'A'},
                                                {"8422", 10, 'B'},
                                                {"8446", 12, 'E'},
                                                {"8448", 10},
                                                {"8449", 8},
                                                {"8701", 8},
                                                {"8879", 8},
                                                {"9846", 12, 'F'}});

// 1 to 99, without a leading zero.
std::optional<unsigned> chapter_number(std::string_view text) {
  if (text.empty() || text.size() > 2 || text.front() == '0' || !std::ranges::all_of(text, is_digit)) return {};
  unsigned out = 0;
  for (const char c : text) out = out * 10 + static_cast<unsigned>(c - '0');
  return out;
}

// "4.4.2.1" or "D.4", and no chapter that the RFC has not.
bool is_section(std::string_view rfc, std::string_view section) {
  const auto chapter = section.substr(0, section.find('.'));
  auto rest = section.substr(chapter.size());
  while (!rest.empty()) {
    const auto part = rest.substr(1, rest.substr(1).find('.'));
    if (!chapter_number(part)) return false;
    rest.remove_prefix(1 + part.size());
  }
  const bool appendix = chapter.size() == 1 && chapter.front() >= 'A' && chapter.front() <= 'Z';
  const auto number = chapter_number(chapter);
  if (!appendix && !number) return false;
  const auto* row = std::ranges::find(known, rfc, &Chapters::rfc);
  if (row == known.end()) return true;
  return appendix ? chapter.front() <= row->last_appendix : *number <= row->last;
}

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
    const auto behind_sign = rest_;
    section = run(is_section_char);
    if (is_section(rfc, section)) return true;
    rest_ = behind_sign;
    return false;
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
