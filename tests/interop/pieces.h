// What the matrices of both versions are made of.
#pragma once
#include <string>
#include <vector>

#include "harness/registry/schemes.h"
#include "tests/interop/matrix.h"

namespace shakedown::interop {

using crypto::KeyKind;
using protocol::ClientAuth;
using protocol::Params;
using registry::CipherSuite;
using registry::NamedGroup;
using registry::SignatureScheme;
using registry::operator""_group;
using registry::operator""_scheme;
using registry::operator""_suite;
using registry::operator""_version;

// Every group that our peer can exchange keys in; of TLS 1.2, where ECDHE means a curve (RFC 8422), the curves.
std::vector<NamedGroup> groups13();
std::vector<NamedGroup> groups12();
// Every kind of certificate that it can make.
std::vector<KeyKind> certificate_kinds();

// A kind of certificate and the scheme that its key shall sign the handshake with.
struct Signer {
  KeyKind certificate;
  SignatureScheme scheme;
};
// Every pair of ours that the version allows in the handshake; the first is ECDSA with P-256.
std::vector<Signer> signers13();
std::vector<Signer> signers12();

// Only that signature, and the one of the test certificates themselves.
void sign_with(Params& params, const Signer& signer);

inline std::string name_of_ask(ClientAuth ask) { return ask == ClientAuth::required ? "required" : "requested"; }

inline void append(std::vector<Handshake>& to, std::vector<Handshake> more) {
  to.insert(to.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

}  // namespace shakedown::interop
