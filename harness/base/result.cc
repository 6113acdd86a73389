#include "harness/base/result.h"

#include <fmt/format.h>

namespace shakedown {

std::string to_string(const Place& place) {
  if (place.line == 0) return place.file;
  if (place.column == 0) return fmt::format("{}:{}", place.file, place.line);
  return fmt::format("{}:{}:{}", place.file, place.line, place.column);
}

std::string to_string(const Error& error) {
  std::string out = to_string(error.place);
  if (!out.empty()) out += ": ";
  if (!error.path.empty()) out += error.path + ": ";
  out += error.what;
  if (!error.got.empty() && !error.expected.empty())
    return out + fmt::format(" (got {}, expected {})", error.got, error.expected);
  if (!error.got.empty()) return out + fmt::format(" (got {})", error.got);
  if (!error.expected.empty()) return out + fmt::format(" (expected {})", error.expected);
  return out;
}

}  // namespace shakedown
