// From the matrix of a case to its cells. Internal to script/.
#pragma once
#include <functional>

#include "harness/script/scope.h"

namespace shakedown::script {

struct CellValue {
  std::string key;
  YamlNode value;
  std::string text() const;  // as it is printed and compared
};
using Cell = std::vector<CellValue>;

// The node with every {key} replaced by its value. A text that is nothing but {key} becomes the value itself, a map or
// list as well.
YamlNode substitute(const YamlNode& node, const Cell& cell, Problems& problems);
bool uses(const YamlNode& node, std::string_view key);
// Something in it looks like a {key}.
bool uses_any(const YamlNode& node);

// How many octets the field at this path has in a cell; a problem (and nothing) when that is not known beforehand.
using SizeOf = std::function<std::optional<std::size_t>(const YamlNode& path, const Cell& cell)>;
// each_bit, edge_bits, each_octet: what stands for several positions of a field.
const std::vector<std::string_view>& matrix_generators();
// All cells in order, without those of `except`. `size_of` serves each_bit(…), edge_bits(…) and each_octet(…).
std::vector<Cell> cells_of(const Case& c, const SizeOf& size_of, std::size_t most, Problems& problems);

}  // namespace shakedown::script
