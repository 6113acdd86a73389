#include "harness/trace/text.h"

#include <fmt/format.h>

#include <algorithm>

namespace shakedown::trace {
namespace {

bool printable(std::uint8_t c) { return c >= 0x20 && c < 0x7f; }

std::string escaped(View text) {
  std::string out;
  for (const auto c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (c == '\n') {
      out += "\\n";
    } else if (c == '\r') {
      out += "\\r";
    } else {
      out += static_cast<char>(c);
    }
  }
  return out;
}

}  // namespace

std::string readable(View octets, std::size_t most) {
  const auto shown = octets.first(std::min(octets.size(), most));
  const bool text = !octets.empty() &&
                    std::ranges::all_of(octets, [](std::uint8_t c) { return printable(c) || c == '\n' || c == '\r'; });
  const auto rest = shown.size() < octets.size() ? fmt::format("… ({} octets)", octets.size()) : std::string{};
  if (octets.empty()) return "(empty)";
  return text ? fmt::format("\"{}\"{}", escaped(shown), rest) : to_hex(shown) + rest;
}

std::string bare(View octets) {
  const bool plain = !octets.empty() && octets.size() <= 255 &&
                     std::ranges::all_of(octets, [](std::uint8_t c) { return printable(c) && c != ' ' && c != '"'; });
  return plain ? std::string(as_text(octets)) : readable(octets);
}

}  // namespace shakedown::trace
