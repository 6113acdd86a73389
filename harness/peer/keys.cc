#include "harness/peer/keys.h"

#include <fmt/format.h>

#include "harness/protocol/schedule12.h"
#include "harness/protocol/schedule13.h"
#include "harness/registry/keylog.h"

namespace shakedown::peer {
namespace tls13 = protocol::tls13;
namespace tls12 = protocol::tls12;
using registry::KeyLogLabels;

namespace {

// The keys of one direction under TLS 1.2; both directions come from one block.
protocol::TrafficKeys keys12(const State& s, const protocol::Protection& protection, Role writer) {
  const auto block = tls12::key_block(s.hash(), s.master, s.log.agreed.client_random, s.log.agreed.server_random,
                                      tls12::key_block_size(protection));
  auto both = tls12::split_key_block(protection, block);
  return writer == Role::client ? both.client : both.server;
}

std::optional<protocol::TrafficKeys> keys_of(const State& s, const protocol::Protection& protection, Epoch epoch,
                                             Role writer) {
  if (!s.suite) return std::nullopt;
  if (!s.suite->tls13) {
    if (epoch != Epoch::application || s.master.empty()) return std::nullopt;
    return keys12(s, protection, writer);
  }
  // Only clients have early keys (RFC 8446 §7.1); a server that is told to use some has no others.
  const auto& secret = epoch == Epoch::early ? s.client.at(epoch) : s.side(writer).at(epoch);
  if (secret.empty()) return std::nullopt;
  return tls13::traffic_keys(s.hash(), secret, s.suite->cipher);
}

}  // namespace

void choose_suite(State& s, registry::CipherSuite suite) {
  s.log.agreed.cipher_suite = suite;
  const auto* row = registry::find_keyed(suite);
  if (row == nullptr) {
    s.note(fmt::format("no keys can be derived for the cipher suite {}", registry::name_of(suite)));
    return;
  }
  s.suite = row;
  s.transcript.choose(row->hash);
}

namespace {

// RFC 8446 §4.2.10: the suite of early data is the session's. An external PSK has no more than a hash, and of the
// offered suites the first that fits it is meant.
std::optional<registry::CipherSuite> suite_of_early_data(const State& s, const OfferedPsk& psk) {
  if (psk.session) return psk.session->cipher_suite;
  if (!s.client_hello) return std::nullopt;
  for (const auto suite : s.client_hello->cipher_suites) {
    const auto* row = registry::find_keyed(suite);
    if (row != nullptr && row->tls13 && row->hash == psk.hash) return suite;
  }
  return std::nullopt;
}

}  // namespace

void begin_early_secrets(State& s, const OfferedPsk& psk) {
  s.early_secret = tls13::early_secret(psk.hash, psk.key);
  const auto digest = s.transcript.digest(psk.hash);
  s.client.at(Epoch::early) = tls13::derive_secret(psk.hash, s.early_secret, tls13::label::client_early, digest);
  s.learn_secret(KeyLogLabels::client_early, s.client.at(Epoch::early));
  s.learn_secret(KeyLogLabels::early_exporter,
                 tls13::derive_secret(psk.hash, s.early_secret, tls13::label::early_exporter, digest));
  if (const auto suite = suite_of_early_data(s, psk)) choose_suite(s, *suite);
}

void begin_handshake_secrets(State& s, View shared_secret) {
  const auto h = s.hash();
  const Bytes psk = s.selected_psk && *s.selected_psk < s.psks.size() ? s.psks[*s.selected_psk].key : Bytes{};
  s.early_secret = tls13::early_secret(h, psk);
  s.handshake_secret = tls13::handshake_secret(h, s.early_secret, shared_secret);
  const auto digest = s.transcript.digest(h);
  s.client.at(Epoch::handshake) = tls13::derive_secret(h, s.handshake_secret, tls13::label::client_handshake, digest);
  s.server.at(Epoch::handshake) = tls13::derive_secret(h, s.handshake_secret, tls13::label::server_handshake, digest);
  s.learn_secret(KeyLogLabels::client_handshake, s.client.at(Epoch::handshake));
  s.learn_secret(KeyLogLabels::server_handshake, s.server.at(Epoch::handshake));
  s.master_secret13 = tls13::master_secret(h, s.handshake_secret);
  s.in.epoch = Epoch::handshake;
}

void begin_application_secrets(State& s) {
  if (s.master_secret13.empty()) return;
  const auto h = s.hash();
  const auto digest = s.transcript.digest(h);
  s.client.at(Epoch::application) =
      tls13::derive_secret(h, s.master_secret13, tls13::label::client_application, digest);
  s.server.at(Epoch::application) =
      tls13::derive_secret(h, s.master_secret13, tls13::label::server_application, digest);
  s.exporter_secret = tls13::derive_secret(h, s.master_secret13, tls13::label::exporter, digest);
  s.learn_secret(KeyLogLabels::client_application, s.client.at(Epoch::application));
  s.learn_secret(KeyLogLabels::server_application, s.server.at(Epoch::application));
  s.learn_secret(KeyLogLabels::exporter, s.exporter_secret);
}

void begin_resumption_secret(State& s) {
  if (s.master_secret13.empty()) return;
  s.resumption_secret =
      tls13::derive_secret(s.hash(), s.master_secret13, tls13::label::resumption, s.transcript.digest(s.hash()));
}

void update_traffic_secret(State& s, Role writer) {
  auto& side = s.side(writer);
  auto& secret = side.at(Epoch::application);
  if (secret.empty()) return;
  secret = tls13::next_traffic_secret(s.hash(), secret);
  ++side.generation;
  constexpr auto at = static_cast<std::size_t>(Epoch::application);
  if (writer == s.role) {
    s.out.sealers[at].reset();
  } else {
    s.in.openers[at].reset();
  }
}

void begin_master_secret(State& s) {
  const auto& agreed = s.log.agreed;
  s.master = agreed.extended_master_secret
                 ? tls12::extended_master_secret(s.hash(), s.premaster, s.transcript.digest(s.hash()))
                 : tls12::master_secret(s.hash(), s.premaster, agreed.client_random, agreed.server_random);
  begin_key_block(s);
}

void begin_key_block(State& s) {
  s.learn_secret(KeyLogLabels::client_random, s.master);
  constexpr auto at = static_cast<std::size_t>(Epoch::application);
  s.out.sealers[at].reset();
  s.in.openers[at].reset();
}

protocol::RecordSealer* sealer(State& s, Epoch epoch) {
  auto& slot = s.out.sealers[static_cast<std::size_t>(epoch)];
  if (slot) return &*slot;
  if (epoch == Epoch::plaintext) return &slot.emplace();
  const auto protection =
      s.suite ? protocol::protection_of(*s.suite, s.log.agreed.encrypt_then_mac) : protocol::Protection{};
  const auto keys = keys_of(s, protection, epoch, s.role);
  if (!keys) return nullptr;
  auto made = protocol::RecordSealer::create(protection, *keys, s.rng("cbc iv"));
  if (!made) {
    s.note(to_string(made.error()));
    return nullptr;
  }
  return &slot.emplace(std::move(*made));
}

protocol::RecordOpener* opener(State& s, Epoch epoch) {
  auto& slot = s.in.openers[static_cast<std::size_t>(epoch)];
  if (slot) return &*slot;
  if (epoch == Epoch::plaintext) return &slot.emplace();
  const auto protection =
      s.suite ? protocol::protection_of(*s.suite, s.log.agreed.encrypt_then_mac) : protocol::Protection{};
  const auto keys = keys_of(s, protection, epoch, other(s.role));
  if (!keys) return nullptr;
  auto made = protocol::RecordOpener::create(protection, *keys);
  if (!made) {
    s.note(to_string(made.error()));
    return nullptr;
  }
  return &slot.emplace(std::move(*made));
}

}  // namespace shakedown::peer
