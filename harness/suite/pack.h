// Values ⇄ octets between the program and its workers, which are the same program: one `fields` walk per structure (see
// fields.h), read and written by position. Reading is total: octets that are not what they should be leave `ok()`
// false.
#pragma once
#include <concepts>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "harness/base/bytes.h"

namespace shakedown::suite {

template <class T>
concept Number = std::is_arithmetic_v<T> || std::is_enum_v<T>;

// A structure, const or not: template <class IO> void fields(IO& io, Is<S> auto& s).
template <class T, class S>
concept Is = std::same_as<std::remove_const_t<T>, S>;

class Packer {
 public:
  template <class... T>
  void operator()(const T&... values) {
    (put(values), ...);
  }
  Bytes take() { return std::move(out_); }

 private:
  // Seven bits an octet, the lowest first.
  void number(std::uint64_t v) {
    for (; v >= 0x80; v >>= 7) out_.push_back(static_cast<std::uint8_t>(v | 0x80));
    out_.push_back(static_cast<std::uint8_t>(v));
  }
  template <Number T>
  void put(const T& v) {
    number(static_cast<std::uint64_t>(v));
  }
  void put(const std::string& s) {
    number(s.size());
    append(out_, as_view(s));
  }
  void put(const Bytes& b) {
    number(b.size());
    append(out_, b);
  }
  template <class T>
  void put(const std::optional<T>& v) {
    number(v ? 1 : 0);
    if (v) put(*v);
  }
  template <class T>
  requires(!std::same_as<T, std::uint8_t>) void put(const std::vector<T>& list) {
    number(list.size());
    for (const auto& item : list) put(item);
  }
  template <class A, class B>
  void put(const std::pair<A, B>& pair) {
    put(pair.first);
    put(pair.second);
  }
  template <class T>
  requires(std::is_class_v<T>) void put(const T& structure) { fields(*this, structure); }

  Bytes out_;
};

class Unpacker {
 public:
  explicit Unpacker(View in) : in_(in) {}
  template <class... T>
  void operator()(T&... values) {
    (get(values), ...);
  }
  bool ok() const { return ok_; }
  bool done() const { return ok_ && in_.empty(); }

 private:
  std::uint64_t number() {
    std::uint64_t v = 0;
    for (unsigned shift = 0; shift < 64 && !in_.empty(); shift += 7) {
      const auto octet = in_.front();
      in_ = in_.subspan(1);
      v |= static_cast<std::uint64_t>(octet & 0x7f) << shift;
      if (octet < 0x80) return v;
    }
    ok_ = false;
    return 0;
  }
  // Each item takes an octet at least, so no count can make us allocate more than what is there.
  std::size_t count() {
    const auto n = number();
    if (n > in_.size()) ok_ = false;
    return ok_ ? static_cast<std::size_t>(n) : 0;
  }
  View chunk() {
    const auto n = count();
    const auto out = in_.first(n);
    in_ = in_.subspan(n);
    return out;
  }
  template <Number T>
  void get(T& v) {
    v = static_cast<T>(number());
  }
  void get(std::string& s) { s = as_text(chunk()); }
  void get(Bytes& b) { b = to_bytes(chunk()); }
  template <class T>
  void get(std::optional<T>& v) {
    if (number() == 0) return v.reset();
    get(v.emplace());
  }
  template <class T>
  requires(!std::same_as<T, std::uint8_t>) void get(std::vector<T>& list) {
    list.resize(count());
    for (auto& item : list) get(item);
  }
  template <class A, class B>
  void get(std::pair<A, B>& pair) {
    get(pair.first);
    get(pair.second);
  }
  template <class T>
  requires(std::is_class_v<T>) void get(T& structure) { fields(*this, structure); }

  View in_;
  bool ok_ = true;
};

template <class T>
Bytes pack(const T& value) {
  Packer packer;
  packer(value);
  return packer.take();
}

// Nothing when the octets are not a T.
template <class T>
std::optional<T> unpack(View octets) {
  T value;
  Unpacker unpacker(octets);
  unpacker(value);
  if (!unpacker.done()) return std::nullopt;
  return value;
}

}  // namespace shakedown::suite
