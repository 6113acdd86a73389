// What must hold in every conversation. One row for each in invariants.cc. Internal to harness/check.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "harness/check/verdict.h"
#include "harness/protocol/transcript.h"

namespace shakedown::check {

// One connection and what the checks ask of it again and again.
struct Subject {
  const peer::ConnectionLog& log;
  registry::Role target;
  const registry::SuiteRow* suite = nullptr;  // agreed; null where it has no keys
  bool tls13 = false;
  // The first of a kind in that direction, and where it stands in the log.
  template <class T>
  const T* first(registry::Role sender) const;

  struct Parsed {
    const protocol::SeenMessage* seen;
    std::size_t index;
    wire::ParsedMessage message;
  };
  std::vector<Parsed> handshake;  // every handshake message, parsed once
};
Subject make_subject(const peer::ConnectionLog& log, registry::Role target);

template <class T>
const T* Subject::first(registry::Role sender) const {
  for (const auto& p : handshake)
    if (p.seen->sender == sender)
      if (const auto* m = std::get_if<T>(&p.message.value)) return m;
  return nullptr;
}

// The messages before the `count`-th handshake message of the log, as both ends hash them (RFC 8446 §4.4.1, RFC 5246
// §7.4.9). Where some of them deviate, also without those: the target may have spoken before it took them.
std::vector<protocol::Transcript> transcripts_before(const Subject& s, std::size_t count);
const Bytes* secret(const Subject& s, std::string_view label);
// "record 3 of the target (handshake, 58 octets)"
std::string place_of(const Subject& s, const peer::WireRecord& record);

// Each gives what is wrong, or nothing.
using Finding = std::optional<std::string>;
Finding finished_verifies(const Subject& s);
Finding signature_verifies(const Subject& s);
Finding session_id_echoed(const Subject& s);
Finding values_were_offered(const Subject& s);
Finding extensions_were_offered(const Subject& s);
Finding downgrade_marked(const Subject& s);
Finding messages_well_formed(const Subject& s);
Finding nothing_in_the_clear(const Subject& s);
Finding records_open(const Subject& s);
Finding record_sizes(const Subject& s);
Finding exporters_agree(const Subject& s);
Finding data_delivered_once(const Subject& s);
Finding closed_after_fatal_alert(const Subject& s);

}  // namespace shakedown::check
