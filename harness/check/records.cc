// The target's records: what protected them, what was in them, and what came out at the other end.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "harness/check/invariants.h"
#include "harness/peer/content.h"
#include "harness/protocol/schedule12.h"
#include "harness/protocol/schedule13.h"
#include "harness/registry/keylog.h"
#include "harness/wire/record.h"

namespace shakedown::check {
namespace {

using peer::WireRecord;
using protocol::Epoch;
using registry::ContentType;
using registry::KeyLogLabels;
using registry::Role;
using registry::operator""_content;
namespace tls12 = protocol::tls12;
namespace tls13 = protocol::tls13;

// The traffic secret of the target's direction; generations after the first are derived from it (RFC 8446 §7.2).
std::optional<Bytes> traffic_secret(const Subject& s, Epoch epoch, std::uint32_t generation) {
  const bool client = s.target == Role::client;
  std::string_view label;
  if (epoch == Epoch::early) label = KeyLogLabels::client_early;
  if (epoch == Epoch::handshake) label = client ? KeyLogLabels::client_handshake : KeyLogLabels::server_handshake;
  if (epoch == Epoch::application) label = client ? KeyLogLabels::client_application : KeyLogLabels::server_application;
  const auto* first = secret(s, label);
  if (first == nullptr) return std::nullopt;
  auto value = *first;
  for (; generation > 0; --generation) value = tls13::next_traffic_secret(s.suite->hash, value);
  return value;
}

std::optional<protocol::RecordOpener> opener(const Subject& s, Epoch epoch, std::uint32_t generation) {
  const auto protection = protocol::protection_of(*s.suite, s.log.agreed.encrypt_then_mac);
  protocol::TrafficKeys keys;
  if (s.tls13) {
    const auto traffic = traffic_secret(s, epoch, generation);
    if (!traffic) return std::nullopt;
    keys = tls13::traffic_keys(s.suite->hash, *traffic, s.suite->cipher);
  } else {
    const auto* master = secret(s, KeyLogLabels::client_random);
    if (master == nullptr) return std::nullopt;
    const auto block = tls12::key_block(s.suite->hash, *master, s.log.agreed.client_random, s.log.agreed.server_random,
                                        tls12::key_block_size(protection));
    auto both = tls12::split_key_block(protection, block);
    keys = s.target == Role::client ? both.client : both.server;
  }
  auto made = protocol::RecordOpener::create(protection, keys);
  return made ? std::optional(std::move(*made)) : std::nullopt;
}

std::string place(const Subject& s, const WireRecord& r) {
  const auto number =
      std::ranges::count_if(s.log.records, [&](const auto& x) { return x.sender == s.target && &x <= &r; });
  return fmt::format("record {} of the target ({}, {} octets)", number, protocol::epoch_name(r.epoch), r.bytes.size());
}

// Messages of TLS 1.3 that travel in the clear (RFC 8446 §4), alerts before there are keys, and change_cipher_spec.
bool clear13(const protocol::SeenMessage& m) {
  const auto name = m.name();
  return name == "ClientHello" || name == "ServerHello" || name == "HelloRetryRequest" ||
         m.content_type == "change_cipher_spec"_content || m.content_type == "alert"_content;
}

}  // namespace

Finding nothing_in_the_clear(const Subject& s) {
  for (const auto& m : s.log.messages) {
    if (m.sender != s.target || m.epoch != Epoch::plaintext) continue;
    const bool wrong = s.tls13 ? !clear13(m) : m.name() == "Finished" || m.content_type == "application_data"_content;
    if (wrong) return fmt::format("{} in the clear", m.name());
  }
  return std::nullopt;
}

// Every protected record opens under the keys of its epoch, in sequence from 0 (RFC 8446 §5.3).
Finding records_open(const Subject& s) {
  if (s.log.undecryptable > 0) return fmt::format("{} records that no key opens", s.log.undecryptable);
  if (!s.suite) return std::nullopt;
  std::optional<protocol::RecordOpener> with;
  std::pair<Epoch, std::uint32_t> keyed{Epoch::plaintext, 0};
  for (const auto& r : s.log.records) {
    if (r.sender != s.target || r.epoch == Epoch::plaintext || !r.opened) continue;
    if (!with || keyed != std::pair(r.epoch, r.generation)) {
      with = opener(s, r.epoch, r.generation);
      keyed = {r.epoch, r.generation};
      if (!with) return place(s, r) + ": no secret for it in the log";
      with->sequence() = r.sequence;
      if (r.sequence != 0)
        return place(s, r) + fmt::format(": the first under its keys has sequence number {}", r.sequence);
    }
    const auto version = static_cast<std::uint16_t>(read_uint(View(r.bytes).subspan(1, 2)));
    const auto opened = with->open({ContentType{r.bytes[0]}, version}, View(r.bytes).subspan(wire::record_header_size));
    if (!opened) return place(s, r) + ": " + to_string(opened.error());
  }
  return std::nullopt;
}

Finding record_sizes(const Subject& s) {
  const auto most = s.tls13 ? wire::max_ciphertext : wire::max_ciphertext12;
  for (const auto& r : s.log.records) {
    if (r.sender != s.target) continue;
    const auto size = r.bytes.size() - wire::record_header_size;
    const auto limit = r.epoch == Epoch::plaintext ? wire::max_plaintext : most;
    if (size > limit) return place(s, r) + fmt::format(": more than {} octets of fragment", limit);
    const bool empty_clear = size == 0 && ContentType{r.bytes[0]} != "application_data"_content;
    if (empty_clear) return place(s, r) + ": an empty fragment of another type than application_data";
  }
  return std::nullopt;
}

Finding exporters_agree(const Subject& s) {
  for (const auto& ours : s.log.exported)
    for (const auto& theirs : s.log.target.exported)
      if (ours.label == theirs.label && ours.context == theirs.context && ours.output != theirs.output)
        return fmt::format("{}: got {}, expected {}", ours.label, to_hex(theirs.output), to_hex(ours.output));
  return std::nullopt;
}

// What the target's application was given is what we sent in this order, or a beginning of it; nothing else, and
// nothing twice.
Finding data_delivered_once(const Subject& s) {
  if (!s.log.target.data_known) return std::nullopt;
  Bytes sent;
  for (const auto& m : s.log.messages)
    if (m.sender != s.target && m.content_type == "application_data"_content) append(sent, m.raw);
  const View got = s.log.target.application_data;
  if (got.size() <= sent.size() && equal(got, View(sent).first(got.size()))) return std::nullopt;
  const bool skipped_early = s.log.params.early_data && !s.log.agreed.early_data_accepted;
  if (skipped_early && got.size() <= sent.size() && equal(got, View(sent).last(got.size()))) return std::nullopt;
  return fmt::format("delivered {} octets that are not what was sent", got.size());
}

}  // namespace shakedown::check
