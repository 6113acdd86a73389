#include "tests/reference/server_start.h"

#include "tests/reference/server12.h"
#include "tests/reference/server13.h"

namespace shakedown::reference {

void ServerStart::handle(const Received& message) {
  const ClientHelloView hello = read_client_hello(core_, message);
  if (choose_version(core_.settings, hello) == tls13) {
    auto next = std::make_unique<Server13>(core_);
    next->start(hello);
    successor_ = std::move(next);
    return;
  }
  auto next = std::make_unique<Server12>(core_);
  next->start(hello);
  successor_ = std::move(next);
}

}  // namespace shakedown::reference
