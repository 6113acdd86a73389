// The order of a send. Every surprise of a script author comes from it, so it is one function: build, content edits,
// complete, final edits, commit, protect.
#include <fmt/format.h>

#include <algorithm>

#include "harness/peer/build.h"
#include "harness/peer/complete.h"
#include "harness/peer/content.h"
#include "harness/peer/progress.h"
#include "harness/peer/protect.h"
#include "harness/script/message_reader.h"
#include "harness/wire/content.h"
#include "harness/wire/extensions.h"

namespace shakedown::peer {
namespace {

using registry::ContentType;
using registry::operator""_content;
using script::MessageSpec;

// What goes through the steps: octets with, where somebody needs it, their layout.
struct Draft {
  ContentType type = "handshake"_content;
  std::string name;
  wire::Message value;  // of a handshake message
  wire::Laid laid;
  Bytes unedited;  // kept when the transcript shall take it
};

Result<ProtocolVersion> version_for(const State& s, const MessageSpec& spec) {
  if (!spec.of_version) return s.working_version();
  if (auto v = registry::value_of<ProtocolVersion>(*spec.of_version)) return *v;
  return fail(
      {.cause = Cause::input, .what = "unknown version", .got = *spec.of_version, .expected = "TLSv1.2 or TLSv1.3"});
}

Status draft_bytes(const State& s, const MessageSpec& spec, Draft& d) {
  d.type = spec.content_type.value_or("handshake"_content);
  d.laid.bytes = spec.bytes;
  if (d.type != "handshake"_content || spec.bytes.size() < 4) return {};
  const View body = View(spec.bytes).subspan(4);
  d.value = wire::parse(registry::HandshakeType{spec.bytes[0]}, body, s.context(s.role)).value;
  d.name = spec.message.empty() ? wire::name_of(registry::HandshakeType{spec.bytes[0]}, body) : spec.message;
  return {};
}

// Step 1.
Result<Draft> make_draft(State& s, const MessageSpec& spec) {
  Draft d;
  d.name = spec.message;
  if (spec.source == MessageSpec::Source::bytes) {
    if (auto ok = draft_bytes(s, spec, d); !ok) return fail(ok.error());
    return d;
  }
  if (is_plain_content(spec.message)) {
    auto content = plain_content(s, spec.message, spec);
    if (!content) return fail(content.error());
    d.type = content->type;
    d.laid.bytes = std::move(content->bytes);
    return d;
  }
  const auto as = version_for(s, spec);
  if (!as) return fail(as.error());
  auto built = build(s, spec.message, *as);
  if (!built) return fail(built.error());
  d.value = std::move(*built);
  d.laid.bytes = wire::encode_message(d.value);
  return d;
}

Status apply_edits(State& s, Draft& d, const MessageSpec& spec, bool final_phase) {
  for (const auto& e : spec.edits) {
    if (edit::is_final(d.laid, e) != final_phase) continue;
    if (auto ok = edit::apply(d.laid, e, s.salts); !ok) return ok;
  }
  return {};
}

// Steps 2 to 4. A message that is neither edited nor has computed fields never gets a layout.
Status finish_draft(State& s, Draft& d, const MessageSpec& spec) {
  const bool handshake = d.type == "handshake"_content;
  const bool computed = handshake && spec.source == MessageSpec::Source::build && has_computed(d.value);
  if (!computed && spec.edits.empty()) return {};
  d.laid.layout = wire::lay_out(handshake ? wire::schema_of(d.value) : wire::schema_for_content(d.type), d.laid.bytes);
  if (spec.commit == script::Commit::unedited && computed) {
    auto honest = d.laid;
    if (auto ok = complete(s, honest, d.value, {}); !ok) return ok;
    d.unedited = std::move(honest.bytes);
  } else if (spec.commit == script::Commit::unedited) {
    d.unedited = d.laid.bytes;
  }
  // Which phase an edit belongs to is asked of the message as it was built: content edits may move what others address.
  if (auto ok = apply_edits(s, d, spec, false); !ok) return ok;
  if (computed)
    if (auto ok = complete(s, d.laid, d.value, spec.compute); !ok) return ok;
  return apply_edits(s, d, spec, true);
}

View committed(const Draft& d, const MessageSpec& spec) {
  switch (spec.commit) {
    case script::Commit::sent:
      return d.laid.bytes;
    case script::Commit::unedited:
      return d.unedited.empty() ? View(d.laid.bytes) : View(d.unedited);
    case script::Commit::nothing:
      return {};
  }
  return {};
}

// Step 5, and what follows from the message; after step 6, since a KeyUpdate still goes under the old keys. Of a
// message that is not committed nothing follows: our side stays as if it had not been sent.
void settle(State& s, const Draft& d, const MessageSpec& spec) {
  if (spec.commit == script::Commit::nothing) return;
  if (d.type == "change_cipher_spec"_content && !s.tls13() && s.version != ProtocolVersion{})
    s.out.epoch = Epoch::application;
  if (d.type != "handshake"_content || d.laid.bytes.size() < 4) return;
  const auto type = registry::HandshakeType{d.laid.bytes[0]};
  const auto parsed = wire::parse(type, View(d.laid.bytes).subspan(4), s.context(s.role));
  advance(s, s.role, parsed, committed(d, spec));
  if (!s.tls13()) return;
  if (std::holds_alternative<wire::Finished>(parsed.value) && !s.side(s.role).at(Epoch::application).empty())
    s.out.epoch = Epoch::application;
}

// RFC 5077 §3.2: an honest server has no ticket for a client that does not know the extension.
bool is_unwanted_ticket(const State& s, const MessageSpec& spec) {
  const bool honest = spec.message == "NewSessionTicket" && !spec.deviates && !script::is_altered(spec);
  return honest && !s.tls13() && s.params.session_tickets && s.client_hello &&
         wire::find(s.client_hello->extensions, wire::SessionTicket::code) == nullptr;
}

// Until the target speaks and the script deviates, keys depend on nobody but us: to do without them would be another
// case than the one that was asked for.
bool must_have_keys(const State& s, const MessageSpec& spec) {
  return !spec.deviates && !s.log.deviation &&
         std::ranges::count(s.log.messages, other(s.role), &SeenMessage::sender) == 0;
}

Status no_keys(const std::string& message, Epoch wanted) {
  return fail({.cause = Cause::internal,
               .what = fmt::format("no keys for {}", message),
               .got = "nothing to derive them from",
               .expected = fmt::format("{} keys", protocol::epoch_name(wanted))});
}

}  // namespace

Status Peer::send(const MessageSpec& spec) {
  auto& s = *state_;
  if (is_unwanted_ticket(s, spec)) return {};
  // Alerts and messages out of place go under the handshake keys as soon as there are some.
  if (s.tls13() && s.out.epoch == Epoch::plaintext && !s.side(s.role).at(Epoch::handshake).empty())
    s.out.epoch = Epoch::handshake;
  auto draft = make_draft(s, spec);
  if (!draft) return fail(draft.error());
  if (auto ok = finish_draft(s, *draft, spec); !ok) return ok;
  const auto wanted = spec.records.keys.value_or(epoch_of(s, draft->name));
  const auto epoch = usable_epoch(s, wanted);
  if (epoch != wanted && must_have_keys(s, spec)) return no_keys(draft->name, wanted);
  if (spec.deviates && !s.log.deviation) s.log.deviation = s.log.messages.size();
  s.log.messages.push_back({.sender = s.role,
                            .epoch = epoch,
                            .generation = epoch == Epoch::application ? s.side(s.role).generation : 0,
                            .content_type = draft->type,
                            .raw = draft->laid.bytes,
                            .context = s.context(s.role)});
  if (spec.commit != script::Commit::sent) s.log.messages.back().committed = to_bytes(committed(*draft, spec));
  if (auto ok = protect(s, draft->type, draft->laid.bytes, epoch, spec.records); !ok) return ok;
  settle(s, *draft, spec);
  return {};
}

}  // namespace shakedown::peer
