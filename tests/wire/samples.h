// Random messages with their layouts, and every context that a message can be read in.
#pragma once
#include <vector>

#include "harness/wire/layout.h"
#include "harness/wire/message.h"
#include "tests/wire/randomizer.h"

namespace shakedown::wire {

inline Laid laid(const Message& message) {
  auto bytes = encode_message(message);
  auto layout = lay_out(schema_of(message), bytes);
  return {std::move(bytes), std::move(layout)};
}

inline std::vector<Context> all_contexts() {
  using registry::KeyExchange;
  std::vector<Context> out;
  for (auto version : {0x0303, 0x0304})
    for (auto kx = KeyExchange::any; kx <= KeyExchange::none; kx = static_cast<KeyExchange>(static_cast<int>(kx) + 1))
      out.push_back({.version = registry::ProtocolVersion(version), .key_exchange = kx});
  return out;
}

// The first context in which a type byte is read as T.
template <class T>
std::optional<Context> context_of() {
  const auto body = encode(T{});
  for (const auto& context : all_contexts())
    if (std::holds_alternative<T>(parse(T::type, body, context).value)) return context;
  return std::nullopt;
}

}  // namespace shakedown::wire
