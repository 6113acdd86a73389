// What a TLS 1.3 server makes of a ClientHello (RFC 8446 §4.1.1, §4.2, §9.2).
#pragma once
#include "tests/reference/client_hello.h"
#include "tests/reference/secrets13.h"

namespace shakedown::reference {

struct SelectedPsk13 {
  std::size_t index = 0;
  Bytes key;
  Hash hash{};
  Session13* session = nullptr;  // none: the external one
  bool external() const { return session == nullptr; }
};

struct Selection13 {
  const registry::SuiteRow* suite = nullptr;
  std::optional<SelectedPsk13> psk;
  NamedGroup group{};
  const wire::KeyShareEntry* share = nullptr;  // of the hello; none: a HelloRetryRequest must ask for it
  SignatureScheme scheme{};                    // without a PSK
  Bytes alpn;
};

// Throws Abort if the hello breaks a rule or nothing fits. `hello` must outlive the selection.
Selection13 select13(Core& core, const ClientHelloView& hello);

// RFC 8446 §4.2.11: before a PSK is accepted. `transcript` is what came before the hello.
void check_binder(const Core& core, const ClientHelloView& hello, const SelectedPsk13& psk,
                  const protocol::Transcript& transcript);

// RFC 8446 §4.1.2: what may change after a HelloRetryRequest, and nothing else.
void check_second_hello(const ClientHelloView& first, const ClientHelloView& second, NamedGroup asked,
                        const Bytes& cookie);

// RFC 8446 §4.2.10, §8.3: whether 0-RTT data of this hello can be taken.
bool can_take_early_data(const Core& core, const ClientHelloView& hello, const Selection13& selection);

}  // namespace shakedown::reference
