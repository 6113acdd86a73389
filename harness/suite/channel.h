// Packed values over a socket, each with its length before it.
#pragma once
#include <optional>

#include "harness/base/bytes.h"
#include "harness/target/descriptor.h"

namespace shakedown::suite {

class Channel {
 public:
  Channel() = default;
  explicit Channel(target::Descriptor socket) : socket_(std::move(socket)) {}

  int descriptor() const { return socket_.get(); }
  // False: the other side is gone.
  bool send(View message);
  // The next message, waiting for it; nothing: the other side is gone.
  std::optional<Bytes> receive();
  // Reads what is there, without waiting. False: the other side is gone, and every whole message has been read.
  bool collect();
  // A message that is there already.
  std::optional<Bytes> next();

 private:
  target::Descriptor socket_;
  Bytes inbox_;
  std::size_t taken_ = 0;
};

}  // namespace shakedown::suite
