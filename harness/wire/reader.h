// Bytes → value. Total: any input gives a value, the first error if there is one, and the octets that did not decode.
#pragma once
#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "harness/base/bytes.h"
#include "harness/wire/extension.h"

namespace shakedown::wire {

struct DecodeError {
  enum class What : std::uint8_t {
    truncated,      // a field or a prefix wants more octets than there are
    ragged_list,    // a list ends inside an element
    trailing_data,  // octets after the last field
  };
  What what = What::truncated;
  std::size_t offset = 0;  // of the first field that did not decode, in octets from the beginning of the input
  std::string field;       // its name
  std::size_t wanted = 0;  // octets
  std::size_t had = 0;
  friend bool operator==(const DecodeError&, const DecodeError&) = default;
};
std::string to_string(const DecodeError& error);

class Reader {
 public:
  explicit Reader(View in) : begin_(in.data()), in_(in) {}

  bool ok() const { return !error_; }
  View remaining() const { return in_; }
  const std::optional<DecodeError>& error() const { return error_; }
  // Whole fields of the outermost structure that decoded.
  std::size_t fields() const { return fields_; }

  template <class T>
  void number(std::string_view name, T& v, std::size_t width = sizeof(T)) {
    field(name, [&](Reader& r) { v = static_cast<T>(read_uint(r.take(name, width))); });
  }
  template <std::size_t N>
  void fixed(std::string_view name, std::array<std::uint8_t, N>& v) {
    field(name, [&](Reader& r) {
      const auto s = r.take(name, N);
      std::copy(s.begin(), s.end(), v.begin());
    });
  }
  void opaque(std::string_view name, Bytes& v, std::size_t prefix) {
    field(name, [&](Reader& r) { v = to_bytes(r.body(name, prefix)); });
  }
  void computed(std::string_view name, Bytes& v, std::size_t prefix) { opaque(name, v, prefix); }
  void rest(std::string_view name, Bytes& v) {
    field(name, [&](Reader& r) { v = to_bytes(r.take(name, r.in_.size())); });
  }
  void computed_rest(std::string_view name, Bytes& v) { rest(name, v); }
  template <class T>
  void list(std::string_view name, std::vector<T>& v, std::size_t prefix) {
    v.clear();  // a default may not be empty
    field(name, [&](Reader& r) {
      r.within(name, prefix, [&](Reader& body) {
        while (body.ok() && !body.in_.empty()) body.element(name, v.emplace_back());
      });
      if (!r.ok()) v.clear();
    });
  }
  template <class E>
  void extensions(std::string_view name, E& v, unsigned) {
    field(name, [&](Reader& r) {
      if constexpr (E::may_be_absent)
        if (r.in_.empty()) return;
      r.within(name, 2, [&](Reader& body) {
        while (body.ok() && !body.in_.empty()) {
          auto& e = v.emplace_back();
          e.extension_type = static_cast<registry::ExtensionType>(read_uint(body.take("extension_type", 2)));
          e.extension_data = to_bytes(body.body("extension_data", 2));
        }
      });
      if (!r.ok()) v.clear();
      if constexpr (E::may_be_absent) v.empty_block = r.ok() && v.empty();
    });
  }
  template <class T>
  void structure(std::string_view name, T& v) {
    field(name, [&](Reader& r) { T::fields(r, v); });
  }

 private:
  // A field decodes whole or not at all; after the first that does not, the rest are left alone.
  void field(std::string_view, auto decode) {
    if (error_) return;
    Reader inner(in_);
    inner.begin_ = begin_;
    decode(inner);
    if (inner.error_) {
      error_ = inner.error_;
      return;
    }
    in_ = inner.in_;
    ++fields_;
  }
  template <class T>
  void element(std::string_view name, T& item) {
    if constexpr (requires(Reader & r, T & t) { T::fields(r, t); }) {
      T::fields(*this, item);
    } else {
      item = static_cast<T>(read_uint(take(name, sizeof(T))));
    }
    if (error_) error_->what = DecodeError::What::ragged_list;
  }
  View take(std::string_view name, std::size_t n) {
    if (error_) return {};
    if (n > in_.size()) {
      error_ = DecodeError{DecodeError::What::truncated, offset(), std::string(name), n, in_.size()};
      return {};
    }
    const auto s = in_.first(n);
    in_ = in_.subspan(n);
    return s;
  }
  View body(std::string_view name, std::size_t prefix) {
    if (prefix == 0) return take(name, in_.size());
    const auto n = read_uint(take(name, prefix));
    return take(name, static_cast<std::size_t>(n));
  }
  void within(std::string_view name, std::size_t prefix, auto decode) {
    Reader inner(body(name, prefix));
    if (error_) return;
    inner.begin_ = begin_;
    decode(inner);
    error_ = inner.error_;
  }
  std::size_t offset() const { return in_.data() == nullptr ? 0 : static_cast<std::size_t>(in_.data() - begin_); }

  const std::uint8_t* begin_;
  View in_;
  std::optional<DecodeError> error_;
  std::size_t fields_ = 0;
};

// A value that is all of `in`, or nothing.
template <class T>
std::optional<T> decode(View in) {
  T value{};
  Reader r(in);
  T::fields(r, value);
  if (!r.ok() || !r.remaining().empty()) return std::nullopt;
  return value;
}

}  // namespace shakedown::wire
