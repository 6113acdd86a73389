#include "harness/wire/record.h"

#include <algorithm>

namespace shakedown::wire {
namespace {

Schema make_record_schema() {
  Schema schema;
  schema.nodes.push_back({.name = "record"});
  Describer root(schema, 0);
  Record::fields(root, static_cast<const Record&>(Record{}));
  schema.nodes.back().transparent = true;  // so that record.length is the fragment's
  return schema;
}

// Nodes of inner_schema().
enum InnerNode : std::uint16_t { root_node, content_node, type_node, padding_node };

Schema make_inner_schema() {
  Schema schema;
  schema.nodes.push_back({.name = "inner"});
  Describer root(schema, root_node);
  root.rest("content", {});
  root.number("type", ContentType{});
  root.rest("padding", {});
  return schema;
}

}  // namespace

const Schema& record_schema() {
  static const Schema schema = make_record_schema();
  return schema;
}

const Schema& inner_schema() {
  static const Schema schema = make_inner_schema();
  return schema;
}

Laid lay_out_inner(Bytes plaintext) {
  const auto last = std::find_if(plaintext.rbegin(), plaintext.rend(), [](std::uint8_t octet) { return octet != 0; });
  const auto type_end = static_cast<std::uint32_t>(plaintext.rend() - last);
  const auto type = type_end == 0 ? 0 : type_end - 1;
  const auto size = static_cast<std::uint32_t>(plaintext.size());
  Layout layout{.schema = &inner_schema(), .slots = {}};
  layout.slots.push_back({.node = root_node, .begin = 0, .end = size});
  layout.slots.push_back({.node = content_node, .parent = 0, .begin = 0, .end = type});
  if (type_end != 0) layout.slots.push_back({.node = type_node, .parent = 0, .begin = type, .end = type_end});
  layout.slots.push_back({.node = padding_node, .parent = 0, .begin = type_end, .end = size});
  return {std::move(plaintext), std::move(layout)};
}

}  // namespace shakedown::wire
