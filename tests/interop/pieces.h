// What the matrices of both versions are made of.
#pragma once
#include <array>
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

inline constexpr std::array all_groups = {"x25519"_group, "secp256r1"_group, "secp384r1"_group};
inline constexpr std::array client_kinds = {KeyKind::rsa, KeyKind::ecdsa_p256, KeyKind::ecdsa_p384, KeyKind::ed25519};

// A kind of certificate and the scheme that its key shall sign the handshake with.
struct Signer {
  KeyKind certificate;
  SignatureScheme scheme;
};
inline constexpr std::array signers13 = {
    Signer{KeyKind::ecdsa_p256, "ecdsa_secp256r1_sha256"_scheme},
    Signer{KeyKind::ecdsa_p384, "ecdsa_secp384r1_sha384"_scheme},
    Signer{KeyKind::rsa, "rsa_pss_rsae_sha256"_scheme},
    Signer{KeyKind::rsa, "rsa_pss_rsae_sha384"_scheme},
    Signer{KeyKind::rsa, "rsa_pss_rsae_sha512"_scheme},
    Signer{KeyKind::ed25519, "ed25519"_scheme},
};
// RSASSA-PKCS1-v1_5 is for certificates only in TLS 1.3 (RFC 8446 §4.2.3).
inline constexpr std::array pkcs1_signers = {
    Signer{KeyKind::rsa, "rsa_pkcs1_sha256"_scheme},
    Signer{KeyKind::rsa, "rsa_pkcs1_sha384"_scheme},
    Signer{KeyKind::rsa, "rsa_pkcs1_sha512"_scheme},
};

// Only that signature, and the one of the test certificates themselves.
inline void sign_with(Params& params, const Signer& signer) {
  params.certificate = signer.certificate;
  params.signature_schemes = {signer.scheme};
  const auto of_chain = "rsa_pkcs1_sha256"_scheme;
  if (signer.certificate == KeyKind::rsa && signer.scheme != of_chain) params.signature_schemes.push_back(of_chain);
}

inline std::string name_of_ask(ClientAuth ask) { return ask == ClientAuth::required ? "required" : "requested"; }

inline void append(std::vector<Handshake>& to, std::vector<Handshake> more) {
  to.insert(to.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

}  // namespace shakedown::interop
