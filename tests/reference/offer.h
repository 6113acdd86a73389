// What a client offers: its ClientHello and the secrets behind it.
#pragma once
#include "tests/reference/extensions.h"
#include "tests/reference/secrets13.h"

namespace shakedown::reference {

struct OfferedPsk13 {
  Bytes identity;
  Bytes key;
  Hash hash{};
  std::optional<Session13> session;  // none: the external one
  std::uint32_t obfuscated_age = 0;
};

struct Offer {
  wire::ClientHello hello;
  Bytes raw;  // as sent
  crypto::KeyShare share;
  std::vector<OfferedPsk13> psks;
  std::optional<Session12> session12;
  const registry::SuiteRow* early_suite = nullptr;  // early data is offered, and written with this suite

  std::vector<ExtensionType> types() const;
  View random() const { return hello.random; }
};

// The first ClientHello. Cause::target if the connection is to resume or to send early data and cannot.
Result<Offer> make_offer(Core& core, const Start& start);

// What a HelloRetryRequest changes (RFC 8446 §4.1.2): a group of 0 keeps the share.
void change_offer(Core& core, Offer& offer, NamedGroup group, const std::optional<wire::Cookie>& cookie, Hash hash);

// Encodes, fills in binders over what is in the transcript (RFC 8446 §4.2.11.2), and sends.
void send_offer(Core& core, Offer& offer);

}  // namespace shakedown::reference
