#include "harness/peer/receive.h"

#include "harness/peer/keys.h"
#include "harness/peer/progress.h"
#include "harness/registry/alerts.h"
#include "harness/wire/content.h"

namespace shakedown::peer {
namespace {

using registry::ContentType;
using registry::operator""_content;

struct Opened {
  ContentType type{};
  Bytes content;
  Epoch epoch = Epoch::plaintext;
  std::uint64_t sequence = 0;
};

std::optional<Opened> open_under(State& s, Epoch epoch, const wire::Record& record) {
  auto* with = opener(s, epoch);
  if (with == nullptr) return std::nullopt;
  const auto sequence = with->sequence();
  auto opened = with->open({record.type, registry::number(record.legacy_record_version)}, record.fragment);
  if (!opened) return std::nullopt;
  return Opened{opened->type, std::move(opened->content), epoch, sequence};
}

// TLS 1.3: under the keys that are due, else under any that we have: a target may still use older ones, and what it
// used is what the log must tell. Records that are not application_data travel in the clear.
std::optional<Opened> open13(State& s, const wire::Record& record) {
  if (record.type != "application_data"_content) return Opened{record.type, record.fragment};
  if (auto due = open_under(s, s.in.epoch, record); due && s.in.epoch != Epoch::plaintext) return due;
  for (const auto epoch : {Epoch::application, Epoch::handshake, Epoch::early})
    if (epoch != s.in.epoch)
      if (auto opened = open_under(s, epoch, record)) return opened;
  return std::nullopt;
}

std::optional<Opened> open12(State& s, const wire::Record& record) {
  if (s.in.epoch == Epoch::plaintext) return Opened{record.type, record.fragment};
  return open_under(s, Epoch::application, record);
}

// Without keys nothing can be said of a protected record.
bool has_keys(State& s) {
  return opener(s, Epoch::application) != nullptr || opener(s, Epoch::handshake) != nullptr ||
         opener(s, Epoch::early) != nullptr;
}

void see(State& s, const Opened& opened, Bytes raw) {
  const auto from = other(s.role);
  s.log.messages.push_back({.sender = from,
                            .epoch = opened.epoch,
                            .generation = opened.epoch == Epoch::application ? s.side(from).generation : 0,
                            .content_type = opened.type,
                            .raw = std::move(raw),
                            .context = s.context(from)});
}

void take_handshake(State& s, const Opened& opened) {
  s.in.messages.feed(opened.content);
  while (auto message = s.in.messages.next()) {
    see(s, opened, message->raw);
    const auto parsed = wire::parse(message->type, message->body(), s.context(other(s.role)));
    advance(s, other(s.role), parsed, message->raw);
  }
}

void take(State& s, const Opened& opened) {
  if (opened.type == "handshake"_content) return take_handshake(s, opened);
  see(s, opened, opened.content);
  if (opened.type == "change_cipher_spec"_content && s.working_version() != ProtocolVersion{0x0304})
    s.in.epoch = Epoch::application;
}

void take_record(State& s, const wire::Record& record) {
  const bool tls13 = s.working_version() == ProtocolVersion{0x0304};
  auto opened = tls13 ? open13(s, record) : open12(s, record);
  const auto log_index = s.log.records.size();
  s.log.records.push_back({.sender = other(s.role), .bytes = wire::encode(record), .opened = opened.has_value()});
  if (opened) {
    auto& logged = s.log.records[log_index];
    logged.epoch = opened->epoch;
    logged.generation = opened->epoch == Epoch::application ? s.side(other(s.role)).generation : 0;
    logged.sequence = opened->sequence;
    take(s, std::move(*opened));
  } else if (!s.in.skipping_early_data && has_keys(s)) {
    ++s.log.undecryptable;  // RFC 8446 §4.2.10: a server that rejects early data skips what does not decrypt
  }
  s.log.records[log_index].messages = s.log.messages.size();
}

}  // namespace

void receive(State& s, View bytes) {
  s.in.records.feed(bytes);
  for (;;) {
    auto record = s.in.records.next();
    if (!record || !*record) return;  // no_limits takes any header
    take_record(s, **record);
  }
}

}  // namespace shakedown::peer
