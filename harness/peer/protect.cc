#include "harness/peer/protect.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/peer/content.h"
#include "harness/peer/keys.h"
#include "harness/registry/alerts.h"
#include "harness/wire/record.h"

namespace shakedown::peer {
namespace {

using registry::ContentType;
using registry::operator""_alert;
using registry::operator""_content;
using script::RecordPlan;

struct EpochRow {
  std::string_view message;
  Epoch epoch;
};
// RFC 8446 §4 and §2: which keys protect which message. What is missing here goes under the newest keys.
constexpr EpochRow tls13_epochs[] = {
    {"ClientHello", Epoch::plaintext},
    {"ServerHello", Epoch::plaintext},
    {"HelloRetryRequest", Epoch::plaintext},
    {"change_cipher_spec", Epoch::plaintext},
    {"early_data", Epoch::early},
    {"EndOfEarlyData", Epoch::early},
    {"EncryptedExtensions", Epoch::handshake},
    {"CertificateRequest", Epoch::handshake},
    {"Certificate", Epoch::handshake},
    {"CertificateVerify", Epoch::handshake},
    {"Finished", Epoch::handshake},
    {"NewSessionTicket", Epoch::application},
    {"KeyUpdate", Epoch::application},
    {"application_data", Epoch::application},
};

std::vector<View> cut(View content, const RecordPlan& plan) {
  std::vector<View> out;
  for (const auto size : plan.cuts) {
    const auto n = std::min(size, content.size());
    out.push_back(content.first(n));
    content = content.subspan(n);
  }
  const auto most = std::max<std::size_t>(plan.fragment.value_or(wire::max_plaintext), 1);
  while (content.size() > most) {
    out.push_back(content.first(most));
    content = content.subspan(most);
  }
  if (!content.empty() || out.empty()) out.push_back(content);
  return out;
}

std::uint16_t record_version(const State& s) {
  // RFC 8446 §5.1: the first ClientHello may say 0x0301 for the sake of old middleboxes, and does in practice.
  const bool first_hello = s.role == Role::client && s.log.records.empty();
  return first_hello ? 0x0301 : 0x0303;
}

Status edit_all(State& s, wire::Laid& laid, const std::vector<edit::Edit>& edits) {
  for (const auto& e : edits)
    if (auto ok = edit::apply(laid, e, s.salts); !ok) return ok;
  return {};
}

Result<Bytes> seal_edited(State& s, protocol::RecordSealer& sealer, const protocol::RecordHeader& header, View content,
                          const RecordPlan& plan) {
  auto outer = sealer.outer_header(header);
  if (plan.outer_type) outer.type = *plan.outer_type;
  auto inner = wire::lay_out_inner(sealer.build_inner(header, content, plan.padding));
  if (auto ok = edit_all(s, inner, plan.inner); !ok) return fail(ok.error());
  auto fragment = sealer.encrypt(outer, inner.bytes);
  if (!fragment) return fail(fragment.error());
  wire::Laid record;
  record.bytes = protocol::frame_record(outer, *fragment);
  record.layout = wire::lay_out(wire::record_schema(), record.bytes);
  if (auto ok = edit_all(s, record, plan.ciphertext); !ok) return fail(ok.error());
  return std::move(record.bytes);
}

Status emit(State& s, ContentType type, View content, Epoch epoch, const RecordPlan& plan) {
  auto& seal = *sealer(s, epoch);
  if (plan.sequence) seal.sequence() = *plan.sequence;
  const auto sequence = seal.sequence();
  const protocol::RecordHeader header{plan.content_type.value_or(type), plan.version.value_or(record_version(s))};
  const bool plain = plan.inner.empty() && plan.ciphertext.empty() && !plan.outer_type;
  auto bytes = plain ? seal.seal(header, content, plan.padding) : seal_edited(s, seal, header, content, plan);
  if (!bytes) return fail(bytes.error());
  const auto generation = epoch == Epoch::application ? s.side(s.role).generation : 0;
  for (int copies = plan.repeat ? 2 : 1; copies > 0; --copies) {
    append(s.out.output, *bytes);
    s.log.records.push_back({s.role, *bytes, epoch, generation, sequence, true, s.log.messages.size()});
  }
  return {};
}

Status emit_between(State& s, const std::string& what, Epoch epoch) {
  // A warning: a fatal alert would end the connection, wherever it stands.
  script::MessageSpec spec;
  spec.alert = "user_canceled"_alert;
  const auto other = plain_content(s, what, spec);
  if (!other) return fail(other.error());
  const auto at = epoch_of(s, what) == Epoch::plaintext && s.tls13() ? Epoch::plaintext : epoch;
  s.log.messages.push_back(
      {.sender = s.role, .epoch = at, .content_type = other->type, .raw = other->bytes, .context = s.context(s.role)});
  return emit(s, other->type, other->bytes, at, {});
}

}  // namespace

Epoch epoch_of(const State& s, std::string_view message) {
  if (s.working_version() != ProtocolVersion{0x0304}) return s.out.epoch;
  for (const auto& row : tls13_epochs)
    if (row.message == message) return row.epoch;
  return s.out.epoch;
}

Epoch usable_epoch(State& s, Epoch wanted) {
  auto epoch = wanted;
  while (sealer(s, epoch) == nullptr) epoch = static_cast<Epoch>(static_cast<int>(epoch) - 1);
  if (epoch != wanted)
    s.note(
        fmt::format("no {} keys yet: sent under {} keys", protocol::epoch_name(wanted), protocol::epoch_name(epoch)));
  return epoch;
}

Status protect(State& s, ContentType type, View content, Epoch epoch, const RecordPlan& plan) {
  Bytes joined;
  if (!s.out.coalesced.empty() || plan.coalesce) {
    joined = std::exchange(s.out.coalesced, {});
    append(joined, content);
    if (plan.coalesce) {
      s.out.coalesced = std::move(joined);
      return {};
    }
    content = joined;
  }
  const auto pieces = cut(content, plan);
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (auto ok = emit(s, type, pieces[i], epoch, plan); !ok) return ok;
    if (plan.interleave && i == 0)
      if (auto ok = emit_between(s, *plan.interleave, epoch); !ok) return ok;
  }
  return {};
}

}  // namespace shakedown::peer
