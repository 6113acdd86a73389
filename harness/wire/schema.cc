#include "harness/wire/schema.h"

namespace shakedown::wire {

std::optional<std::uint16_t> Schema::child(std::uint16_t parent, std::string_view name) const {
  for (auto id : nodes[parent].children)
    if (!nodes[id].name.empty() && nodes[id].name == name) return id;
  for (auto id : nodes[parent].children)
    if (nodes[id].transparent)
      if (auto found = child(id, name)) return found;
  return std::nullopt;
}

std::uint16_t Schema::extension_element(std::uint16_t block, std::uint16_t code) const {
  const auto& children = nodes[block].children;
  for (auto id : children)
    if (nodes[id].extension == code) return id;
  return children.back();
}

std::uint16_t Describer::add(Node node) {
  const auto id = static_cast<std::uint16_t>(schema_.nodes.size());
  schema_.nodes.push_back(std::move(node));
  schema_.nodes[at_].children.push_back(id);
  return id;
}

}  // namespace shakedown::wire
