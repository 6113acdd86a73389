#include <fmt/format.h>

#include "harness/protocol/schedule13.h"
#include "harness/protocol/signed_content.h"
#include "harness/vectors/trace13.h"

namespace shakedown::vectors {

using registry::operator""_content;
using wire::operator""_message;

namespace {

// The binders list of RFC 8446 §4.2.11 with one binder.
Bytes binders_list(View binder) {
  Bytes out;
  append_uint(out, binder.size() + 1, 2);
  append_uint(out, binder.size(), 1);
  append(out, binder);
  return out;
}

// The RFC calls a HelloRetryRequest ServerHello.
std::string printed_name(View message) {
  const auto name = wire::name_of(wire::HandshakeType{message[0]}, message.subspan(4));
  return name == "HelloRetryRequest" ? "ServerHello" : name;
}

}  // namespace

Status Trace13::construct(Step& step) {
  const auto message = step.record.hex(step.rest);
  if (!message) return fail(message.error());
  if (message->size() < 4) return fail(Cause::decode, "a handshake message has no header");
  if (printed_name(*message) != step.rest) return fail(Cause::input, step.rest + " is " + printed_name(*message));
  append(side(step.peer).pending, *message);
  // A ClientHello without its binders is no whole message yet; the record has them.
  if (wire::HandshakeType{message->front()} != "ClientHello"_message) return take_message(step.peer, *message);
  binder_prefix_ = *message;
  return {};
}

Status Trace13::take_message(Role sender, View message) {
  const auto type = wire::HandshakeType{message[0]};
  if (type == "ClientHello"_message || type == "ServerHello"_message) return take_hello(sender, message);
  const auto parsed = parse_message(message, {.sender = sender});
  if (!parsed) return fail(parsed.error());
  Status ok;
  if (type == "Certificate"_message) ok = take_certificate(sender, *parsed);
  if (type == "CertificateVerify"_message) ok = take_certificate_verify(sender, *parsed);
  if (type == "Finished"_message) ok = take_finished(sender, *parsed);
  if (type == "NewSessionTicket"_message) return take_ticket(*parsed);  // not part of the transcript
  transcript_.add(message);
  if (type == "Finished"_message) milestones_[std::string(role_name(sender)) + " Finished"] = transcript_hash();
  return ok;
}

Status Trace13::take_hello(Role sender, View message) {
  const auto parsed = parse_message(message, {.sender = sender});
  if (!parsed) return fail(parsed.error());
  if (std::holds_alternative<wire::HelloRetryRequest>(*parsed)) transcript_.replace_with_message_hash(hash_);
  transcript_.add(message);
  milestones_[wire::name_of(*parsed)] = transcript_hash();
  if (sender == Role::server) return take_server_hello(*parsed);
  const auto* hello = std::get_if<wire::ClientHello>(&*parsed);
  if (!hello) return fail(Cause::decode, "a client's hello is no ClientHello");
  const auto shares = wire::view<wire::KeyShareClientHello>(hello->extensions);
  if (!shares || shares->client_shares.size() != 1) return fail(Cause::decode, "the ClientHello has not one key share");
  return check_share(sender, shares->client_shares[0]);
}

Status Trace13::check_share(Role sender, const wire::KeyShareEntry& share) const {
  const auto& made = side(sender).shares;
  if (made.empty()) return fail(Cause::input, fmt::format("the {} has no key pair", role_name(sender)));
  return same_bytes(fmt::format("the {}'s key share", role_name(sender)), share.key_exchange, made.back().public_key);
}

Status Trace13::take_server_hello(const wire::Message& message) {
  const auto* retry = std::get_if<wire::HelloRetryRequest>(&message);
  const auto* hello = std::get_if<wire::ServerHello>(&message);
  if (!retry && !hello) return fail(Cause::decode, "a server's hello is no ServerHello");
  const auto* row = registry::find(retry ? retry->cipher_suite : hello->cipher_suite);
  if (!row || row->hash != hash_ || row->cipher != cipher_)
    return fail(Cause::decode, "the suite is not TLS_AES_128_GCM_SHA256");
  transcript_.choose(hash_);
  if (retry) return {};
  const auto share = wire::view<wire::KeyShareServerHello>(hello->extensions);
  if (!share) return fail(Cause::decode, "the ServerHello has no key share");
  group_ = share->server_share.group;
  return check_share(Role::server, share->server_share);
}

Status Trace13::take_certificate(Role sender, const wire::Message& message) {
  const auto* certificate = std::get_if<wire::Certificate>(&message);
  if (!certificate || certificate->certificate_list.empty())
    return fail(Cause::decode, "a Certificate message holds no certificate");
  auto key = crypto::PublicKey::from_certificate(certificate->certificate_list[0].cert_data);
  if (!key) return fail(key.error());
  side(sender).certificate_key = std::move(*key);
  return {};
}

Status Trace13::take_certificate_verify(Role sender, const wire::Message& message) {
  const auto* verify = std::get_if<wire::CertificateVerify>(&message);
  const auto& key = side(sender).certificate_key;
  if (!verify || !key) return fail(Cause::decode, "a CertificateVerify comes without a certificate");
  const Bytes content =
      protocol::certificate_verify_content(protocol::certificate_verify_context(sender), transcript_hash());
  if (auto ok = crypto::verify(*key, verify->algorithm, content, verify->signature); !ok) return ok;
  return make_signature_again(sender, *verify, content);
}

Status Trace13::make_signature_again(Role sender, const wire::CertificateVerify& verify, View content) {
  const auto& key = *side(sender).certificate_key;
  if (!rsa_key_ || !equal(rsa_key_->public_key().spki(), key.spki()))
    return {};  // the RFC does not give this private key
  const auto salt = crypto::recover_pss_salt(key, verify.algorithm, content, verify.signature);
  if (!salt) return fail(salt.error());
  const auto again = crypto::sign_pss_with_salt(*rsa_key_, verify.algorithm, content, *salt);
  if (!again) return fail(again.error());
  ++signatures_made_again_;
  return same_bytes("the signature made again", *again, verify.signature);
}

Status Trace13::take_finished(Role sender, const wire::Message& message) {
  const auto* finished = std::get_if<wire::Finished>(&message);
  namespace label = protocol::tls13::label;
  const auto base = secret(sender, sender == Role::client ? label::client_handshake : label::server_handshake);
  if (!finished || !base) return fail(Cause::decode, "a Finished comes before its secrets");
  side(sender).before_finished = transcript_hash();
  const auto expected = protocol::tls13::verify_data(hash_, *base, side(sender).before_finished);
  return same_bytes("verify_data", finished->verify_data, expected);
}

Status Trace13::take_ticket(const wire::Message& message) {
  const auto* ticket = std::get_if<wire::NewSessionTicket>(&message);
  if (!ticket) return fail(Cause::decode, "a NewSessionTicket is none of TLS 1.3");
  return same_bytes("ticket_nonce", ticket->ticket_nonce, ticket_nonce_);
}

// A flight is what was built since the last one; a ClientHello gets its binders here.
Status Trace13::check_flight(Role sender, View payload) {
  Bytes expected = std::exchange(side(sender).pending, {});
  const bool is_hello = !payload.empty() && wire::HandshakeType{payload[0]} == "ClientHello"_message;
  if (is_hello && !binder_.empty()) append(expected, binders_list(binder_));
  if (auto ok = same_bytes("the flight", payload, expected); !ok) return ok;
  Bytes left = to_bytes(payload);
  for (const auto& message : take_messages(left))
    if (const auto parsed = parse_message(message, {.sender = sender}); !parsed) return fail(parsed.error());
  if (!left.empty()) return fail(Cause::decode, "a flight ends inside a message");
  return is_hello ? take_hello(sender, payload) : Status{};
}

Status Trace13::send(Step& step) {
  const auto type = registry::value_of<registry::ContentType>(step.rest);
  if (!type) return fail(Cause::input, "no such content type: " + step.rest);
  const auto payload = step.record.hex("payload");
  if (!payload) return fail(payload.error());
  if (*type == "handshake"_content)
    if (auto ok = check_flight(step.peer, *payload); !ok) return ok;
  return check_record(step, *type, *payload);
}

Status Trace13::check_record(Step& step, registry::ContentType type, View payload) {
  auto& sender = side(step.peer);
  const bool first_hello = step.peer == Role::client && !std::exchange(sender.sent_anything, true);
  const protocol::RecordHeader header{.type = type,
                                      .version = static_cast<std::uint16_t>(first_hello ? 0x0301 : 0x0303)};
  protocol::RecordSealer clear_sealer;
  protocol::RecordOpener clear_opener;
  const bool clear = type == "change_cipher_spec"_content;
  auto& sealer = clear ? clear_sealer : sender.sealer;
  auto& opener = clear ? clear_opener : sender.opener;

  const auto sealed = sealer.seal(header, payload);
  if (!sealed) return fail(sealed.error());
  if (auto ok = same(step.record, "complete record", *sealed); !ok) return ok;
  const auto opened = opener.open(sealer.outer_header(header), View(*sealed).subspan(5));
  if (!opened) return fail(opened.error());
  if (opened->type != type || opened->padding != 0)
    return fail(Cause::crypto, "a record opens to another type or to padding");
  return same_bytes("the payload of the opened record", opened->content, payload);
}

}  // namespace shakedown::vectors
