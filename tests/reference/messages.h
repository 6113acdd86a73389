// Handshake messages out of the contents of records.
#pragma once
#include <optional>

#include "harness/registry/messages.h"
#include "harness/wire/reader.h"
#include "tests/reference/violation.h"

namespace shakedown::reference {

struct Received {
  registry::HandshakeType type{};
  Bytes raw;  // with its header of four octets
  View body() const { return View(raw).subspan(4); }
};

class MessageAssembler {
 public:
  void push(View content) { append(buffer_, content); }
  std::optional<Received> next();
  // Octets of a message that is not whole yet, or of one that nobody asked for.
  bool pending() const { return !buffer_.empty(); }

 private:
  Bytes buffer_;
};

// A body that must be exactly a T.
template <class T>
T read_message(View body) {
  auto value = wire::decode<T>(body);
  if (!value) abort_with(Violation::malformed_message, T::name);
  return std::move(*value);
}

}  // namespace shakedown::reference
