#include "harness/crypto/pem.h"

namespace shakedown::crypto {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::string encode(View bytes) {
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const View group = bytes.subspan(i, std::min<std::size_t>(3, bytes.size() - i));
    std::uint64_t bits = read_uint(group) << (8 * (3 - group.size()));
    for (std::size_t k = 0; k < 4; ++k, bits <<= 6U)
      out.push_back(k <= group.size() ? alphabet[(bits >> 18U) & 63U] : '=');
  }
  return out;
}

Result<Bytes> decode(std::string_view text) {
  Bytes out;
  std::uint32_t bits = 0;
  unsigned held = 0;
  for (const char c : text) {
    if (c == '\n' || c == '\r' || c == ' ' || c == '\t') continue;
    if (c == '=') break;
    const auto value = alphabet.find(c);
    if (value == std::string_view::npos) return fail({.cause = Cause::decode, .what = "not base64", .got = {c}});
    bits = (bits << 6U) | static_cast<std::uint32_t>(value);
    held += 6;
    if (held < 8) continue;
    held -= 8;
    out.push_back(static_cast<std::uint8_t>((bits >> held) & 0xffU));
  }
  return out;
}

std::string line(std::string_view word, std::string_view label) {
  return "-----" + std::string(word) + " " + std::string(label) + "-----";
}

}  // namespace

std::string to_pem(std::string_view label, View der) {
  const std::string body = encode(der);
  std::string out = line("BEGIN", label) + "\n";
  for (std::size_t i = 0; i < body.size(); i += 64) out += body.substr(i, 64) + "\n";
  return out + line("END", label) + "\n";
}

Result<std::vector<Bytes>> all_from_pem(std::string_view label, std::string_view text) {
  const std::string begin = line("BEGIN", label), end = line("END", label);
  std::vector<Bytes> out;
  for (auto at = text.find(begin); at != std::string_view::npos; at = text.find(begin, at)) {
    at += begin.size();
    const auto stop = text.find(end, at);
    if (stop == std::string_view::npos)
      return fail({.cause = Cause::decode, .what = "a PEM block without an end", .expected = end});
    auto der = decode(text.substr(at, stop - at));
    if (!der) return fail(std::move(der.error()));
    out.push_back(std::move(*der));
    at = stop;
  }
  return out;
}

Result<Bytes> from_pem(std::string_view label, std::string_view text) {
  auto all = all_from_pem(label, text);
  if (!all) return fail(std::move(all.error()));
  if (all->empty()) return fail({.cause = Cause::decode, .what = "no PEM block", .expected = line("BEGIN", label)});
  return std::move(all->front());
}

}  // namespace shakedown::crypto
