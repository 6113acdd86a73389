#include "harness/target/credential.h"

#include <fmt/format.h>

#include <array>
#include <optional>

namespace shakedown::target {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view begin_mark = "-----BEGIN ";
constexpr std::string_view end_mark = "-----END ";
constexpr std::string_view dashes = "-----";

std::optional<Bytes> base64_decode(std::string_view text) {
  while (!text.empty() && text.back() == '=') text.remove_suffix(1);
  Bytes out;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    const auto value = alphabet.find(c);
    if (value == std::string_view::npos) return std::nullopt;
    bits = (bits << 6 | static_cast<std::uint32_t>(value)) & 0xffffffU;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    out.push_back(static_cast<std::uint8_t>(bits >> count));
  }
  if (count >= 6) return std::nullopt;
  return out;
}

std::string base64_encode(View in) {
  std::string out;
  for (std::size_t i = 0; i < in.size(); i += 3) {
    const std::size_t n = std::min<std::size_t>(3, in.size() - i);
    std::uint32_t bits = 0;
    for (std::size_t k = 0; k < 3; ++k) bits = bits << 8 | (k < n ? in[i + k] : 0U);
    for (std::size_t k = 0; k < 4; ++k) out += k <= n ? alphabet[bits >> (18 - 6 * k) & 63] : '=';
  }
  return out;
}

std::string_view next_line(std::string_view& rest) {
  const auto end = rest.find('\n');
  std::string_view line = rest.substr(0, end);
  rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
  while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.remove_suffix(1);
  return line;
}

tl::unexpected<Error> bad(std::size_t line, std::string what, std::string_view got = {}) {
  Error error{.cause = Cause::input, .what = std::move(what), .place = {.file = "PEM", .line = line}};
  error.got = std::string(got);
  return fail(std::move(error));
}

std::string_view label_of(std::string_view line, std::string_view mark) {
  if (!line.starts_with(mark) || !line.ends_with(dashes) || line.size() < mark.size() + dashes.size()) return {};
  return line.substr(mark.size(), line.size() - mark.size() - dashes.size());
}

}  // namespace

Result<std::vector<PemBlock>> pem_decode(std::string_view text) {
  std::vector<PemBlock> blocks;
  std::string_view label;
  std::string body;
  std::size_t number = 0;
  std::size_t opened = 0;
  while (!text.empty()) {
    const std::string_view line = next_line(text);
    ++number;
    if (label.empty()) {
      label = label_of(line, begin_mark);
      opened = number;
      body.clear();
    } else if (line.starts_with(end_mark)) {
      if (label_of(line, end_mark) != label)
        return bad(number, fmt::format("the block '{}' ends under another name", label), line);
      auto der = base64_decode(body);
      if (!der) return bad(opened, fmt::format("the block '{}' is not base64", label));
      blocks.push_back({std::string(label), std::move(*der)});
      label = {};
    } else {
      body += line;
    }
  }
  if (!label.empty()) return bad(opened, fmt::format("the block '{}' has no end line", label));
  return blocks;
}

std::string pem_encode(std::string_view label, View der) {
  const std::string body = base64_encode(der);
  std::string out = fmt::format("{}{}{}\n", begin_mark, label, dashes);
  for (std::size_t i = 0; i < body.size(); i += 64) out += body.substr(i, 64) + "\n";
  return out + fmt::format("{}{}{}\n", end_mark, label, dashes);
}

Result<std::vector<Bytes>> certificates_from_pem(std::string_view text) {
  auto blocks = pem_decode(text);
  if (!blocks) return fail(blocks.error());
  std::vector<Bytes> out;
  for (auto& block : *blocks) {
    if (block.label == "CERTIFICATE") out.push_back(std::move(block.der));
  }
  if (out.empty()) return fail(Cause::input, "no certificate found (expected PEM with '-----BEGIN CERTIFICATE-----')");
  return out;
}

std::string certificates_to_pem(const std::vector<Bytes>& certificates) {
  std::string out;
  for (const Bytes& der : certificates) out += pem_encode("CERTIFICATE", der);
  return out;
}

Result<Credential> credential_from_pem(std::string_view chain, std::string_view key) {
  auto certificates = certificates_from_pem(chain);
  if (!certificates) return fail(certificates.error());
  auto blocks = pem_decode(key);
  if (!blocks) return fail(blocks.error());
  std::string other;
  for (auto& block : *blocks) {
    if (block.label == "PRIVATE KEY") return Credential{std::move(*certificates), std::move(block.der)};
    if (block.label.ends_with("PRIVATE KEY")) other = block.label;
  }
  Error error{.cause = Cause::input,
              .what = "no private key in PKCS#8 form found (openssl pkcs8 -topk8 -nodes converts)"};
  error.got = other;
  error.expected = "PRIVATE KEY";
  return fail(std::move(error));
}

}  // namespace shakedown::target
