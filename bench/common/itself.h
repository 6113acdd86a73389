// wolfSSL with itself: two connections of the same plugin, client and server, set up exactly as the targets of our
// conversations are, octets carried from one to the other in memory. What our peer's cost is compared with.
#pragma once
#include <memory>

#include "harness/protocol/params.h"
#include "harness/target/target.h"

namespace shakedown::bench {

class Itself {
 public:
  struct Ends {
    std::unique_ptr<target::Connection> client, server;
  };

  // Contexts are made here, once.
  explicit Itself(const protocol::Params& params);

  Result<Ends> connect(std::uint64_t seed);
  // Until neither has anything more to say: tickets included.
  static void handshake(Ends& ends);
  // What the flows do after it: application data there and back, close_notify there and back.
  void talk(Ends& ends) const;

  // Did what should have happened happen? The error says what did not. Not for timed sections: reports cost time.
  Status check(Ends& ends, bool talked) const;

 private:
  protocol::Params params_;
  std::unique_ptr<target::Target> client_, server_;
};

}  // namespace shakedown::bench
