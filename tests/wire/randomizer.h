// A fourth engine over the `fields` walks: random values that encode, from a seed.
#pragma once
#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "harness/base/rng.h"
#include "harness/wire/extensions.h"
#include "harness/wire/handshake.h"

namespace shakedown::wire {

class Randomizer {
 public:
  explicit Randomizer(Rng& rng) : rng_(rng) {}

  template <class T>
  void number(std::string_view, T& v, std::size_t width = sizeof(T)) {
    v = static_cast<T>(rng_.next() >> (64 - 8 * width));
  }
  template <std::size_t N>
  void fixed(std::string_view, std::array<std::uint8_t, N>& v) {
    rng_.fill(v);
  }
  void opaque(std::string_view, Bytes& v, std::size_t) { v = octets(); }
  void computed(std::string_view, Bytes& v, std::size_t) { v = octets(); }
  void rest(std::string_view, Bytes& v) { v = octets(); }
  void computed_rest(std::string_view, Bytes& v) { v = octets(); }
  template <class T>
  void list(std::string_view, std::vector<T>& v, std::size_t) {
    v.resize(rng_.below(4));
    for (auto& item : v) element(item);
  }
  template <class E>
  void extensions(std::string_view, E& v, unsigned in) {
    v.resize(rng_.below(5));
    for (auto& e : v) e = extension(in);
    if constexpr (E::may_be_absent) v.empty_block = v.empty() && rng_.below(2) == 0;
  }
  template <class T>
  void structure(std::string_view, T& v) {
    T::fields(*this, v);
  }

 private:
  // Mostly short, often empty.
  Bytes octets() { return rng_.bytes(rng_.below(3) == 0 ? 0 : rng_.below(40)); }

  template <class T>
  void element(T& item) {
    if constexpr (requires(Randomizer & r, T & t) { T::fields(r, t); }) {
      T::fields(*this, item);
    } else {
      number("", item);
    }
  }
  // One of the types that may stand there; or a known or unknown code with octets that need not fit it.
  Extension extension(unsigned in) {
    std::vector<Extension> choices;
    for_each_type(TypedExtensions{}, [&]<class T>(std::type_identity<T>) {
      if ((T::in & in) == 0) return;
      T value{};
      T::fields(*this, value);
      choices.push_back(to_extension(value));
    });
    if (choices.empty()) choices.emplace_back();
    auto chosen = choices[rng_.below(choices.size())];
    if (rng_.below(4) == 0) chosen.extension_data = octets();
    if (rng_.below(4) == 0) chosen.extension_type = static_cast<registry::ExtensionType>(rng_.below(0x10000));
    return chosen;
  }

  Rng& rng_;
};

template <class T>
T random_value(Rng& rng) {
  T value{};
  Randomizer engine(rng);
  T::fields(engine, value);
  // RFC 8446 §4.1.3: what makes it one.
  if constexpr (std::is_same_v<T, HelloRetryRequest>) value.random = hello_retry_request_random;
  return value;
}

}  // namespace shakedown::wire
