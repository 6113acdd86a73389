#include "harness/vectors/trace13.h"

#include <fmt/format.h>

#include "harness/protocol/schedule13.h"

namespace shakedown::vectors {

namespace tls13 = protocol::tls13;
namespace label = tls13::label;
using registry::operator""_group;

const std::vector<Trace13::StepKind>& Trace13::step_kinds() {
  static const std::vector<StepKind> kinds = {
      {"create an ephemeral ", " key pair", &Trace13::create_key_pair},
      {"construct a ", " handshake message", &Trace13::construct},
      {"construct an ", " handshake message", &Trace13::construct},
      {"extract secret \"", "\"", &Trace13::extract_secret},
      {"derive secret ", "\"", &Trace13::derive_secret},
      {"derive read traffic keys for ", " data", &Trace13::derive_read_keys},
      {"derive write traffic keys for ", " data", &Trace13::derive_write_keys},
      {"calculate finished \"tls13 finished\"", "", &Trace13::calculate_finished},
      {"calculate PSK binder", "", &Trace13::calculate_binder},
      {"generate resumption secret \"tls13 resumption\"", "", &Trace13::generate_resumption_secret},
      {"send ", " record", &Trace13::send},
  };
  return kinds;
}

Status Trace13::run(Record& record) {
  const auto peer = role_of(record, "Peer");
  const auto title = record.text("Step");
  if (!peer) return fail(peer.error());
  if (!title) return fail(title.error());
  for (const auto& kind : step_kinds()) {
    const std::size_t fixed = kind.begin.size() + kind.end.size();
    if (title->size() < fixed || !title->starts_with(kind.begin) || !title->ends_with(kind.end)) continue;
    Step step{.peer = *peer, .rest = title->substr(kind.begin.size(), title->size() - fixed), .record = record};
    if (kind.end.empty() && !step.rest.empty()) continue;
    return (this->*kind.run)(step);
  }
  return fail(Cause::input, "no test knows this step: " + *title);
}

Status Trace13::settle(Step& step, const std::string& key, std::string_view same_as, const Outputs& outputs) {
  if (!step.record.has("Same as")) {
    printed_[key] = outputs;
    for (const auto& [name, value] : outputs)
      if (auto ok = same(step.record, name, value); !ok) return ok;
    return {};
  }
  const auto text = step.record.text("Same as");
  if (*text != same_as) return fail(Cause::input, fmt::format("same as '{}', not '{}'", same_as, *text));
  const auto other = printed_.find(key);
  if (other == printed_.end()) return fail(Cause::input, "the other side printed no " + key);
  for (std::size_t i = 0; i < outputs.size(); ++i)
    if (auto ok = same_bytes(outputs[i].first, outputs[i].second, other->second.at(i).second); !ok) return ok;
  return {};
}

Status Trace13::create_key_pair(Step& step) {
  const bool x25519 = step.rest == "x25519";
  if (!x25519 && step.rest != "P-256") return fail(Cause::input, "no such group: " + step.rest);
  const auto group = x25519 ? "x25519"_group : "secp256r1"_group;
  const auto private_key = step.record.hex("private key");
  if (!private_key) return fail(private_key.error());
  auto public_key = crypto::public_key_of(group, *private_key);
  if (!public_key) return fail(public_key.error());
  side(step.peer).shares.push_back({.group = group, .private_key = *private_key, .public_key = *public_key});
  return same(step.record, "public key", *public_key);
}

Result<Bytes> Trace13::shared_secret(Role peer) const {
  const auto share_of = [&](Role role) -> const crypto::KeyShare* {
    for (const auto& share : side(role).shares)
      if (share.group == group_) return &share;
    return nullptr;
  };
  const auto *ours = share_of(peer), *theirs = share_of(other(peer));
  if (!ours || !theirs) return fail(Cause::input, "a key pair of the chosen group is missing");
  return crypto::shared_secret(*ours, theirs->public_key);
}

Result<Bytes> Trace13::secret(Role peer, std::string_view name) const {
  const auto found = side(peer).secrets.find(name);
  if (found == side(peer).secrets.end())
    return fail(Cause::input, fmt::format("the secret '{}' was not computed before", name));
  return found->second;
}

Result<Trace13::Outputs> Trace13::extraction(Role peer, std::string_view name) {
  const Bytes zeros(crypto::hash_size(hash_));
  if (name == "early")
    return Outputs{{"salt", zeros}, {"IKM", psk_.empty() ? zeros : psk_}, {"secret", tls13::early_secret(hash_, psk_)}};
  const auto previous = secret(peer, name == "handshake" ? "early" : "handshake");
  if (!previous) return fail(previous.error());
  const Bytes salt = tls13::derived_secret(hash_, *previous);
  if (name == "master")
    return Outputs{{"salt", salt}, {"IKM", zeros}, {"secret", tls13::master_secret(hash_, *previous)}};
  if (name != "handshake") return fail(Cause::input, fmt::format("no such secret: {}", name));
  const auto shared = shared_secret(peer);
  if (!shared) return fail(shared.error());
  return Outputs{{"salt", salt}, {"IKM", *shared}, {"secret", tls13::handshake_secret(hash_, *previous, *shared)}};
}

Status Trace13::extract_secret(Step& step) {
  const auto outputs = extraction(step.peer, step.rest);
  if (!outputs) return fail(outputs.error());
  side(step.peer).secrets[step.rest] = outputs->back().second;
  return settle(step, "secret " + step.rest, fmt::format("{} {} secret", role_name(other(step.peer)), step.rest),
                *outputs);
}

namespace {

struct Derivation {
  std::string_view title, label, from, until;  // the last message of its transcript; none: the empty one
};
constexpr auto derivations = std::to_array<Derivation>({
    {"for handshake \"tls13 derived", label::derived, "early", ""},
    {"for master \"tls13 derived", label::derived, "handshake", ""},
    {"\"tls13 c e traffic", label::client_early, "early", "ClientHello"},
    {"\"tls13 e exp master", label::early_exporter, "early", "ClientHello"},
    {"\"tls13 c hs traffic", label::client_handshake, "handshake", "ServerHello"},
    {"\"tls13 s hs traffic", label::server_handshake, "handshake", "ServerHello"},
    {"\"tls13 c ap traffic", label::client_application, "master", "server Finished"},
    {"\"tls13 s ap traffic", label::server_application, "master", "server Finished"},
    {"\"tls13 exp master", label::exporter, "master", "server Finished"},
    {"\"tls13 res master", label::resumption, "master", "client Finished"},
});

struct Phase {
  std::string_view name, client, server;
};
constexpr auto phases = std::to_array<Phase>({
    {"early application", label::client_early, ""},
    {"handshake", label::client_handshake, label::server_handshake},
    {"application", label::client_application, label::server_application},
});

}  // namespace

Result<Bytes> Trace13::milestone(std::string_view until) const {
  const auto found = milestones_.find(until);
  if (found == milestones_.end()) return fail(Cause::input, fmt::format("there was no {} before", until));
  return found->second;
}

Status Trace13::derive_secret(Step& step) {
  const auto d = std::ranges::find(derivations, step.rest, &Derivation::title);
  if (d == derivations.end()) return fail(Cause::input, "no test knows this derivation: " + step.rest);
  const auto from = secret(step.peer, d->from);
  if (!from) return fail(from.error());
  const auto hash = d->until.empty() ? Result<Bytes>(crypto::hash(hash_, {})) : milestone(d->until);
  if (!hash) return fail(hash.error());
  const Bytes expanded = tls13::derive_secret(hash_, *from, d->label, *hash);
  if (!d->until.empty()) side(step.peer).secrets[std::string(d->label)] = expanded;
  return settle(step, step.rest, role_name(other(step.peer)),
                {{"PRK", *from},
                 {"hash", *hash},
                 {"info", tls13::hkdf_label(d->label, *hash, expanded.size())},
                 {"expanded", expanded}});
}

Trace13::Outputs Trace13::traffic_key_outputs(View secret) const {
  const auto keys = tls13::traffic_keys(hash_, secret, cipher_);
  return {{"PRK", to_bytes(secret)},
          {"key info", tls13::hkdf_label(label::key, {}, keys.key.size())},
          {"key expanded", keys.key},
          {"iv info", tls13::hkdf_label(label::iv, {}, keys.iv.size())},
          {"iv expanded", keys.iv}};
}

Status Trace13::derive_keys(Step& step, bool write) {
  const auto phase = std::ranges::find(phases, step.rest, &Phase::name);
  if (phase == phases.end()) return fail(Cause::input, "no such phase: " + step.rest);
  const Role writer = write ? step.peer : other(step.peer);
  const auto traffic_secret = secret(step.peer, writer == Role::client ? phase->client : phase->server);
  if (!traffic_secret) return fail(traffic_secret.error());
  if (write) {
    const auto keys = tls13::traffic_keys(hash_, *traffic_secret, cipher_);
    auto sealer = protocol::RecordSealer::create(protection(), keys, Rng(0));
    auto opener = protocol::RecordOpener::create(protection(), keys);
    if (!sealer) return fail(sealer.error());
    if (!opener) return fail(opener.error());
    side(writer).sealer = std::move(*sealer);
    side(writer).opener = std::move(*opener);
  }
  return settle(
      step, fmt::format("{} keys of the {}", step.rest, role_name(writer)),
      fmt::format("{} {} data {} traffic keys", role_name(other(step.peer)), step.rest, write ? "read" : "write"),
      traffic_key_outputs(*traffic_secret));
}

Status Trace13::derive_read_keys(Step& step) { return derive_keys(step, false); }
Status Trace13::derive_write_keys(Step& step) { return derive_keys(step, true); }

Status Trace13::calculate_finished(Step& step) {
  // "Same as" the other side's: this side checks the Finished that came, over the transcript before it.
  const bool theirs = step.record.has("Same as");
  const Role owner = theirs ? other(step.peer) : step.peer;
  const auto base = secret(step.peer, owner == Role::client ? label::client_handshake : label::server_handshake);
  if (!base) return fail(base.error());
  const Bytes covered = theirs ? side(owner).before_finished : transcript_hash();
  return settle(step, fmt::format("Finished of the {}", role_name(owner)), role_name(other(step.peer)),
                {{"PRK", *base},
                 {"hash", {}},
                 {"info", tls13::hkdf_label(label::finished, {}, crypto::hash_size(hash_))},
                 {"expanded", tls13::finished_key(hash_, *base)},
                 {"finished", tls13::verify_data(hash_, *base, covered)}});
}

Status Trace13::calculate_binder(Step& step) {
  const auto early = secret(step.peer, "early");
  if (!early) return fail(early.error());
  const Bytes binder_hash = crypto::hash(hash_, binder_prefix_);
  const Bytes base = tls13::binder_key(hash_, *early, label::resumption_binder);
  binder_ = tls13::binder(hash_, psk_, label::resumption_binder, binder_hash);
  return settle(step, "binder", role_name(other(step.peer)),
                {{"ClientHello prefix", binder_prefix_},
                 {"binder hash", binder_hash},
                 {"PRK", base},
                 {"hash", {}},
                 {"info", tls13::hkdf_label(label::finished, {}, crypto::hash_size(hash_))},
                 {"expanded", tls13::finished_key(hash_, base)},
                 {"finished", binder_}});
}

Status Trace13::generate_resumption_secret(Step& step) {
  const auto resumption = secret(step.peer, label::resumption);
  if (!resumption) return fail(resumption.error());
  if (step.record.has("hash")) {  // the nonce; the ticket repeats it
    const auto nonce = step.record.hex("hash");
    if (!nonce) return fail(nonce.error());
    ticket_nonce_ = *nonce;
  }
  ticket_psk_ = tls13::ticket_psk(hash_, *resumption, ticket_nonce_);
  return settle(step, "resumption secret", role_name(other(step.peer)),
                {{"PRK", *resumption},
                 {"hash", ticket_nonce_},
                 {"info", tls13::hkdf_label(label::ticket_psk, ticket_nonce_, ticket_psk_.size())},
                 {"expanded", ticket_psk_}});
}

}  // namespace shakedown::vectors
