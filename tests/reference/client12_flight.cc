// What a TLS 1.2 client makes of a ServerHello, and what it sends.
#include "harness/crypto/rsa.h"
#include "tests/reference/client12.h"
#include "tests/reference/credential.h"

namespace shakedown::reference {

void Client12::start(const Received& message, const wire::ServerHello& hello) {
  client_random_ = to_bytes(offer_.random());
  server_random_ = Bytes(hello.random.begin(), hello.random.end());
  const auto* suite = registry::find_keyed(hello.cipher_suite);
  const bool offered =
      contains(offer_.hello.cipher_suites, hello.cipher_suite) || core_.faulty(Fault::accepts_unoffered_suite);
  demand(suite != nullptr && !suite->tls13 && offered, Violation::suite_not_offered);
  demand(hello.legacy_compression_method == registry::CompressionMethod{0}, Violation::compression_illegal);
  select_suite(*suite);
  core_.transcript.add(message.raw);
  check_answers(core_, hello.extensions, In::SH12, offer_.types());
  check_extensions(hello);
  check_session(hello);
  check_protocol(hello);
  if (resumed_ == nullptr) return;
  use_master(resumed_->master_secret);
  stage_ = after_server_flight();
}

// RFC 5246 §7.4.1.3, RFC 5077 §3.4: our own id says that the session is resumed.
void Client12::check_session(const wire::ServerHello& hello) {
  session_id_ = hello.legacy_session_id_echo;
  const bool echoed = !session_id_.empty() && session_id_ == offer_.hello.legacy_session_id;
  // RFC 8446 §D.4: an id of compatibility mode names no session.
  demand(!echoed || offer_.session12, Violation::session_id_mismatch);
  core_.facts.resumed = echoed;
  if (!echoed) return;
  resumed_ = &*offer_.session12;
  demand(resumed_->suite == suite_->code, Violation::session_mismatch);
  // RFC 7627 §5.3.
  demand(resumed_->extended_master_secret == extended_master_secret_ ||
             core_.faulty(Fault::ignores_extended_master_secret_of_session),
         Violation::extended_master_secret_mismatch);
}

void Client12::check_extensions(const wire::ServerHello& hello) {
  const auto& block = hello.extensions;
  extended_master_secret_ = extension<wire::ExtendedMasterSecret>(block).has_value();
  encrypt_then_mac_ = extension<wire::EncryptThenMac>(block).has_value();
  demand(!encrypt_then_mac_ || is_cbc(), Violation::encrypt_then_mac_illegal);  // RFC 7366 §3
  if (const auto info = extension<wire::RenegotiationInfo>(block))
    demand(info->renegotiated_connection.empty(), Violation::renegotiation_info_wrong);  // RFC 5746 §3.4
  if (const auto formats = extension<wire::EcPointFormats>(block))
    demand(contains(formats->ec_point_format_list, registry::ECPointFormat{0}), Violation::point_formats_illegal);
  if (const auto ticket = extension<wire::SessionTicket>(block)) {
    demand(ticket->ticket.empty(), Violation::malformed_extension, "session_ticket");  // RFC 5077 §3.2
    expects_ticket_ = true;
  }
  if (const auto* name = wire::find(block, "server_name"_ext))
    demand(name->extension_data.empty(), Violation::malformed_extension, "server_name");  // RFC 6066 §3
}

// RFC 7301 §3.1: exactly one, of ours.
void Client12::check_protocol(const wire::ServerHello& hello) {
  const auto answer = extension<wire::ProtocolNameList>(hello.extensions);
  if (!answer) return;
  const auto& names = answer->protocol_name_list;
  const bool fine = names.size() == 1 && contains(core_.settings.alpn, names.front().name);
  demand(fine || core_.faulty(Fault::accepts_unoffered_protocol), Violation::protocol_not_offered);
  core_.facts.alpn = names.front().name;
}

// RFC 5246 §7.4.6: empty if we have none that the server can check.
std::optional<SignatureScheme> Client12::send_certificate() {
  const auto scheme = choose_scheme(core_.settings, tls12, *requested_);
  wire::Certificate12 certificate;
  if (scheme)
    for (const Bytes& der : core_.settings.chain) certificate.certificate_list.push_back({der});
  core_.send(certificate);
  return scheme;
}

Bytes Client12::send_client_key_exchange() {
  return suite_->key_exchange == registry::KeyExchange::rsa ? send_rsa() : send_ecdhe();
}

Bytes Client12::send_ecdhe() {
  // Without parameters only if a fault let the ServerKeyExchange be left out.
  const NamedGroup group = params_ ? params_->named_curve : core_.settings.groups.front();
  auto share = crypto::make_key_share(group, core_.rng);
  if (!share) abort_with(Violation::internal, share.error().what);
  const Bytes premaster = params_ ? agree(core_, *share, params_->point) : Bytes(crypto::shared_secret_size(group));
  core_.send(wire::ClientKeyExchangeEcdhe{share->public_key});
  return premaster;
}

Bytes Client12::send_rsa() {
  Bytes premaster;
  append_uint(premaster, registry::number(offer_.hello.legacy_version), 2);  // RFC 5246 §7.4.7.1
  append(premaster, core_.rng.bytes(46));
  // Without a key only if a fault let the Certificate be left out: then nobody can decrypt it.
  Bytes encrypted = core_.rng.bytes(256);
  if (server_key_) {
    auto made = crypto::rsa_encrypt(*server_key_, premaster, core_.rng);
    if (!made) abort_with(Violation::internal, made.error().what);
    encrypted = std::move(*made);
  }
  core_.send(wire::ClientKeyExchangeRsa{encrypted});
  return premaster;
}

}  // namespace shakedown::reference
