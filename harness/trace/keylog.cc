#include "harness/trace/keylog.h"

#include <fmt/format.h>

#include <algorithm>

namespace shakedown::trace {

std::vector<std::string> key_log_lines(const peer::ConnectionLog& log) {
  std::vector<std::string> lines;
  if (log.agreed.client_random.empty()) return lines;
  const auto random = to_hex(log.agreed.client_random);
  for (const auto& secret : log.secrets) {
    if (secret.value.empty()) continue;
    auto line = fmt::format("{} {} {}", secret.label, random, to_hex(secret.value));
    if (std::ranges::find(lines, line) == lines.end()) lines.push_back(std::move(line));
  }
  return lines;
}

std::string key_log(const peer::ConnectionLog& log) {
  std::string text;
  for (const auto& line : key_log_lines(log)) text += line + '\n';
  return text;
}

Result<KeyLogFile> KeyLogFile::open(const std::string& path) {
  std::ofstream out(path, std::ios::app | std::ios::binary);
  if (!out) return fail(Cause::system, fmt::format("cannot open the key log {} for appending", path));
  return KeyLogFile(path, std::move(out));
}

Status KeyLogFile::add(const peer::ConnectionLog& log) {
  out_ << key_log(log) << std::flush;
  if (!out_) return fail(Cause::system, fmt::format("cannot write to the key log {}", path_));
  return {};
}

}  // namespace shakedown::trace
