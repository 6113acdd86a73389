#include "tests/reference/client_hello.h"

#include <algorithm>

namespace shakedown::reference {
namespace {

// Lengths that RFC 8446 §4.1.2 and RFC 5246 §7.4.1.2 bound.
void check_lengths(const wire::ClientHello& hello) {
  demand(hello.legacy_session_id.size() <= 32, Violation::malformed_message, "legacy_session_id");
  demand(!hello.cipher_suites.empty(), Violation::malformed_message, "cipher_suites");
  demand(!hello.legacy_compression_methods.empty(), Violation::malformed_message, "legacy_compression_methods");
}

template <class T>
bool flag(const std::vector<wire::Extension>& block) {
  return extension<T>(block).has_value();
}

}  // namespace

ClientHelloView read_client_hello(const Core& core, const Received& received) {
  ClientHelloView out;
  out.raw = received.raw;
  out.message = read_message<wire::ClientHello>(received.body());
  check_lengths(out.message);
  const auto& block = out.message.extensions;
  check_block(core, block, In::CH);
  out.versions = extension<wire::SupportedVersions>(block);
  out.groups = extension<wire::SupportedGroups>(block);
  out.schemes = extension<wire::SignatureAlgorithms>(block);
  out.shares = extension<wire::KeyShareClientHello>(block);
  out.psks = extension<wire::OfferedPsks>(block);
  out.psk_modes = extension<wire::PskKeyExchangeModes>(block);
  out.cookie = extension<wire::Cookie>(block);
  out.alpn = extension<wire::ProtocolNameList>(block);
  out.server_names = extension<wire::ServerNameList>(block);
  out.ticket = extension<wire::SessionTicket>(block);
  out.renegotiation_info = extension<wire::RenegotiationInfo>(block);
  out.point_formats = extension<wire::EcPointFormats>(block);
  out.early_data = flag<wire::EarlyData>(block);
  out.extended_master_secret = flag<wire::ExtendedMasterSecret>(block);
  out.encrypt_then_mac = flag<wire::EncryptThenMac>(block);
  static_cast<void>(flag<wire::PostHandshakeAuth>(block));  // only its syntax: we never ask for it
  return out;
}

ProtocolVersion choose_version(const Settings& settings, const ClientHelloView& hello) {
  demand(hello.message.legacy_version != "SSLv3"_version, Violation::version_ssl3);  // RFC 8446 §D.5
  ProtocolVersion chosen{};
  if (hello.versions && settings.version_max >= tls13) {
    // RFC 8446 §4.2.1: only this list counts.
    for (const ProtocolVersion version : {tls12, tls13})
      if (settings.allows(version) && contains(hello.versions->versions, version)) chosen = version;
  } else if (hello.message.legacy_version >= tls12 && settings.allows(tls12)) {
    chosen = tls12;
  }
  demand(chosen != ProtocolVersion{}, Violation::no_common_version);
  // RFC 7507 §3.
  if (chosen < settings.version_max)
    demand(!hello.offers("TLS_FALLBACK_SCSV"_suite), Violation::inappropriate_fallback);
  return chosen;
}

Bytes choose_protocol(const Settings& settings, const ClientHelloView& hello) {
  if (settings.alpn.empty() || !hello.alpn) return {};
  for (const Bytes& ours : settings.alpn)
    if (contains(hello.alpn->protocol_name_list, wire::ProtocolName{ours})) return ours;
  abort_with(Violation::no_common_protocol);
}

bool names_us(const Settings& settings, const ClientHelloView& hello) {
  if (settings.server_name.empty() || !hello.server_names) return false;
  return std::ranges::any_of(hello.server_names->server_name_list, [&](const wire::ServerName& name) {
    return name.name_type == registry::NameType{0} && as_text(name.host_name) == settings.server_name;
  });
}

}  // namespace shakedown::reference
