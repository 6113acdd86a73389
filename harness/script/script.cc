#include "harness/script/script.h"

namespace shakedown::script {

std::string full_id(const Script& script) {
  if (script.cell.empty()) return script.id;
  std::string out = script.id + '[';
  for (std::size_t i = 0; i < script.cell.size(); ++i)
    out += (i > 0 ? "," : "") + script.cell[i].first + '=' + script.cell[i].second;
  return out + ']';
}

}  // namespace shakedown::script
