// When secrets come into being: RFC 8446 §7.1 and RFC 5246 §8.1 as steps over the state. Internal to harness/peer.
#pragma once
#include "harness/peer/state.h"

namespace shakedown::peer {

// The suite that a ServerHello names; an unknown one leaves the state as it was, with a note.
void choose_suite(State& s, registry::CipherSuite suite);

// TLS 1.3. Each is called when the transcript has just taken the message that it depends on.
void begin_early_secrets(State& s, const OfferedPsk& psk);   // ClientHello
void begin_handshake_secrets(State& s, View shared_secret);  // ServerHello
void begin_application_secrets(State& s);                    // the server's Finished
void begin_resumption_secret(State& s);                      // the client's Finished
void update_traffic_secret(State& s, Role writer);           // KeyUpdate

// TLS 1.2: the transcript has taken the ClientKeyExchange, or the ServerHello of an abbreviated handshake.
void begin_master_secret(State& s);
void begin_key_block(State& s);

// Our direction: the sealer of an epoch, made when first asked for. nullptr when its keys cannot be derived.
protocol::RecordSealer* sealer(State& s, Epoch epoch);
// The target's direction.
protocol::RecordOpener* opener(State& s, Epoch epoch);

}  // namespace shakedown::peer
