// gnutls-serv and gnutls-cli. Both print through a buffer unless told otherwise, hence stdbuf.
#include <fmt/format.h>

#include "harness/target/command_names.h"
#include "harness/target/commands.h"

namespace shakedown::target {
namespace {

constexpr std::uint16_t tls12 = 0x0303;
constexpr std::uint16_t tls13 = 0x0304;

tl::unexpected<Error> cannot(std::string_view what) {
  return fail(Cause::unsupported, fmt::format("the gnutls commands cannot: {}", what));
}

void add(Arguments& to, std::initializer_list<std::string> arguments) {
  to.insert(to.end(), arguments.begin(), arguments.end());
}

template <class Find>
Status add_names(std::string& priority, const char* without, const std::vector<std::uint16_t>& codes, Find find) {
  if (codes.empty()) return {};
  priority += without;
  for (const std::uint16_t code : codes) {
    const auto row = find(code);
    if (!row) return fail(row.error());
    priority += fmt::format(":{}", (*row)->gnutls);
  }
  return {};
}

// A priority string names ciphers, MACs and key exchanges apart: of several suites it allows every combination.
Result<std::string> priority(const TargetConfig& config) {
  std::string out = "NORMAL:-VERS-ALL";
  if (config.version_min < tls12 || config.version_max > tls13) return cannot("versions other than TLS 1.2 and 1.3");
  if (config.version_max >= tls13) out += ":+VERS-TLS1.3";
  if (config.version_min <= tls12) out += ":+VERS-TLS1.2";
  const bool older = std::any_of(config.cipher_suites.begin(), config.cipher_suites.end(),
                                 [](std::uint16_t suite) { return !is_tls13_suite(suite); });
  const char* without = older ? ":-CIPHER-ALL:-MAC-ALL:-KX-ALL" : ":-CIPHER-ALL:-MAC-ALL";
  for (const Status& status : {add_names(out, without, config.cipher_suites, suite_name),
                               add_names(out, ":-GROUP-ALL", config.groups, group_name),
                               add_names(out, ":-SIGN-ALL", config.signature_schemes, scheme_name)}) {
    if (!status) return fail(status.error());
  }
  if (config.psk) out += ":+ECDHE-PSK:+DHE-PSK:+PSK";
  if (!config.extended_master_secret) out += ":%NO_SESSION_HASH";
  if (!config.encrypt_then_mac) out += ":%NO_ETM";
  if (!config.tickets) out += ":%NO_TICKETS";
  return out;
}

Status add_common(Arguments& to, const TargetConfig& config, const CommandFiles& files) {
  const auto list = priority(config);
  if (!list) return fail(list.error());
  if (config.psk && config.psk->hash != Hash::sha256) return cannot("a pre-shared key for another hash than SHA-256");
  if (!config.options.empty()) return cannot("option " + config.options.front().key);
  add(to, {"--priority", *list, "--port", std::to_string(files.port), "--x509cafile", files.ca});
  if (!files.certificate.empty()) add(to, {"--x509certfile", files.certificate, "--x509keyfile", files.key});
  for (const Bytes& name : config.alpn) add(to, {"--alpn", std::string(as_text(name))});
  if (!config.tickets) add(to, {"--noticket"});
  return {};
}

}  // namespace

Result<Arguments> gnutls_server(const TargetConfig& config, const CommandFiles& files) {
  Arguments out = {"stdbuf", "-oL", "gnutls-serv", "--echo"};
  if (auto status = add_common(out, config, files); !status) return fail(status.error());
  if (config.hello_retry_cookie) return cannot("a cookie in HelloRetryRequest");
  if (!config.alpn.empty()) add(out, {"--alpn-fatal"});  // RFC 7301 §3.2
  switch (config.client_auth) {
    case ClientAuth::none:
      add(out, {"--disable-client-cert"});
      break;
    case ClientAuth::request:
      add(out, {"--verify-client-cert"});
      break;
    case ClientAuth::require:
      add(out, {"--require-client-cert", "--verify-client-cert"});
      break;
  }
  if (!config.session_ids) add(out, {"--nodb"});
  if (config.psk) add(out, {"--pskpasswd", files.psk});
  if (config.early_data_max != 0) {
    add(out, {"--earlydata", "--maxearlydata", std::to_string(config.early_data_max)});
  }
  return out;
}

Result<Arguments> gnutls_client(const TargetConfig& config, const CommandFiles& files) {
  Arguments out = {"stdbuf", "-oL", "gnutls-cli", "--inline-commands", "--single-key-share"};
  if (auto status = add_common(out, config, files); !status) return fail(status.error());
  if (config.server_name.empty()) {
    add(out, {"--disable-sni"});
  } else {
    add(out, {"--sni-hostname", config.server_name, "--verify-hostname", config.server_name});
  }
  if (!config.verify_peer) add(out, {"--insecure"});
  if (config.psk) {
    add(out, {"--pskusername", std::string(as_text(config.psk->identity)), "--pskkey", to_hex(config.psk->key)});
  }
  if (!files.early_data.empty()) add(out, {"--earlydata", files.early_data});
  out.emplace_back("127.0.0.1");
  return out;
}

}  // namespace shakedown::target
