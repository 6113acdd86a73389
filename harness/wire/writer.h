// Value → bytes. The first engine of a `fields` walk.
#pragma once
#include <array>
#include <limits>
#include <type_traits>

#include "harness/base/bytes.h"
#include "harness/wire/extension.h"

namespace shakedown::wire {

class Writer {
 public:
  // Writes only the first `fields` fields of the outermost structure: what a broken message decoded to, before its raw
  // tail.
  explicit Writer(Bytes& out, std::size_t fields = std::numeric_limits<std::size_t>::max())
      : out_(out), left_(fields) {}

  template <class T>
  void number(std::string_view, const T& v, std::size_t width = sizeof(T)) {
    if (!take()) return;
    append_uint(out_, static_cast<std::uint64_t>(v), width);
  }
  template <std::size_t N>
  void fixed(std::string_view, const std::array<std::uint8_t, N>& v) {
    if (take()) append(out_, v);
  }
  void opaque(std::string_view, const Bytes& v, std::size_t prefix) {
    if (!take()) return;
    append_uint(out_, v.size(), prefix);
    append(out_, v);
  }
  void computed(std::string_view name, const Bytes& v, std::size_t prefix) { opaque(name, v, prefix); }
  void rest(std::string_view name, const Bytes& v) { opaque(name, v, 0); }
  void computed_rest(std::string_view name, const Bytes& v) { opaque(name, v, 0); }
  template <class T>
  void list(std::string_view, const std::vector<T>& v, std::size_t prefix) {
    if (!take()) return;
    prefixed(prefix, [&] {
      for (const auto& item : v) element(item);
    });
  }
  template <class E>
  void extensions(std::string_view, const E& v, unsigned) {
    if (!take()) return;
    if constexpr (E::may_be_absent)
      if (!v.present()) return;
    prefixed(2, [&] {
      for (const auto& e : v) {
        append_uint(out_, registry::number(e.extension_type), 2);
        append_uint(out_, e.extension_data.size(), 2);
        append(out_, e.extension_data);
      }
    });
  }
  template <class T>
  void structure(std::string_view, const T& v) {
    if (take()) nested([&](Writer& w) { T::fields(w, v); });
  }

 private:
  bool take() { return left_ > 0 && left_-- > 0; }
  void nested(auto body) {
    Writer inner(out_);
    body(inner);
  }
  template <class T>
  void element(const T& item) {
    if constexpr (requires(Writer & w, const T& t) { T::fields(w, t); }) {
      nested([&](Writer& w) { T::fields(w, item); });
    } else {
      append_uint(out_, static_cast<std::uint64_t>(item), sizeof(T));
    }
  }
  void prefixed(std::size_t width, auto body) {
    const auto at = out_.size();
    append_uint(out_, 0, width);
    body();
    const auto n = out_.size() - at - width;
    for (std::size_t i = 0; i < width; ++i) out_[at + i] = static_cast<std::uint8_t>(n >> (8 * (width - 1 - i)));
  }

  Bytes& out_;
  std::size_t left_;
};

// The encoded fields of a structure, without any header.
template <class T>
Bytes encode(const T& value) {
  Bytes out;
  Writer w(out);
  T::fields(w, value);
  return out;
}

}  // namespace shakedown::wire
