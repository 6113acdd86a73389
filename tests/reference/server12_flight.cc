// What a TLS 1.2 server sends before the client has answered.
#include "harness/protocol/signed_content.h"
#include "tests/reference/credential.h"
#include "tests/reference/downgrade.h"
#include "tests/reference/server12.h"

namespace shakedown::reference {

void Server12::start(const ClientHelloView& hello) {
  core_.reader.use_rules(RecordRules::tls12);
  core_.facts.version = tls12;
  client_version_ = hello.message.legacy_version;
  client_random_ = Bytes(hello.message.random.begin(), hello.message.random.end());
  check_hello12(hello);
  core_.transcript.add(hello.raw);
  core_.facts.alpn = choose_protocol(core_.settings, hello);
  const Session12* session = find_session12(core_, hello);
  resumed_ = session != nullptr;
  core_.facts.resumed = resumed_;
  extended_master_secret_ = core_.settings.extended_master_secret && hello.extended_master_secret;
  if (session != nullptr) return resume(hello, *session);
  full(hello);
}

void Server12::resume(const ClientHelloView& hello, const Session12& session) {
  select_suite(*registry::find(session.suite));
  session_id_ = hello.message.legacy_session_id;
  send_server_hello(hello);
  use_master(session.master_secret);
  send_finished();
  stage_ = Stage::change_cipher_spec;
}

void Server12::full(const ClientHelloView& hello) {
  const Selection12 selection = select12(core_, hello);
  select_suite(*selection.suite);
  issues_ticket_ = core_.settings.tickets && hello.ticket.has_value();
  if (core_.settings.session_ids && !issues_ticket_) session_id_ = core_.context.sessions.make_name(core_.rng);
  send_server_hello(hello);
  wire::Certificate12 certificate;
  for (const Bytes& der : core_.settings.chain) certificate.certificate_list.push_back({der});
  core_.send(certificate);
  if (suite_->key_exchange == registry::KeyExchange::ecdhe) send_server_key_exchange(selection);
  const bool request = core_.settings.client_auth != ClientAuth::none;
  if (request) send_certificate_request();
  core_.send(wire::ServerHelloDone{});
  stage_ = request ? Stage::certificate : Stage::client_key_exchange;
}

void Server12::send_server_hello(const ClientHelloView& hello) {
  const Settings& settings = core_.settings;
  encrypt_then_mac_ = settings.encrypt_then_mac && hello.encrypt_then_mac && is_cbc();  // RFC 7366 §3
  wire::ServerHello out;
  core_.rng.fill(out.random);
  if (settings.allows(tls13) && !core_.faulty(Fault::omits_downgrade_marker)) set_downgrade_marker(out.random);
  server_random_ = Bytes(out.random.begin(), out.random.end());
  out.legacy_session_id_echo = session_id_;
  if (resumed_ && !session_id_.empty() && core_.faulty(Fault::echoes_wrong_session_id))
    out.legacy_session_id_echo.back() ^= 1U;
  out.cipher_suite = suite_->code;
  auto& block = out.extensions;
  // RFC 5746 §3.6.
  if (hello.renegotiation_info || hello.offers("TLS_EMPTY_RENEGOTIATION_INFO_SCSV"_suite))
    block.push_back(wire::to_extension(wire::RenegotiationInfo{}));
  if (extended_master_secret_) block.push_back(wire::to_extension(wire::ExtendedMasterSecret{}));
  if (encrypt_then_mac_) block.push_back(wire::to_extension(wire::EncryptThenMac{}));
  if (issues_ticket_) block.push_back(wire::to_extension(wire::SessionTicket{}));
  if (hello.point_formats && suite_->key_exchange == registry::KeyExchange::ecdhe)
    block.push_back(wire::to_extension(wire::EcPointFormats{{registry::ECPointFormat{0}}}));
  if (names_us(settings, hello) && !resumed_) block.push_back({"server_name"_ext, {}});  // RFC 6066 §3
  if (!core_.facts.alpn.empty())
    block.push_back(wire::to_extension(wire::ProtocolNameList{{wire::ProtocolName{core_.facts.alpn}}}));
  core_.send(out);
}

void Server12::send_server_key_exchange(const Selection12& selection) {
  auto share = crypto::make_key_share(selection.group, core_.rng);
  if (!share) abort_with(Violation::internal, share.error().what);
  share_ = std::move(*share);
  core_.facts.group = selection.group;
  wire::ServerKeyExchangeEcdhe out;
  out.params.named_curve = selection.group;
  out.params.point = share_.public_key;
  out.algorithm = selection.scheme;
  out.signature = sign(core_, selection.scheme,
                       protocol::server_key_exchange_content(client_random_, server_random_, wire::encode(out.params)));
  core_.send(out);
}

void Server12::send_certificate_request() {
  wire::CertificateRequest12 out;
  out.certificate_types = {registry::ClientCertificateType{64}, registry::ClientCertificateType{1}};
  out.supported_signature_algorithms = core_.settings.schemes;
  core_.send(out);
}

}  // namespace shakedown::reference
