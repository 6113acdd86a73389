#include "harness/edit/edit.h"

#include <fmt/format.h>

#include <array>

#include "harness/edit/operators.h"

namespace shakedown::edit {
namespace {

using wire::Laid;

// An operator on octets becomes one on a slot: the new octets replace the content, or the prefix.
template <Result<Bytes> (*change)(View, const Edit&, Rng&)>
Status on_octets(Laid& message, std::size_t slot, const Edit& edit, Rng& rng) {
  const auto now = to_bytes(current(message, slot, edit.address.length));
  const auto then = change(now, edit, rng);
  if (!then) return fail(then.error());
  return edit.address.length ? wire::replace_length(message, slot, *then, edit.lengths)
                             : wire::replace(message, slot, *then, edit.lengths);
}

// clang-format off
constexpr auto table = std::to_array<Operator>({
    {"set",       "the field gets this value",                                  Argument::value,             "to",      anywhere,        on_octets<set>,      shrink_value},
    {"flip",      "one bit changes; 0 is the first octet's most significant, -1 the last octet's least significant",
                                                                                Argument::number,            "bit",     not_empty,       on_octets<flip>,     shrink_number},
    {"truncate",  "so many octets go off the end",                              Argument::number,            "by",      not_empty,       on_octets<truncate>, shrink_number},
    {"extend",    "octets more at the end",                                     Argument::octets,            "with",    anywhere,        on_octets<extend>,   shrink_octets},
    {"empty",     "no octets are left",                                         Argument::none,              "",        anywhere,        on_octets<empty>,    no_shrink},
    {"zero",      "all octets become zero",                                     Argument::none,              "",        not_empty,       on_octets<zero>,     no_shrink},
    {"fill",      "all octets become this one",                                 Argument::number,            "with",    not_empty,       on_octets<fill>,     shrink_index},
    {"add",       "a number grows by so much, and wraps",                       Argument::number,            "by",      number_like,     on_octets<add>,      shrink_number},
    {"random",    "so many random octets; 0: as many as there were",            Argument::number,            "octets",  anywhere,        on_octets<random>,   shrink_number},
    {"remove",    "the field goes, with its length prefix",                     Argument::none,              "",        removable,       remove,              no_shrink},
    {"duplicate", "the element stands twice",                                   Argument::none,              "",        list_element,    duplicate,           no_shrink},
    {"insert",    "an element in front of the one at this place; -1 is the end", Argument::index_and_element, "element", list_like,      insert,              shrink_index},
    {"append",    "an element at the end",                                      Argument::element,           "element", list_like,       append,              no_shrink},
    {"swap",      "the element changes places with the next one",               Argument::none,              "",        has_next,        swap,                no_shrink},
    {"order",     "these extensions come first, in this order; the others follow in theirs",
                                                                                Argument::codes,             "first",   extension_block, order,               shrink_codes},
});
// clang-format on

Error about(const Edit& edit, std::string what, std::string got = {}, std::string expected = {}) {
  return {.cause = Cause::input,
          .what = std::move(what),
          .place = {},
          .path = wire::to_string(edit.address),
          .got = std::move(got),
          .expected = std::move(expected)};
}

Result<std::size_t> locate(const Laid& message, const Edit& edit) {
  if (message.layout.schema == nullptr || message.layout.slots.empty())
    return fail(about(edit, "the message has no octets to edit"));
  const auto& root = message.layout.schema->root().name;
  if (edit.address.message != root)
    return fail(about(edit, "the edit is for another message", std::string(root), edit.address.message));
  if (const auto slot = wire::find_slot(message, edit.address)) return *slot;
  if (const auto node = wire::find_node(*message.layout.schema, edit.address); !node) return fail(node.error());
  return fail(about(edit, "this message has no such field (though others of its kind may)"));
}

std::string argument_text(const Operator& op, const Edit& edit) {
  switch (op.argument) {
    case Argument::none:
      return "";
    case Argument::number:
      return fmt::format(", {}: {}", op.key, edit.number);
    case Argument::index_and_element:
      return fmt::format(", at: {}, {}: \"hex:{}\"", edit.number, op.key, to_hex(edit.bytes));
    case Argument::value:
    case Argument::octets:
    case Argument::element:
    case Argument::codes:
      return fmt::format(", {}: \"hex:{}\"", op.key, to_hex(edit.bytes));
  }
  return "";
}

}  // namespace

std::span<const Operator> operators() { return table; }

const Operator* find_operator(std::string_view name) {
  for (const auto& op : table)
    if (op.name == name) return &op;
  return nullptr;
}

Status apply(Laid& message, const Edit& edit, Rng& rng) {
  const auto* op = find_operator(edit.op);
  if (op == nullptr) return fail(about(edit, "no such operator", edit.op));
  const auto slot = locate(message, edit);
  if (!slot) return fail(slot.error());
  if (!op->applies(message, *slot, edit.address.length))
    return fail(about(edit, fmt::format("'{}' does not apply here", op->name), {}, std::string(op->about)));
  auto done = op->apply(message, *slot, edit, rng);
  if (!done && done.error().path.empty()) done.error().path = wire::to_string(edit.address);
  return done;
}

bool is_final(const Laid& message, const Edit& edit) {
  if (edit.after) return true;
  const auto slot = locate(message, edit);
  return slot && message.layout.node(*slot).computed;
}

std::string to_string(const Edit& edit) {
  const auto* op = find_operator(edit.op);
  auto out = fmt::format("{{ {}: {}", edit.op, wire::to_string(edit.address));
  if (op != nullptr) out += argument_text(*op, edit);
  if (edit.lengths == wire::Lengths::lie) out += ", lengths: lie";
  if (edit.lengths == wire::Lengths::wrap) out += ", lengths: wrap";
  if (edit.after) out += ", after: true";
  return out + " }";
}

}  // namespace shakedown::edit
