#include "harness/peer/complete.h"

#include <fmt/format.h>

#include <algorithm>
#include <ranges>

#include "harness/crypto/rsa.h"
#include "harness/crypto/sign.h"
#include "harness/protocol/schedule12.h"
#include "harness/protocol/schedule13.h"
#include "harness/protocol/signed_content.h"
#include "harness/wire/splice.h"

namespace shakedown::peer {
namespace {

namespace tls13 = protocol::tls13;
namespace tls12 = protocol::tls12;
using script::Compute;

View content(const wire::Laid& m, std::size_t slot) {
  const auto& s = m.layout.slots[slot];
  return View(m.bytes).subspan(s.begin, s.end - s.begin);
}

std::optional<std::size_t> slot_of(const wire::Laid& m, std::string_view path) {
  const auto parsed = wire::parse_path(path);
  return parsed ? wire::find_slot(m, *parsed) : std::nullopt;
}

// The transcript without the messages that the script leaves out, each named client.X or server.X.
protocol::Transcript transcript_for(const State& s, const Compute& compute) {
  auto out = s.transcript;
  for (auto i = out.count(); i-- > 0;)
    if (std::ranges::count(compute.without, s.transcript_names[i]) > 0) out = out.without(i);
  return out;
}

// `server.Finished`: the value of that message's computed field, as it was seen last.
std::optional<Bytes> replayed(const State& s, const std::string& which) {
  for (const auto& message : std::views::reverse(s.log.messages)) {
    if (which != std::string(registry::role_name(message.sender)) + '.' + message.name()) continue;
    const auto parsed = message.parsed();
    if (!parsed) return std::nullopt;
    if (const auto* f = std::get_if<wire::Finished>(&parsed->value)) return f->verify_data;
    if (const auto* v = std::get_if<wire::CertificateVerify>(&parsed->value)) return v->signature;
  }
  return std::nullopt;
}

Result<Bytes> finished12(const State& s, const Compute& compute, Role side) {
  if (s.master.empty()) return fail(Cause::unsupported, "no master secret yet for the Finished");
  const auto hash = compute.hash.value_or(s.hash());
  const auto label = compute.label.value_or(
      std::string(side == Role::client ? tls12::label::client_finished : tls12::label::server_finished));
  return tls12::verify_data(hash, s.master, label, transcript_for(s, compute).digest(hash));
}

Result<Bytes> finished13(const State& s, const Compute& compute, Role side) {
  const auto& base = s.side(side).at(compute.key.value_or(Epoch::handshake));
  if (base.empty()) return fail(Cause::unsupported, "no secret yet for the Finished");
  const auto hash = compute.hash.value_or(s.hash());
  return tls13::verify_data(hash, base, transcript_for(s, compute).digest(hash),
                            compute.label.value_or(std::string(tls13::label::finished)));
}

Result<Bytes> signature13(State& s, const wire::Laid& m, const Compute& compute, Role side) {
  const auto slot = slot_of(m, "CertificateVerify.algorithm");
  const auto scheme = static_cast<registry::SignatureScheme>(slot ? read_uint(content(m, *slot)) : 0);
  const auto hash = compute.hash.value_or(s.hash());
  const auto digest = transcript_for(s, compute).digest(hash);
  const auto context = compute.label.value_or(std::string(protocol::certificate_verify_context(side)));
  return crypto::sign(s.credentials(s.role).key, scheme, protocol::certificate_verify_content(context, digest),
                      s.salts);
}

Result<Bytes> signature12(State& s, const wire::Laid& m, const Compute& compute) {
  const auto slot = slot_of(m, "CertificateVerify.algorithm");
  const auto scheme = static_cast<registry::SignatureScheme>(slot ? read_uint(content(m, *slot)) : 0);
  return crypto::sign(s.credentials(s.role).key, scheme, transcript_for(s, compute).bytes(), s.salts);
}

// RFC 8422 §5.4: over both randoms and the parameters as they are now, edits included.
Result<Bytes> key_exchange_signature(State& s, const wire::Laid& m, const Compute&) {
  const auto params = slot_of(m, "ServerKeyExchange.params");
  const auto algorithm = slot_of(m, "ServerKeyExchange.algorithm");
  if (!params || !algorithm) return fail(Cause::unsupported, "this ServerKeyExchange has nothing to sign");
  const auto scheme = static_cast<registry::SignatureScheme>(read_uint(content(m, *algorithm)));
  const auto& agreed = s.log.agreed;
  return crypto::sign(
      s.credentials(s.role).key, scheme,
      protocol::server_key_exchange_content(agreed.client_random, agreed.server_random, content(m, *params)), s.salts);
}

// RFC 8446 §4.2.11.2: over the ClientHello up to its binders, whose prefix is already right.
Result<Bytes> binder(const State& s, const wire::Laid& m, const Compute& compute, std::size_t index) {
  if (index >= s.psks.size()) return fail(Cause::unsupported, "no PSK for this binder");
  const auto binders = slot_of(m, "ClientHello.extensions[pre_shared_key].binders");
  if (!binders) return fail(Cause::unsupported, "the pre_shared_key extension has no binders");
  const auto& slot = m.layout.slots[*binders];
  const auto& psk = s.psks[index];
  const auto hash = compute.hash.value_or(psk.hash);
  const auto label = compute.label.value_or(
      std::string(psk.external ? tls13::label::external_binder : tls13::label::resumption_binder));
  const auto digest = transcript_for(s, compute).digest_with(hash, View(m.bytes).first(slot.begin - slot.prefix));
  return tls13::binder(hash, psk.key, label, digest);
}

Result<Bytes> encrypted_premaster(State& s) {
  if (!s.target_key)
    return fail(Cause::unsupported, "no certificate seen whose key could encrypt the premaster secret");
  return crypto::rsa_encrypt(*s.target_key, s.premaster, s.salts);
}

Result<Bytes> value_of(State& s, const wire::Laid& m, std::size_t slot, const wire::Message& built,
                       const Compute& compute) {
  const auto side = compute.side.value_or(s.role);
  if (compute.replay) {
    if (auto value = replayed(s, *compute.replay)) return *value;
    return fail(Cause::unsupported, fmt::format("nothing seen that could be replayed as {}", *compute.replay));
  }
  const bool as13 = s.working_version() == ProtocolVersion{0x0304};
  if (std::holds_alternative<wire::Finished>(built))
    return as13 ? finished13(s, compute, side) : finished12(s, compute, side);
  if (std::holds_alternative<wire::CertificateVerify>(built))
    return as13 ? signature13(s, m, compute, side) : signature12(s, m, compute);
  if (std::holds_alternative<wire::ClientHello>(built)) {
    const auto entry = static_cast<std::size_t>(m.layout.slots[slot].parent);  // the binder's PskBinderEntry
    return binder(s, m, compute, m.layout.slots[entry].index);
  }
  if (std::holds_alternative<wire::ClientKeyExchangeRsa>(built)) return encrypted_premaster(s);
  return key_exchange_signature(s, m, compute);
}

}  // namespace

bool has_computed(const wire::Message& message) {
  if (const auto* hello = std::get_if<wire::ClientHello>(&message))
    return wire::find(hello->extensions, wire::OfferedPsks::code) != nullptr;
  const auto& nodes = wire::schema_of(message).nodes;
  return std::ranges::any_of(nodes, [](const auto& n) { return n.computed; });
}

Status complete(State& s, wire::Laid& laid, const wire::Message& built, const Compute& compute) {
  for (std::size_t i = 0; i < laid.layout.slots.size(); ++i) {
    if (!laid.layout.node(i).computed || laid.layout.slots[i].written) continue;
    auto value = value_of(s, laid, i, built, compute);
    if (!value) {
      s.note(to_string(value.error()));
      continue;
    }
    if (auto ok = wire::replace(laid, i, *value, wire::Lengths::follow); !ok) return ok;
    laid.layout.slots[i].written = false;
  }
  return {};
}

}  // namespace shakedown::peer
