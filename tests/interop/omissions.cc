#include "tests/interop/omissions.h"

#include <fnmatch.h>

#include <algorithm>
#include <array>
#include <string>

namespace shakedown::interop {
namespace {

using check::Kind;

constexpr std::string_view answers_apart =
    "a server's tickets allow 0-RTT data or not; that it gives such tickets and then refuses the data cannot be set up";
constexpr std::string_view psk_of_sha384 = "the program's own PSK is one of SHA-256 (RFC 8446 §4.2.11)";

constexpr auto omissions = std::to_array<Omission>({
    {"wolfssl", "server", "tls13_early_data_rejected", Kind::fail, answers_apart},
    {"openssl", "server", "tls13_early_data_rejected", Kind::fail, answers_apart},
    {"gnutls", "server", "tls13_early_data_rejected", Kind::fail, answers_apart},
    {"openssl", "server", "tls13_hrr_cookie_[xs]*", Kind::fail,
     "s_server -stateless takes a change_cipher_spec for the second ClientHello and never answers (s_client, too, gets "
     "nowhere with it); without compatibility mode the cookie is tested"},
    {"openssl", "*", "tls13_psk_TLS_AES_256_GCM_SHA384", Kind::not_applicable, psk_of_sha384},
    {"openssl", "*", "tls12_without_extended_master_secret_*", Kind::not_applicable,
     "no option of s_server and s_client switches the extension off"},
    {"gnutls", "server", "tls13_hrr_cookie_*", Kind::not_applicable, "GnuTLS sends no cookie over TCP"},
    {"gnutls", "*", "tls13_psk_TLS_AES_256_GCM_SHA384", Kind::not_applicable, psk_of_sha384},
});

bool fits(std::string_view glob, std::string_view text) {
  return ::fnmatch(std::string(glob).c_str(), std::string(text).c_str(), 0) == 0;
}

}  // namespace

const Omission* find_omission(std::string_view target, registry::Role role, std::string_view handshake) {
  const auto found = std::ranges::find_if(omissions, [&](const Omission& o) {
    return o.target == target && fits(o.role, registry::role_name(role)) && fits(o.what, handshake);
  });
  return found == omissions.end() ? nullptr : &*found;
}

}  // namespace shakedown::interop
