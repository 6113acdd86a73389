// TLS 1.3: every suite, group and signature; HelloRetryRequest between all groups; client authentication, tickets,
// external PSK, 0-RTT.
#include "tests/interop/pieces.h"

namespace shakedown::interop {
namespace {

std::vector<CipherSuite> suites() {
  std::vector<CipherSuite> out;
  for (const auto& row : registry::Table<CipherSuite>::rows)
    if (row.tls13) out.push_back(row.code);
  return out;
}

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
  const auto all_suites = suites();
  const auto all_groups = groups13();
  const auto all_signers = signers13();
  std::vector<Handshake> out;
  for (std::size_t i = 0; i < all_suites.size(); ++i)
    for (std::size_t j = 0; j < all_groups.size(); ++j)
      for (std::size_t k = 0; k < all_signers.size(); ++k) {
        const bool others_are_first = (i != 0) + (j != 0) + (k != 0) <= 1;
        if (breadth == Breadth::all_combinations || others_are_first)
          out.push_back(full(all_suites[i], all_groups[j], all_signers[k]));
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

// From each group to each other; with a cookie and without compatibility mode to and from one.
std::vector<Handshake> retries() {
  const auto groups = groups13();
  std::vector<Handshake> out;
  for (const bool compatibility_mode : {true, false})
    for (const bool cookie : {false, true})
      for (const auto first : groups)
        for (const auto second : groups) {
          const bool plain = compatibility_mode && !cookie;
          const bool chosen = plain || first == groups.front() || second == groups.front();
          if (first != second && chosen) out.push_back(retry(first, second, cookie, compatibility_mode));
        }
  return out;
}

std::vector<Handshake> client_authentications() {
  std::vector<Handshake> out;
  for (const auto ask : {ClientAuth::requested, ClientAuth::required})
    for (const auto kind : certificate_kinds()) {
      Params params;
      params.client_auth = ask;
      params.client_certificate = kind;
      out.push_back(make("client_auth_" + name_of_ask(ask) + "_" + std::string(crypto::name_of(kind)), "full", params));
    }
  Params params;
  params.client_auth = ClientAuth::required;
  params.groups = {"x25519"_group, "secp256r1"_group};
  out.push_back(make("hrr_client_auth", "hrr", params));
  return out;
}

// With each suite, since its hash is the PSK's.
std::vector<Handshake> pre_shared() {
  std::vector<Handshake> out;
  for (const auto suite : suites())
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
  return {make("full_without_compatibility_mode", "full", plain), make("full_alpn", "full", named),
          make("full_without_tickets", "full", quiet), make("full_long_application_data", "full", long_data)};
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
