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
constexpr std::string_view psk_of_sha384 =
    "a PSK of the command line is one of SHA-256 (RFC 8446 §4.2.11); OpenSSL reads others only from session files of "
    "its "
    "own";
constexpr std::string_view psk_of_sha384_gnutls =
    "gnutls_psk_set_client_credentials makes a PSK of SHA-256 (RFC 8446 §4.2.11), and no option says otherwise";
constexpr std::string_view pss_keys = "wolfSSL's lists of signature algorithms have no name for RSASSA-PSS keys";

constexpr auto table = std::to_array<Omission>({
    {"wolfssl", "server", "tls13_early_data_rejected", Kind::fail, answers_apart},
    {"wolfssl", "*", "*_rsa_pss_pss_sha*", Kind::not_applicable, pss_keys},
    {"wolfssl", "*", "*_client_auth_*_rsa_pss", Kind::not_applicable, pss_keys},
    {"openssl", "server", "tls13_early_data_rejected", Kind::fail, answers_apart},
    {"gnutls", "server", "tls13_early_data_rejected", Kind::fail, answers_apart},
    {"openssl", "server", "tls13_hrr_cookie_[xsf]*", Kind::fail,
     "s_server -stateless takes a change_cipher_spec for the second ClientHello and never answers (s_client, too, gets "
     "nowhere with it); without compatibility mode the cookie is tested"},
    {"openssl", "*", "tls13_psk_TLS_AES_256_GCM_SHA384", Kind::not_applicable, psk_of_sha384},
    {"gnutls", "server", "tls13_hrr_cookie_*", Kind::not_applicable, "GnuTLS sends no cookie over TCP"},
    {"gnutls", "*", "tls13_psk_TLS_AES_256_GCM_SHA384", Kind::not_applicable, psk_of_sha384_gnutls},
});

bool fits(std::string_view glob, std::string_view text) {
  return ::fnmatch(std::string(glob).c_str(), std::string(text).c_str(), 0) == 0;
}

}  // namespace

std::span<const Omission> omissions() { return table; }

const Omission* find_omission(std::string_view target, registry::Role role, std::string_view handshake) {
  const auto found = std::ranges::find_if(table, [&](const Omission& o) {
    return o.target == target && fits(o.role, registry::role_name(role)) && fits(o.what, handshake);
  });
  return found == table.end() ? nullptr : &*found;
}

}  // namespace shakedown::interop
