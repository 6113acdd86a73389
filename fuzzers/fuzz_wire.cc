// The codec, layouts, addresses, edits and deframers, over any octets. The first octet chooses the program.
#include <iterator>

#include "fuzzers/driver/fuzz.h"
#include "harness/wire/audit.h"
#include "harness/wire/content.h"
#include "harness/wire/deframer.h"
#include "harness/wire/splice.h"

namespace shakedown::fuzz {
namespace {

using namespace wire;

Context take_context(Input& in) {
  const auto version = in.below(2) == 0 ? 0x0304 : 0x0303;
  const auto key_exchange = in.below(static_cast<std::size_t>(registry::KeyExchange::none) + 1);
  return {.version = ProtocolVersion(version), .key_exchange = static_cast<registry::KeyExchange>(key_exchange)};
}

// A message of octets, laid out as what it was parsed as.
Laid take_message(Input& in, View (*take_body)(Input&)) {
  const auto context = take_context(in);
  const HandshakeType type{static_cast<std::uint8_t>(in.number(1))};
  const auto body = take_body(in);
  const auto parsed = parse(type, body, context);
  require(equal(encode_body(parsed), body), "a parsed message encodes to its octets");
  require(type_of(parsed.value) == type, "a parsed message has its type");
  Laid m{add_header(type, body), {}};
  m.layout = lay_out(schema_of(parsed.value), m.bytes);
  require_empty(audit(m), "a layout of any octets is sound");
  if (!parsed.first_error) require_empty(audit_whole(m), "a layout of octets that decode is whole");
  if (parsed.first_error) require(!to_string(*parsed.first_error).empty(), "a decode error speaks");
  return m;
}

View all(Input& in) { return in.rest(); }
View counted(Input& in) { return in.octets(static_cast<std::size_t>(in.number(2))); }

void message(Input& in) { take_message(in, all); }

// What came out of a stream that was fed in pieces.
struct Stream {
  Bytes records, handshake, messages;
  std::string error;
  Waits waits;
  bool operator==(const Stream&) const = default;
};

Stream deframe(View octets, std::size_t piece, const RecordLimits& limits) {
  RecordDeframer records(limits);
  MessageDeframer messages;
  Stream out;
  for (Input in(octets); out.error.empty() && !in.empty();) {
    records.feed(in.octets(piece));
    auto record = records.next();
    for (; record && *record; record = records.next()) {
      append(out.records, encode(**record));
      if ((*record)->type != ContentType{22}) continue;
      append(out.handshake, (*record)->fragment);
      messages.feed((*record)->fragment);
      while (const auto next = messages.next()) append(out.messages, next->raw);
    }
    if (!record) out.error = to_string(record.error());
    require(records.position() == out.records.size(), "the position is what was given");
  }
  if (out.error.empty()) {
    require(equal(concat({out.records, records.pending()}), octets), "records and what is pending are the stream");
    require((records.waits() == Waits{}) == records.pending().empty(), "a receiver waits for what began");
  }
  require(equal(concat({out.messages, messages.pending()}), out.handshake), "messages and what is pending, too");
  require((messages.missing() == 0) == messages.pending().empty(), "a message is missing octets if it began");
  // After an error, what is pending depends on the pieces.
  if (out.error.empty()) out.waits = waits(records, messages);
  return out;
}

void records(Input& in) {
  const auto limits = in.below(2) == 0 ? RecordLimits{} : no_limits;
  const auto piece = in.below(255) + 1;
  const auto stream = in.rest();
  const auto whole = deframe(stream, stream.size(), limits);
  require(deframe(stream, piece, limits) == whole, "how a stream is cut changes nothing");
  // What a record lacks completes it.
  if (!whole.error.empty() || whole.waits.what != Waits::What::rest_of_record) return;
  if (stream.size() - whole.records.size() < record_header_size) return;
  const auto completed = deframe(concat({stream, Bytes(whole.waits.octets)}), stream.size() + 1, limits);
  require(completed.records.size() == stream.size() + whole.waits.octets, "the rest of a record is all it lacks");
}

void addresses(Input& in) {
  const auto m = take_message(in, all);
  const auto count = m.layout.slots.size();
  for (std::size_t i = 0; i < count; i += 1 + count / 64) {
    const auto& node = m.layout.node(i);
    if (node.transparent && !node.children.empty()) continue;
    const auto path = parse_path(path_of(m, i));
    require(path.has_value(), "a printed address can be parsed");
    require(find_slot(m, *path) == i, "a printed address finds its field");
    require(find_node(*m.layout.schema, *path).has_value(), "an address of a field passes the lint");
  }
  for (std::uint32_t at = 0; at < m.bytes.size(); at += static_cast<std::uint32_t>(1 + m.bytes.size() / 64)) {
    const auto& s = m.layout.slots[slot_at(m.layout, at)];
    require(s.begin - s.prefix <= at && at < s.end, "a field holds the octet that belongs to it");
  }
}

void paths(Input& in) {
  const auto m = take_message(in, counted);
  const auto path = parse_path(as_text(in.rest()));
  if (!path) {
    require(!to_string(path.error()).empty(), "an error speaks");
    return;
  }
  const auto again = parse_path(to_string(*path));
  require(again && *again == *path, "an address is printed as it is parsed");
  const auto slot = find_slot(m, *path);
  require(!slot || *slot < m.layout.slots.size(), "a found field is one");
  require(!slot || find_node(*m.layout.schema, *path), "an address that finds a field passes the lint");
}

Laid take_laid(const Schema& schema, View octets) { return {to_bytes(octets), lay_out(schema, octets)}; }

Laid take_anything(Input& in) {
  switch (in.below(4)) {
    case 0:
      return take_message(in, counted);
    case 1:
      return take_laid(record_schema(), counted(in));
    case 2: {
      const ContentType type{static_cast<std::uint8_t>(in.number(1))};
      return take_laid(schema_for_content(type), counted(in));
    }
    default:
      return lay_out_inner(to_bytes(counted(in)));
  }
}

Status take_edit(Input& in, Laid& m) {
  const auto verb = in.below(4);
  const auto slot = static_cast<std::size_t>(in.number(2)) % m.layout.slots.size();
  const auto lengths = static_cast<Lengths>(in.below(3));
  if (verb == 0) return remove(m, slot, lengths);
  const auto index = in.below(8);
  const auto octets = in.octets(static_cast<std::size_t>(in.number(1)));
  if (verb == 1) return replace(m, slot, octets, lengths);
  if (verb == 2) return replace_length(m, slot, octets, lengths);
  return insert(m, slot, index, octets, lengths);
}

void edits(Input& in) {
  auto m = take_anything(in);
  require_empty(audit(m), "a layout of any octets is sound");
  while (!in.empty() && !m.layout.slots.empty()) {
    const auto before = m;
    const auto done = take_edit(in, m);
    require_empty(audit(m), "a layout is sound after an edit");
    require(done || (m.bytes == before.bytes && m.layout.slots == before.layout.slots), "a refused edit does nothing");
  }
}

constexpr void (*programs[])(Input&) = {message, records, addresses, paths, edits};

}  // namespace

void fuzz(View input) {
  Input in(input);
  programs[in.below(std::size(programs))](in);
}

}  // namespace shakedown::fuzz
