// The target's records opened again with the secrets of the log alone, and what is in them against the messages of the
// log.
#include <fmt/format.h>

#include <algorithm>

#include "harness/check/invariants.h"
#include "harness/protocol/schedule12.h"
#include "harness/protocol/schedule13.h"
#include "harness/registry/keylog.h"
#include "harness/wire/deframer.h"

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

// As receivers do it: a message for each whole handshake message and for the content of each other record.
struct Content {
  ContentType type{};
  Bytes raw;
};

class Reopener {
 public:
  explicit Reopener(const Subject& s) : s_(s) {}

  // The next record of the target.
  Finding take(const WireRecord& r) {
    if (r.epoch == Epoch::plaintext) {
      note(ContentType{r.bytes[0]}, View(r.bytes).subspan(wire::record_header_size));
      return std::nullopt;
    }
    if (auto wrong = rekey(r)) return wrong;
    const auto version = static_cast<std::uint16_t>(read_uint(View(r.bytes).subspan(1, 2)));
    const auto opened =
        opener_->open({ContentType{r.bytes[0]}, version}, View(r.bytes).subspan(wire::record_header_size));
    if (!opened) return to_string(opened.error());
    note(opened->type, opened->content);
    return std::nullopt;
  }
  const std::vector<Content>& contents() const { return contents_; }

 private:
  void note(ContentType type, View content) {
    if (type != "handshake"_content) return contents_.push_back({type, to_bytes(content)});
    handshake_.feed(content);
    while (auto message = handshake_.next()) contents_.push_back({type, std::move(message->raw)});
  }

  Finding rekey(const WireRecord& r) {
    const auto wanted = std::pair(r.epoch, r.generation);
    if (opener_ && keyed_ == wanted) return std::nullopt;
    auto keys = s_.tls13 ? keys13(r.epoch, r.generation) : keys12();
    if (!keys) return "no secret for it in the log";
    auto made = protocol::RecordOpener::create(protection(), *keys);
    if (!made) return to_string(made.error());
    opener_ = std::move(*made);
    keyed_ = wanted;
    if (r.sequence == 0) return std::nullopt;
    return fmt::format("the first under its keys has sequence number {}", r.sequence);
  }

  protocol::Protection protection() const { return protocol::protection_of(*s_.suite, s_.log.agreed.encrypt_then_mac); }

  // Generations after the first are derived from the one before (RFC 8446 §7.2), so each is derived once.
  std::optional<protocol::TrafficKeys> keys13(Epoch epoch, std::uint32_t generation) {
    const bool goes_on = opener_ && keyed_.first == epoch && keyed_.second <= generation;
    auto at = goes_on ? keyed_.second : 0;
    if (!goes_on) {
      const auto* first = secret(s_, label(epoch));
      if (first == nullptr) return std::nullopt;
      traffic_secret_ = *first;
    }
    for (; at < generation; ++at) traffic_secret_ = tls13::next_traffic_secret(s_.suite->hash, traffic_secret_);
    return tls13::traffic_keys(s_.suite->hash, traffic_secret_, s_.suite->cipher);
  }
  std::string_view label(Epoch epoch) const {
    const bool client = s_.target == Role::client;
    if (epoch == Epoch::early) return KeyLogLabels::client_early;
    if (epoch == Epoch::handshake) return client ? KeyLogLabels::client_handshake : KeyLogLabels::server_handshake;
    return client ? KeyLogLabels::client_application : KeyLogLabels::server_application;
  }

  std::optional<protocol::TrafficKeys> keys12() const {
    const auto* master = secret(s_, KeyLogLabels::client_random);
    if (master == nullptr) return std::nullopt;
    const auto& agreed = s_.log.agreed;
    const auto block = tls12::key_block(s_.suite->hash, *master, agreed.client_random, agreed.server_random,
                                        tls12::key_block_size(protection()));
    auto both = tls12::split_key_block(protection(), block);
    return s_.target == Role::client ? both.client : both.server;
  }

  const Subject& s_;
  std::optional<protocol::RecordOpener> opener_;
  std::pair<Epoch, std::uint32_t> keyed_{Epoch::plaintext, 0};
  Bytes traffic_secret_;
  wire::MessageDeframer handshake_;
  std::vector<Content> contents_;
};

// What the records hold is what the log says that they held.
Finding same_messages(const Subject& s, const std::vector<Content>& contents) {
  auto next = contents.begin();
  for (const auto& m : s.log.messages) {
    if (m.sender != s.target) continue;
    if (next == contents.end()) return fmt::format("{} is in none of the target's records", m.name());
    if (next->type != m.content_type || next->raw != m.raw)
      return fmt::format("{} is not what the target's records hold: got {} of {}, expected {}", m.name(),
                         to_hex(next->raw), registry::name_of(next->type), to_hex(m.raw));
    ++next;
  }
  if (next == contents.end()) return std::nullopt;
  return fmt::format("the target's records hold {} that the log has not", registry::name_of(next->type));
}

}  // namespace

std::string place_of(const Subject& s, const WireRecord& r) {
  const auto number =
      std::ranges::count_if(s.log.records, [&](const auto& x) { return x.sender == s.target && &x <= &r; });
  return fmt::format("record {} of the target ({}, {} octets)", number, protocol::epoch_name(r.epoch), r.bytes.size());
}

// Every protected record opens under the keys of its epoch, in sequence from 0 (RFC 8446 §5.3).
Finding records_open(const Subject& s) {
  if (s.log.undecryptable > 0) return fmt::format("{} records that no key opens", s.log.undecryptable);
  if (!s.suite) return std::nullopt;
  Reopener reopener(s);
  for (const auto& r : s.log.records) {
    if (r.sender != s.target || !r.opened) continue;
    if (auto wrong = reopener.take(r)) return place_of(s, r) + ": " + *wrong;
  }
  return same_messages(s, reopener.contents());
}

}  // namespace shakedown::check
