#include "harness/wire/deframer.h"

#include <fmt/format.h>

namespace shakedown::wire {
namespace {

// Octets that the last, broken-off unit of `octets` lacks. A unit is a header of `header` octets, the last `length` of
// which count what follows it.
std::size_t lacking(View octets, std::size_t header, std::size_t length) {
  while (octets.size() >= header) {
    const auto size = header + static_cast<std::size_t>(read_uint(octets.subspan(header - length, length)));
    if (size > octets.size()) return size - octets.size();
    octets = octets.subspan(size);
  }
  return octets.empty() ? 0 : header - octets.size();
}

constexpr std::size_t record_length_size = 2;
constexpr std::size_t message_length_size = 3;

Error not_a_record(View header, std::size_t position, std::string what, std::string expected) {
  return {.cause = Cause::decode,
          .what = fmt::format("{} at octet {}", what, position),
          .place = {},
          .path = "record",
          .got = to_hex(header),
          .expected = std::move(expected)};
}

// RFC 5246 appendix E.2: a length with its highest bit set, then the message type.
bool is_ssl2_hello(View header) { return (header[0] & 0x80U) != 0 && header[2] == 1; }

// As soon as there are enough octets to tell.
std::optional<Error> impossible(View header, const RecordLimits& limits, std::size_t position) {
  const auto type = header[0];
  if (!limits.any_type && is_ssl2_hello(header))
    return not_a_record(header, position, "an SSLv2 ClientHello", "a record of TLS");
  if (!limits.any_type && (type < 20 || type > 24))
    return not_a_record(header, position, "no record has this type", "a type of 20 to 24");
  if (!limits.any_version && header[1] != 3)
    return not_a_record(header, position, "no record has this version", "a major version of 3");
  const auto length = read_uint(header.subspan(3, 2));
  if (length > limits.fragment)
    return not_a_record(header, position, fmt::format("a record of {} octets", length),
                        fmt::format("at most {}", limits.fragment));
  return std::nullopt;
}

}  // namespace

std::string to_string(const Waits& waits) {
  switch (waits.what) {
    case Waits::What::nothing:
      return "nothing";
    case Waits::What::rest_of_record:
      return fmt::format("{} octets of a record", waits.octets);
    case Waits::What::rest_of_message:
      return fmt::format("{} octets of a message", waits.octets);
  }
  return {};
}

void Backlog::feed(View octets) { append(octets_, octets); }

void Backlog::drop(std::size_t count) {
  taken_ += count;
  // Moving what is left costs no more than what was taken since the last time.
  if (2 * taken_ < octets_.size()) return;
  octets_.erase(octets_.begin(), octets_.begin() + static_cast<std::ptrdiff_t>(taken_));
  taken_ = 0;
}

Result<std::optional<Record>> RecordDeframer::next() {
  const auto octets = backlog_.view();
  if (octets.size() < record_header_size) return std::nullopt;
  const auto header = octets.first(record_header_size);
  if (auto error = impossible(header, limits_, position_)) return fail(std::move(*error));
  const auto size = record_header_size + static_cast<std::size_t>(read_uint(header.subspan(3, 2)));
  if (octets.size() < size) return std::nullopt;
  auto record = decode<Record>(octets.first(size));
  backlog_.drop(size);
  position_ += size;
  return record;
}

Waits RecordDeframer::waits() const {
  const auto lacks = lacking(pending(), record_header_size, record_length_size);
  return {lacks == 0 ? Waits::What::nothing : Waits::What::rest_of_record, lacks};
}

std::optional<RawHandshake> MessageDeframer::next() {
  const auto octets = backlog_.view();
  if (octets.size() < handshake_header_size) return std::nullopt;
  const auto size = handshake_header_size + static_cast<std::size_t>(read_uint(octets.subspan(1, message_length_size)));
  if (octets.size() < size) return std::nullopt;
  RawHandshake message{HandshakeType{octets[0]}, to_bytes(octets.first(size))};
  backlog_.drop(size);
  return message;
}

std::size_t MessageDeframer::missing() const { return lacking(pending(), handshake_header_size, message_length_size); }

Waits MessageDeframer::waits() const {
  const auto lacks = missing();
  return {lacks == 0 ? Waits::What::nothing : Waits::What::rest_of_message, lacks};
}

Waits waits(const RecordDeframer& records, const MessageDeframer& messages) {
  const auto record = records.waits();
  return record.what == Waits::What::nothing ? messages.waits() : record;
}

}  // namespace shakedown::wire
