// A ClientHello as a server reads it: checked syntax, typed extensions.
#pragma once
#include "tests/reference/extensions.h"

namespace shakedown::reference {

struct ClientHelloView {
  wire::ClientHello message;
  Bytes raw;
  std::optional<wire::SupportedVersions> versions;
  std::optional<wire::SupportedGroups> groups;
  std::optional<wire::SignatureAlgorithms> schemes;
  std::optional<wire::KeyShareClientHello> shares;
  std::optional<wire::OfferedPsks> psks;
  std::optional<wire::PskKeyExchangeModes> psk_modes;
  std::optional<wire::Cookie> cookie;
  std::optional<wire::ProtocolNameList> alpn;
  std::optional<wire::ServerNameList> server_names;
  std::optional<wire::SessionTicket> ticket;
  std::optional<wire::RenegotiationInfo> renegotiation_info;
  std::optional<wire::EcPointFormats> point_formats;
  bool early_data = false;
  bool extended_master_secret = false;
  bool encrypt_then_mac = false;

  bool offers(CipherSuite suite) const { return contains(message.cipher_suites, suite); }
};

ClientHelloView read_client_hello(const Core& core, const Received& received);

// RFC 8446 §4.2.1, §D.2, RFC 5246 §E.1.
ProtocolVersion choose_version(const Settings& settings, const ClientHelloView& hello);
// The first of ours that the client knows, if any (RFC 7301 §3.2); throws if both have protocols and none in common.
Bytes choose_protocol(const Settings& settings, const ClientHelloView& hello);
// Whether the client asks for the name that we serve (RFC 6066 §3).
bool names_us(const Settings& settings, const ClientHelloView& hello);

}  // namespace shakedown::reference
