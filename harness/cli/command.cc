#include "harness/cli/command.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>

#include "harness/report/text.h"

namespace shakedown::cli {
namespace {

std::vector<std::string> plugin_directories(const Program& program) {
  return {std::filesystem::path(program.path).parent_path() / "plugins"};
}

Result<target::Option> parse_option(const std::string& text) {
  const auto at = text.find('=');
  if (at == std::string::npos || at == 0)
    return fail({.cause = Cause::usage, .what = "not an option of a target", .got = text, .expected = "KEY=VALUE"});
  return target::Option{text.substr(0, at), text.substr(at + 1)};
}

Status read_optional(const std::string& path, std::string& into) {
  if (path.empty()) return {};
  auto text = suite::read_text_file(path);
  if (!text) return fail(text.error());
  into = std::move(*text);
  return {};
}

// IDENTITY:HEX
Status parse_psk(const std::string& text, suite::Overrides& into) {
  if (text.empty()) return {};
  const auto at = text.rfind(':');
  const auto key = at == std::string::npos ? Result<Bytes>(fail(Cause::usage, "")) : from_hex(text.substr(at + 1));
  if (!key || at == 0 || key->empty())
    return fail({.cause = Cause::usage, .what = "not a pre-shared key", .got = text, .expected = "IDENTITY:HEX"});
  into.psk_identity = text.substr(0, at);
  into.psk_key = *key;
  return {};
}

}  // namespace

int complain(const Error& error) {
  fmt::print(stderr, "shakedown: {}\n", to_string(error));
  return suite::exit_code(error);
}

std::string default_corpus() {
  const char* set = std::getenv("SHAKEDOWN_CORPUS");
  return set != nullptr && *set != 0 ? set : SHAKEDOWN_CORPUS_DIR;
}

void TargetArguments::add_to(CLI::App& sub) {
  corpus = default_corpus();
  sub.add_option("target", name, "a plugin's name or path, openssl, gnutls, or host:port");
  sub.add_option("--server-cmd", server_cmd, "a server to start: 'CMD with {port} {cert} {key} {ca}'");
  sub.add_option("--client-cmd", client_cmd, "a client to start, likewise");
  sub.add_option("--listen", listen, "[host:]port where a client will connect to us");
  // One value for each time that it is written: what follows may be a filter.
  sub.add_option("--option", options, "KEY=VALUE for a plugin; may be given again")->allow_extra_args(false);
  sub.add_option("--sni", sni, "the server's name");
  sub.add_option("--ca", ca, "PEM file: roots that the target trusts, and that its own chain is verified against");
  sub.add_option("--cert", cert, "PEM file: the chain that the target is given");
  sub.add_option("--key", key, "PEM file: its key; with --cert");
  sub.add_option("--psk", psk, "IDENTITY:HEX of an external PSK");
  sub.add_option("--alpn", alpn, "application protocols, with commas between them")
      ->delimiter(',')
      ->allow_extra_args(false);
  sub.add_option("--start-limit-ms", start_limit_ms, "until a target must listen, connect or answer")
      ->check(CLI::PositiveNumber);
  sub.add_option("--seed", seed, "of every random choice")->capture_default_str();
  sub.add_option("--corpus", corpus, "the folder of cases")->capture_default_str();
}

Result<suite::SetUp> TargetArguments::set_up(const Program& program) const {
  suite::SetUp out;
  out.target = {.name = name,
                .server_cmd = server_cmd,
                .client_cmd = client_cmd,
                .listen = listen,
                .start_limit_ms = start_limit_ms,
                .plugin_directories = plugin_directories(program)};
  for (const auto& text : options) {
    auto option = parse_option(text);
    if (!option) return fail(option.error());
    out.options.push_back(std::move(*option));
  }
  if (cert.empty() != key.empty())
    return fail(Cause::usage, "--cert and --key belong together, and one of them is missing");
  auto& o = out.overrides;
  if (!sni.empty()) o.server_name = sni;
  o.alpn = alpn;
  for (const auto& [path, into] :
       {std::pair(&ca, &o.authority), std::pair(&cert, &o.certificate), std::pair(&key, &o.key)})
    if (auto ok = read_optional(*path, *into); !ok) return fail(ok.error());
  if (auto ok = parse_psk(psk, o); !ok) return fail(ok.error());
  out.seed = seed;
  out.flights = suite::flights_directory(corpus);
  return out;
}

std::string TargetArguments::words() const {
  std::string out;
  const auto add = [&](const std::string& flag, const std::string& value) {
    if (value.empty()) return;
    if (!out.empty()) out += ' ';
    out += flag.empty() ? report::shell_word(value) : flag + ' ' + report::shell_word(value);
  };
  add("", name);
  add("--server-cmd", server_cmd);
  add("--client-cmd", client_cmd);
  add("--listen", listen);
  for (const auto& option : options) add("--option", option);
  add("--sni", sni);
  add("--ca", ca);
  add("--cert", cert);
  add("--key", key);
  add("--psk", psk);
  for (const auto& protocol : alpn) add("--alpn", protocol);
  if (start_limit_ms != 0) add("--start-limit-ms", std::to_string(start_limit_ms));
  if (corpus != default_corpus()) add("--corpus", corpus);
  return out;
}

std::optional<registry::Role> TargetArguments::only_role() const {
  const bool serves = !server_cmd.empty();
  const bool connects = !client_cmd.empty() || !listen.empty();
  if (serves == connects) return std::nullopt;
  return serves ? registry::Role::server : registry::Role::client;
}

void announce(const TargetArguments& arguments, const target::TargetInfo& info) {
  if (!arguments.listen.empty()) fmt::print(stderr, "shakedown: waiting for a {}\n", info.name);
}

Status write_file(const std::string& path, const std::string& text) {
  std::ofstream out(path, std::ios::binary);
  out << text;
  out.close();
  if (!out) return fail({.cause = Cause::system, .what = "the file cannot be written", .place = {path, 0, 0}});
  return {};
}

}  // namespace shakedown::cli
