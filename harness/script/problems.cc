#include "harness/script/problems.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/base/suggest.h"

namespace shakedown::script {
namespace {

constexpr std::size_t most_made = 1U << 20;

}  // namespace

void Problems::add(Error error) {
  if (std::ranges::find(all_, error) == all_.end()) all_.push_back(std::move(error));
}

void Problems::add(const YamlNode& at, std::string what, std::string got, std::string expected) {
  add({.cause = Cause::input,
       .what = std::move(what),
       .place = at.place,
       .path = {},
       .got = std::move(got),
       .expected = std::move(expected)});
}

void Problems::add(const YamlNode& at, Error error) {
  error.place = at.place;
  add(std::move(error));
}

void Problems::unknown(const YamlNode& at, std::string_view kind, const std::vector<std::string_view>& names) {
  add(at, fmt::format("unknown {}", kind), describe(at), expected_names(at.text, names));
}

bool Problems::afford(const YamlNode& at, std::size_t octets) {
  const bool could = made_ <= most_made;
  made_ += std::min(octets, most_made + 1);
  const bool can = made_ <= most_made;
  if (could && !can)
    add(at, "the script is too large", {}, fmt::format("messages of at most {} octets in all", most_made));
  return can;
}

std::string describe(const YamlNode& node) {
  switch (node.kind) {
    case YamlNode::Kind::null:
      return "nothing";
    case YamlNode::Kind::scalar:
      return fmt::format("'{}'", node.text);
    case YamlNode::Kind::sequence:
      return "a list";
    case YamlNode::Kind::map:
      return "a map";
  }
  return "nothing";
}

}  // namespace shakedown::script
