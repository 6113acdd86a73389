// Near-miss suggestions for names that do not exist.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace shakedown {

// Edits (insert, delete, replace, swap of neighbours) between two names, letters compared without case.
std::size_t edit_distance(std::string_view a, std::string_view b);
// The closest candidate if it is close enough to be what was meant, else empty.
std::string_view nearest(std::string_view name, const std::vector<std::string_view>& candidates);
// What to expect in an error: "'omit'" for a near miss, else "one of a, b, c".
std::string expected_names(std::string_view name, const std::vector<std::string_view>& candidates);

}  // namespace shakedown
