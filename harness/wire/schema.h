// What a message looks like without a message at hand: names, kinds, widths and registries of its fields.
// Layouts, path lint, dictionaries and the YAML form of values are all read off it; `fields` walks fill it.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "harness/base/bytes.h"
#include "harness/registry/table.h"

namespace shakedown::wire {

enum class Kind : std::uint8_t {
  structure,   // named fields, one after the other
  number,      // unsigned, big-endian
  fixed,       // a fixed number of octets
  opaque,      // octets behind a length prefix, or up to the end of what encloses them
  list,        // elements of one kind, likewise
  extensions,  // a list whose elements are told apart by their extension_type
};

struct Node {
  std::string_view name;  // empty for an element of a list
  Kind kind = Kind::structure;
  std::uint8_t prefix = 0;  // octets of the length prefix in front of the content; 0: none
  std::uint16_t width = 0;  // octets of a number or of a fixed field
  bool computed = false;    // filled in after content edits: a MAC, a signature, a binder
  bool optional = false;    // absent when the enclosing structure ends before it
  // The content of its parent: its children are addressed as if they were the parent's, the parent's `.length` is its
  // prefix.
  bool transparent = false;
  const registry::Registry* registry = nullptr;  // of a number, or of the numbers of a list's element
  std::optional<std::uint16_t> extension;        // of an element of an extensions block: its extension_type
  std::vector<std::uint16_t>
      children;  // of a structure: its fields; of a list: its one element; of extensions: the known ones
};

struct Schema {
  std::vector<Node> nodes;  // nodes[0] is the whole message
  const Node& root() const { return nodes.front(); }
  // The child that a path segment names, looked for in transparent children too; nullopt if there is none.
  std::optional<std::uint16_t> child(std::uint16_t parent, std::string_view name) const;
  // The element of an extensions block for this code: the typed one, else the general one (its last child).
  std::uint16_t extension_element(std::uint16_t block, std::uint16_t code) const;
};

// The third engine of a `fields` walk, beside Reader and Writer: it looks at types only.
class Describer {
 public:
  explicit Describer(Schema& schema, std::uint16_t at) : schema_(schema), at_(at) {}

  template <class T>
  void number(std::string_view name, const T&, std::size_t width = sizeof(T)) {
    add(number_node<T>(name, width));
  }
  template <std::size_t N>
  void fixed(std::string_view name, const std::array<std::uint8_t, N>&) {
    add({.name = name, .kind = Kind::fixed, .width = N});
  }
  void opaque(std::string_view name, const Bytes&, std::size_t prefix) { add(opaque_node(name, prefix)); }
  void computed(std::string_view name, const Bytes&, std::size_t prefix) {
    auto node = opaque_node(name, prefix);
    node.computed = true;
    add(std::move(node));
  }
  void rest(std::string_view name, const Bytes&) { add(opaque_node(name, 0)); }
  void computed_rest(std::string_view name, const Bytes& v) { computed(name, v, 0); }
  template <class T>
  void list(std::string_view name, const std::vector<T>&, std::size_t prefix) {
    const auto id = add({.name = name, .kind = Kind::list, .prefix = static_cast<std::uint8_t>(prefix)});
    Describer inner(schema_, id);
    inner.element<T>();
  }
  template <class E>
  void extensions(std::string_view name, const E&, unsigned in) {
    auto node = Node{.name = name, .kind = Kind::extensions, .prefix = 2, .optional = E::may_be_absent};
    extension_elements(add(std::move(node)), in);
  }
  // A list of structures whose elements are `T`, or a structure with a name of its own.
  template <class T>
  void structure(std::string_view name, const T& value) {
    const auto id = add({.name = name});
    Describer inner(schema_, id);
    T::fields(inner, value);
  }
  template <class T>
  void element() {
    if constexpr (requires(Describer & d, T & t) { T::fields(d, t); }) {
      structure("", T{});
    } else {
      add(number_node<T>("", sizeof(T)));
    }
  }

 private:
  template <class T>
  static Node number_node(std::string_view name, std::size_t width) {
    Node node{.name = name, .kind = Kind::number, .width = static_cast<std::uint16_t>(width)};
    if constexpr (registry::Registered<T>) node.registry = &registry::erased<T>;
    return node;
  }
  static Node opaque_node(std::string_view name, std::size_t prefix) {
    return {.name = name, .kind = Kind::opaque, .prefix = static_cast<std::uint8_t>(prefix)};
  }
  std::uint16_t add(Node node);
  // Defined in extensions.cc, which knows the list of typed extensions.
  void extension_elements(std::uint16_t block, unsigned in);

  Schema& schema_;
  std::uint16_t at_;
};

}  // namespace shakedown::wire
