#include "harness/report/text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>

namespace shakedown::report {
namespace {

constexpr std::string_view replacement = "\xef\xbf\xbd";  // U+FFFD

// Octets of the UTF-8 sequence at the front of `text` (RFC 3629 §4); 0 if there is none.
std::size_t sequence_size(std::string_view text) {
  const auto octet = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  const auto first = octet(0);
  const auto continues = [&](std::size_t count) {
    for (std::size_t i = 1; i <= count; ++i)
      if ((octet(i) & 0xc0U) != 0x80U) return false;
    return true;
  };
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first <= 0xdf) return continues(1) ? 2 : 0;
  if (first >= 0xe0 && first <= 0xef) {
    const bool overlong = first == 0xe0 && octet(1) < 0xa0;
    const bool surrogate = first == 0xed && octet(1) >= 0xa0;
    const bool not_a_character = first == 0xef && octet(1) == 0xbf && octet(2) >= 0xbe;
    return continues(2) && !overlong && !surrogate && !not_a_character ? 3 : 0;
  }
  if (first >= 0xf0 && first <= 0xf4) {
    const bool outside = (first == 0xf0 && octet(1) < 0x90) || (first == 0xf4 && octet(1) >= 0x90);
    return continues(3) && !outside ? 4 : 0;
  }
  return 0;
}

std::string_view escaped(char c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&apos;";
    case '\n':
      return "&#10;";
    case '\t':
      return "&#9;";
    case '\r':
      return "&#13;";
    default:
      return static_cast<unsigned char>(c) < 0x20 ? replacement : std::string_view{};
  }
}

}  // namespace

std::string area_of(const suite::Record& record) {
  const auto& id = record.item.id;
  const auto slash = id.rfind('/');
  return slash == std::string::npos ? id : id.substr(0, slash);
}

std::string clauses_of(const suite::Record& record) {
  std::vector<std::string> out;
  for (auto clause : record.item.clauses) {
    clause.note.clear();
    out.push_back(script::to_string(clause));
  }
  return fmt::format("{}", fmt::join(out, ", "));
}

std::string explain(const check::Verdict& verdict) {
  auto out = suite::verdict_name(verdict.kind, verdict.severity);
  if (!verdict.reason.empty()) out += ": " + verdict.reason;
  std::vector<std::string> parts;
  if (!verdict.expected.empty()) parts.push_back("expected " + verdict.expected);
  if (!verdict.seen.empty()) parts.push_back("seen " + verdict.seen);
  if (!parts.empty()) out += fmt::format(" ({})", fmt::join(parts, ", "));
  return out;
}

std::string shell_word(std::string_view word) {
  const auto plain = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
           std::string_view("/._-:@%+,=").find(c) != std::string_view::npos;
  };
  if (!word.empty() && std::ranges::all_of(word, plain)) return std::string(word);
  std::string out = "'";
  for (const char c : word) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

std::string reproduce(const suite::Record& record, std::string_view target, std::uint64_t seed) {
  auto out = fmt::format("shakedown check {} {}", target, shell_word(record.item.full_id));
  if (seed != suite::SetUp{}.seed) out += fmt::format(" --seed {}", seed);
  return out;
}

std::string xml_escape(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto size = sequence_size(text);
    if (size == 0) {
      out += replacement;
      text.remove_prefix(1);
      continue;
    }
    const auto special = size == 1 ? escaped(text.front()) : std::string_view{};
    out += special.empty() ? text.substr(0, size) : special;
    text.remove_prefix(size);
  }
  return out;
}

}  // namespace shakedown::report
