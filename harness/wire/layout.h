// Where every field of a message lies in its octets. Made from a schema and bytes only when somebody asks, so an
// unedited message pays nothing; kept true by splice() while edits stack up.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "harness/base/bytes.h"
#include "harness/wire/path.h"
#include "harness/wire/schema.h"

namespace shakedown::wire {

// Slots stand in preorder: a parent before its children, fields in the order of the wire.
struct Slot {
  std::uint16_t node = 0;   // of the schema
  std::uint8_t prefix = 0;  // octets of length prefix right before `begin`
  bool pinned = false;      // its length prefix was written by an edit and no longer follows the content
  bool written = false;     // its content was written by an edit: a computed slot stays as it is
  std::int32_t parent = -1;
  std::uint32_t index = 0;  // of an element in its list
  std::uint32_t begin = 0;  // of the content, in octets from the beginning
  std::uint32_t end = 0;
  friend bool operator==(const Slot&, const Slot&) = default;
};

struct Layout {
  const Schema* schema = nullptr;
  std::vector<Slot> slots;

  const Node& node(std::size_t slot) const { return schema->nodes[slots[slot].node]; }
  // One past the last descendant.
  std::size_t subtree_end(std::size_t slot) const;
  std::vector<std::size_t> children(std::size_t slot) const;
};

struct Laid {
  Bytes bytes;
  Layout layout;
};

// Total: where the bytes do not fit the schema the layout simply ends; octets after it belong to the innermost slot
// that holds them.
Layout lay_out(const Schema& schema, View bytes);
// The node of the list's element that begins with `bytes`. An extension is laid out by its type only if its body is all
// of that type's structure; else it stays one opaque field.
std::uint16_t element_node(const Schema& schema, std::uint16_t list, View bytes);
// The slots of one subtree whose octets begin at `begin`, for something inserted under slot `parent`.
std::vector<Slot> lay_out_element(const Schema& schema, std::uint16_t node, View bytes, std::uint32_t begin,
                                  std::int32_t parent, std::uint32_t index, std::int32_t first_slot);

// The slots below `slot` for a content that begins at `begin`, whatever its prefix says.
std::vector<Slot> lay_out_content(const Schema& schema, std::uint16_t node, View content, std::uint32_t begin,
                                  std::int32_t slot);

// nullopt: this message has no such field. (Whether any message could have is find_node()'s question.)
std::optional<std::size_t> find_slot(const Laid& message, const Path& path);
// Printed like a path, with the message's name in front.
std::string path_of(const Laid& message, std::size_t slot);
// The field that an octet belongs to; the deepest one. For error texts and reports.
std::size_t slot_at(const Layout& layout, std::uint32_t offset);

}  // namespace shakedown::wire
