// openssl s_server and s_client.
#include <fmt/format.h>

#include "harness/target/command_names.h"
#include "harness/target/commands.h"

namespace shakedown::target {
namespace {

constexpr std::uint16_t tls12 = 0x0303;
constexpr std::uint16_t tls13 = 0x0304;

tl::unexpected<Error> cannot(std::string_view what) {
  return fail(Cause::unsupported, fmt::format("the openssl command cannot: {}", what));
}

void add(Arguments& to, std::initializer_list<std::string> arguments) {
  to.insert(to.end(), arguments.begin(), arguments.end());
}

// A colon-separated list under one flag; nothing when the list is empty.
template <class Find>
Status add_list(Arguments& to, const char* flag, const std::vector<std::uint16_t>& codes, Find find) {
  std::string list;
  for (const std::uint16_t code : codes) {
    const auto row = find(code);
    if (!row) return fail(row.error());
    if (!list.empty()) list += ':';
    list += (*row)->openssl;
  }
  if (!list.empty()) add(to, {flag, list});
  return {};
}

Status add_suites(Arguments& to, const std::vector<std::uint16_t>& suites) {
  std::vector<std::uint16_t> older, newer;
  for (const std::uint16_t suite : suites) (is_tls13_suite(suite) ? newer : older).push_back(suite);
  if (auto status = add_list(to, "-ciphersuites", newer, suite_name); !status) return status;
  return add_list(to, "-cipher", older, suite_name);
}

Status add_versions(Arguments& to, const TargetConfig& config) {
  const auto name = [](std::uint16_t version) { return version == tls12 ? "TLSv1.2" : "TLSv1.3"; };
  if (config.version_min < tls12 || config.version_max > tls13) return cannot("versions other than TLS 1.2 and 1.3");
  add(to, {"-min_protocol", name(config.version_min), "-max_protocol", name(config.version_max)});
  return {};
}

Status add_alpn(Arguments& to, const std::vector<Bytes>& protocols) {
  std::string list;
  for (const Bytes& name : protocols) {
    const std::string_view text = as_text(name);
    if (text.find(',') != std::string_view::npos) return cannot("a comma in an ALPN name");
    if (!list.empty()) list += ',';
    list += text;
  }
  if (!list.empty()) add(to, {"-alpn", list});
  return {};
}

Status add_psk(Arguments& to, const std::optional<Psk>& psk) {
  if (!psk) return {};
  if (psk->hash != Hash::sha256) return cannot("a pre-shared key for another hash than SHA-256");
  add(to, {"-psk_identity", std::string(as_text(psk->identity)), "-psk", to_hex(psk->key)});
  return {};
}

// What both roles have in common.
Status add_common(Arguments& to, const TargetConfig& config, const CommandFiles& files) {
  for (const Status& status : {add_versions(to, config), add_suites(to, config.cipher_suites),
                               add_list(to, "-groups", config.groups, group_name),
                               add_list(to, "-sigalgs", config.signature_schemes, scheme_name),
                               add_alpn(to, config.alpn), add_psk(to, config.psk)}) {
    if (!status) return status;
  }
  if (!config.options.empty()) return cannot("option " + config.options.front().key);
  if (!files.certificate.empty()) add(to, {"-cert", files.certificate, "-key", files.key});
  if (!files.intermediates.empty()) add(to, {"-cert_chain", files.intermediates});
  add(to, {"-CAfile", files.ca, "-no-CApath", "-no-CAstore"});
  if (!config.encrypt_then_mac) add(to, {"-no_etm"});
  if (!config.tickets) add(to, {"-no_ticket"});
  return {};
}

Arguments program(const CommandFiles& files) {
  if (files.openssl_conf.empty()) return {"openssl"};
  return {"env", "OPENSSL_CONF=" + files.openssl_conf, "openssl"};
}

}  // namespace

// RFC 7627 can be left out only by way of the configuration file (SSL_CONF_cmd: Options).
std::string openssl_configuration(const TargetConfig& config) {
  if (config.extended_master_secret) return {};
  return "openssl_conf = program\n[program]\nssl_conf = tls\n[tls]\nsystem_default = options\n"
         "[options]\nOptions = -ExtendedMasterSecret\n";
}

Result<Arguments> openssl_server(const TargetConfig& config, const CommandFiles& files) {
  auto out = program(files);
  add(out, {"s_server", "-accept", fmt::format("127.0.0.1:{}", files.port)});
  if (auto status = add_common(out, config, files); !status) return fail(status.error());
  if (files.certificate.empty()) add(out, {"-nocert"});
  if (config.client_auth == ClientAuth::request) add(out, {"-verify", "5", "-verify_return_error"});
  if (config.client_auth == ClientAuth::require) add(out, {"-Verify", "5", "-verify_return_error"});
  // In TLS 1.3 -no_ticket only makes tickets that point into the cache.
  if (!config.tickets) add(out, {"-num_tickets", "0"});
  if (config.tickets && config.ticket_count != 0) add(out, {"-num_tickets", std::to_string(config.ticket_count)});
  if (!config.session_ids) add(out, {"-no_cache"});
  if (config.hello_retry_cookie) add(out, {"-stateless"});
  if (config.early_data_max != 0) {
    const std::string most = std::to_string(config.early_data_max);
    add(out, {"-early_data", "-max_early_data", most, "-recv_max_early_data", most});
  }
  if (config.renegotiation) add(out, {"-client_renegotiation"});
  return out;
}

Result<Arguments> openssl_client(const TargetConfig& config, const CommandFiles& files) {
  auto out = program(files);
  add(out, {"s_client", "-connect", fmt::format("127.0.0.1:{}", files.port)});
  if (auto status = add_common(out, config, files); !status) return fail(status.error());
  if (config.server_name.empty()) {
    add(out, {"-noservername"});
  } else {
    add(out, {"-servername", config.server_name});
  }
  if (config.verify_peer) add(out, {"-verify", "5", "-verify_return_error"});
  if (config.verify_peer && !config.server_name.empty()) add(out, {"-verify_hostname", config.server_name});
  if (files.write_session) add(out, {"-sess_out", files.session});
  if (files.read_session) add(out, {"-sess_in", files.session});
  if (!files.early_data.empty()) add(out, {"-early_data", files.early_data});
  return out;
}

}  // namespace shakedown::target
