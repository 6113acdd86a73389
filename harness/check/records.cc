// The target's records: what stood in the clear, how long they are, and what came out at the other end.
#include <fmt/format.h>

#include <algorithm>

#include "harness/check/invariants.h"
#include "harness/peer/content.h"
#include "harness/wire/record.h"

namespace shakedown::check {
namespace {

using peer::WireRecord;
using protocol::Epoch;
using registry::ContentType;
using registry::Role;
using registry::operator""_content;

// Messages of TLS 1.3 that travel in the clear (RFC 8446 §4), alerts before there are keys, and change_cipher_spec.
bool clear13(const protocol::SeenMessage& m, bool keyed) {
  if (m.content_type == "change_cipher_spec"_content) return true;
  const auto name = m.name();
  return !keyed && (name == "ClientHello" || name == "ServerHello" || name == "HelloRetryRequest" ||
                    m.content_type == "alert"_content);
}

// RFC 8446 appendix A, K_send: a server protects what follows its ServerHello. When a client's handshake keys are due
// depends on what it has read, so only what it sent itself tells.
bool begins_protection(const Subject& s, const protocol::SeenMessage& m) {
  if (m.epoch == Epoch::handshake || m.epoch == Epoch::application) return true;
  return s.target == Role::server && m.name() == "ServerHello";
}

Finding clear_message(const Subject& s) {
  bool keyed = false;
  for (const auto& m : s.log.messages) {
    if (m.sender != s.target) continue;
    const bool fine =
        s.tls13 ? clear13(m, keyed) : m.name() != "Finished" && m.content_type != "application_data"_content;
    if (m.epoch == Epoch::plaintext && !fine) return fmt::format("{} in the clear", m.name());
    keyed = keyed || begins_protection(s, m);
  }
  return std::nullopt;
}

bool is_whole_message(View fragment) {
  return fragment.size() >= 4 && read_uint(fragment.subspan(1, 3)) == fragment.size() - 4 &&
         !registry::known_name(registry::HandshakeType{fragment[0]}).empty();
}

// A record that should be protected and reads as it stands. No protected one does: each is longer than its content.
bool reads_in_the_clear(const Subject& s, const WireRecord& r) {
  const ContentType type{r.bytes[0]};
  const View fragment = View(r.bytes).subspan(wire::record_header_size);
  if (type == "alert"_content) return fragment.size() == 2;
  if (type == "handshake"_content) return is_whole_message(fragment);
  if (type != "application_data"_content || fragment.empty()) return false;
  return equal(fragment, peer::application_text(s.target, s.log.params.application_data));
}

Finding clear_record(const Subject& s) {
  for (const auto& r : s.log.records)
    if (r.sender == s.target && !r.opened && reads_in_the_clear(s, r))
      return place_of(s, r) + ": in the clear where its keys are due";
  return std::nullopt;
}

}  // namespace

Finding nothing_in_the_clear(const Subject& s) {
  auto found = clear_message(s);
  return found ? found : clear_record(s);
}

Finding record_sizes(const Subject& s) {
  const auto most = s.tls13 ? wire::max_ciphertext : wire::max_ciphertext12;
  for (const auto& r : s.log.records) {
    if (r.sender != s.target) continue;
    const auto size = r.bytes.size() - wire::record_header_size;
    const auto limit = r.epoch == Epoch::plaintext ? wire::max_plaintext : most;
    if (size > limit) return place_of(s, r) + fmt::format(": more than {} octets of fragment", limit);
    const bool empty_clear = size == 0 && ContentType{r.bytes[0]} != "application_data"_content;
    if (empty_clear) return place_of(s, r) + ": an empty fragment of another type than application_data";
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
