// TLS 1.3: every suite, group and signature; HelloRetryRequest between all groups; client authentication, tickets,
// external PSK, 0-RTT.
#include "tests/interop/pieces.h"

namespace shakedown::interop {
namespace {

constexpr std::array suites = {"TLS_AES_128_GCM_SHA256"_suite, "TLS_AES_256_GCM_SHA384"_suite,
                               "TLS_CHACHA20_POLY1305_SHA256"_suite};

Handshake make(std::string name, std::string_view mode, const Params& params) {
  return {"tls13_" + std::move(name), "tls13." + std::string(mode), params};
}

Handshake full(CipherSuite suite, NamedGroup group, const Signer& signer) {
  Params params;
  params.cipher_suites = {suite};
  params.groups = {group};
  sign_with(params, signer);
  // One name for each combination: the suite's, the group's and the signature's.
  return make(
      "full_" + registry::name_of(suite) + "_" + registry::name_of(group) + "_" + registry::name_of(signer.scheme),
      "full", params);
}

std::vector<Handshake> full_handshakes(Breadth breadth) {
  std::vector<Handshake> out;
  if (breadth == Breadth::all_combinations) {
    for (const auto suite : suites)
      for (const auto group : all_groups)
        for (const auto& signer : signers13) out.push_back(full(suite, group, signer));
    return out;
  }
  for (const auto suite : suites) out.push_back(full(suite, all_groups.front(), signers13.front()));
  for (const auto group : all_groups) {
    if (group != all_groups.front()) out.push_back(full(suites.front(), group, signers13.front()));
  }
  for (const auto& signer : signers13) {
    if (&signer != &signers13.front()) out.push_back(full(suites.front(), all_groups.front(), signer));
  }
  return out;
}

Handshake retry(NamedGroup first, NamedGroup second, bool cookie, bool compatibility_mode) {
  Params params;
  params.groups = {first, second};
  params.cookie = cookie;
  params.compatibility_mode = compatibility_mode;
  std::string name = "hrr_";
  if (cookie) name += "cookie_";
  if (!compatibility_mode) name += "without_compatibility_mode_";
  return make(name + registry::name_of(first) + "_to_" + registry::name_of(second), "hrr", params);
}

std::vector<Handshake> retries() {
  std::vector<Handshake> out;
  for (const bool compatibility_mode : {true, false})
    for (const bool cookie : {false, true})
      for (const auto first : all_groups)
        for (const auto second : all_groups)
          if (first != second) out.push_back(retry(first, second, cookie, compatibility_mode));
  return out;
}

std::vector<Handshake> client_authentications() {
  std::vector<Handshake> out;
  for (const auto ask : {ClientAuth::requested, ClientAuth::required})
    for (const auto kind : client_kinds) {
      Params params;
      params.client_auth = ask;
      params.client_certificate = kind;
      out.push_back(make("client_auth_" + name_of_ask(ask) + "_" + std::string(crypto::name_of(kind)), "full", params));
    }
  Params params;
  params.client_auth = ClientAuth::required;
  params.groups = {all_groups[0], all_groups[1]};
  out.push_back(make("hrr_client_auth", "hrr", params));
  return out;
}

// With each suite, since its hash is the PSK's.
std::vector<Handshake> pre_shared() {
  std::vector<Handshake> out;
  for (const auto suite : suites)
    for (const std::string mode : {"resumed", "psk", "early_data"}) {
      Params params;
      params.cipher_suites = {suite};
      out.push_back(make(mode + "_" + registry::name_of(suite), mode, params));
    }
  Params refused;
  refused.early_data_answer = protocol::EarlyDataAnswer::reject;
  out.push_back(make("early_data_rejected", "early_data", refused));
  return out;
}

std::vector<Handshake> others() {
  Params plain;
  plain.compatibility_mode = false;
  Params named;
  named.alpn = {"h2", "http/1.1"};
  Params quiet;
  quiet.tickets = 0;
  Params long_data;
  long_data.application_data = 4000;
  return {make("without_compatibility_mode", "full", plain), make("alpn", "full", named),
          make("no_tickets", "full", quiet), make("long_application_data", "full", long_data)};
}

}  // namespace

std::vector<Handshake> tls13_handshakes(Breadth breadth) {
  auto out = full_handshakes(breadth);
  append(out, retries());
  append(out, client_authentications());
  append(out, pre_shared());
  append(out, others());
  return out;
}

}  // namespace shakedown::interop
