#include "harness/wire/content.h"

namespace shakedown::wire {
namespace {

template <class T>
const Schema& schema_for() {
  static const Schema schema = [] {
    Schema made;
    made.nodes.push_back({.name = T::name});
    Describer root(made, 0);
    T::fields(root, static_cast<const T&>(T{}));
    return made;
  }();
  return schema;
}

// A content that nobody has given a structure.
struct OtherContent {
  static constexpr std::string_view name = "content";
  Bytes data;
  static void fields(auto& io, auto& m) { io.rest("data", m.data); }
};

}  // namespace

const Schema& schema_for_content(ContentType type) {
  const Schema* found = &schema_for<OtherContent>();
  for_each_type(Contents{}, [&]<class T>(std::type_identity<T>) {
    if (T::type == type) found = &schema_for<T>();
  });
  return *found;
}

const Schema* find_content_schema(std::string_view name) {
  const Schema* found = name == OtherContent::name ? &schema_for<OtherContent>() : nullptr;
  for_each_type(Contents{}, [&]<class T>(std::type_identity<T>) {
    if (T::name == name) found = &schema_for<T>();
  });
  return found;
}

}  // namespace shakedown::wire
