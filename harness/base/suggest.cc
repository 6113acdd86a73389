#include "harness/base/suggest.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>

namespace shakedown {
namespace {
bool same(char a, char b) {
  return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
}
}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) d[i][0] = i;
  for (std::size_t j = 0; j <= b.size(); ++j) d[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i)
    for (std::size_t j = 1; j <= b.size(); ++j) {
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (same(a[i - 1], b[j - 1]) ? 0U : 1U)});
      if (i > 1 && j > 1 && same(a[i - 1], b[j - 2]) && same(a[i - 2], b[j - 1]))
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  return d[a.size()][b.size()];
}

std::string_view nearest(std::string_view name, const std::vector<std::string_view>& candidates) {
  std::string_view best;
  std::size_t distance = name.size() / 3 + 2;
  for (auto c : candidates)
    if (const auto d = edit_distance(name, c); d < distance) {
      best = c;
      distance = d;
    }
  return best;
}

std::string expected_names(std::string_view name, const std::vector<std::string_view>& candidates) {
  if (const auto hit = nearest(name, candidates); !hit.empty()) return fmt::format("'{}'", hit);
  static constexpr std::size_t shown = 12;
  if (candidates.size() <= shown) return fmt::format("one of {}", fmt::join(candidates, ", "));
  return fmt::format("one of {}, …", fmt::join(candidates.begin(), candidates.begin() + shown, ", "));
}

}  // namespace shakedown
