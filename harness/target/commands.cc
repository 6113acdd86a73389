#include "harness/target/commands.h"

namespace shakedown::target {
namespace {

// clang-format off
const std::vector<CommandRow>& rows() {
  static const std::vector<CommandRow> table = {
    {.target = "openssl", .role = Role::server, .arguments = openssl_server,
     .manners = {.done_mark = "CIPHER is ", .error_mark = ":error:", .types_data = true, .key_update_line = "k\n",
                 .key_update_both_line = "K\n", .renegotiate_line = "r\n", .close_line = "q\n"}},
    {.target = "openssl", .role = Role::client, .arguments = openssl_client,
     .manners = {.done_mark = ", TLSv1.", .error_mark = ":error:", .types_data = true, .key_update_line = "k\n",
                 .key_update_both_line = "K\n", .renegotiate_line = "R\n", .close_line = "Q\n"}},
    {.target = "gnutls", .role = Role::server, .arguments = gnutls_server,
     .manners = {.done_mark = "- Description: ", .error_mark = "Error"}},
    {.target = "gnutls", .role = Role::client, .arguments = gnutls_client,
     .manners = {.done_mark = "- Handshake was completed", .error_mark = "*** Fatal error", .types_data = true,
                 .key_update_line = "^rekey1^\n", .key_update_both_line = "^rekey^\n",
                 .renegotiate_line = "^renegotiate^\n", .closes_at_end_of_input = true, .resume_line = "^resume^\n"},
     .resumes_in_process = true},
  };
  return table;
}
// clang-format on

// Of both roles: a server that cannot be asked for a KeyUpdate hides that its client can.
constexpr auto ordinary_capabilities = std::to_array<const char*>({
    "server",
    "client",
    "tls12",
    "tls13",
    "x25519",
    "secp256r1",
    "secp384r1",
    "secp521r1",
    "x448",
    "client_auth",
    "hello_retry",
    "tickets",
    "session_ids",
    "psk",
    "alpn",
    "sni",
    "early_data",
    "ecdsa_secp256r1_sha256",
    "ecdsa_secp384r1_sha384",
    "rsa_pss_rsae_sha256",
    "rsa_pss_rsae_sha384",
    "rsa_pss_rsae_sha512",
    "rsa_pkcs1_sha256",
    "rsa_pkcs1_sha384",
    "rsa_pkcs1_sha512",
    "ed25519",
    "encrypt_then_mac",
    "extended_master_secret",
    "TLS_AES_128_GCM_SHA256",
    "TLS_AES_256_GCM_SHA384",
    "TLS_CHACHA20_POLY1305_SHA256",
    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
    "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
    "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
    "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
    "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
    "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
    "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
    "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256",
    "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384",
    "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
    "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384",
    "TLS_RSA_WITH_AES_128_GCM_SHA256",
    "TLS_RSA_WITH_AES_256_GCM_SHA384",
    "TLS_RSA_WITH_AES_128_CBC_SHA",
    "TLS_RSA_WITH_AES_256_CBC_SHA",
    "TLS_RSA_WITH_AES_128_CBC_SHA256",
    "TLS_RSA_WITH_AES_256_CBC_SHA256",
});

std::vector<std::string> ordinary_and(std::initializer_list<const char*> more) {
  std::vector<std::string> names(ordinary_capabilities.begin(), ordinary_capabilities.end());
  names.insert(names.end(), more.begin(), more.end());
  return names;
}

}  // namespace

const std::vector<CommandProgram>& command_programs() {
  static const std::vector<CommandProgram> programs = {
      {"openssl",
       {"openssl", "version"},
       // Not hello_retry_cookie: s_server -stateless stumbles over a change_cipher_spec before the second ClientHello.
       ordinary_and({"key_update", "renegotiation"})},
      {"gnutls", {"gnutls-serv", "--version"}, ordinary_and({"legacy_servers"})},
  };
  return programs;
}

const CommandRow* find_command(const std::string& target, Role role) {
  for (const CommandRow& row : rows()) {
    if (row.target == target && row.role == role) return &row;
  }
  return nullptr;
}

const CommandProgram* find_command_program(const std::string& target) {
  for (const CommandProgram& program : command_programs()) {
    if (program.target == target) return &program;
  }
  return nullptr;
}

}  // namespace shakedown::target
