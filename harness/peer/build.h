// Honest messages from parameters and what was seen. Either role can build any message: scripts send them out of place.
// Internal to harness/peer.
#pragma once
#include "harness/peer/state.h"

namespace shakedown::peer {

// `as` selects the structure where the versions differ. Computed fields hold zeros of their size, if it is known.
Result<wire::Message> build(State& s, std::string_view message, ProtocolVersion as);

wire::Message build_client_hello(State& s, ProtocolVersion as);
wire::Message build_server_hello(State& s, ProtocolVersion as);
wire::Message build_hello_retry_request(State& s, ProtocolVersion as);
wire::Message build_server_key_exchange(State& s, ProtocolVersion as);
wire::Message build_client_key_exchange(State& s, ProtocolVersion as);

// A server's view of the PSKs that the ClientHello offers, in its order; those that it does not know have no key.
std::vector<OfferedPsk> known_psks(const State& s, registry::Hash hash);

// The scheme that a key signs with: the first of the offered ones that it can, else the first of ours that it can.
registry::SignatureScheme pick_scheme(crypto::KeyKind kind, const std::vector<registry::SignatureScheme>& offered,
                                      const std::vector<registry::SignatureScheme>& own, bool tls13);

}  // namespace shakedown::peer
