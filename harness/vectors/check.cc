#include "harness/vectors/check.h"

#include <fmt/format.h>

namespace shakedown::vectors {

namespace {

// Enough octets to see where two values part.
std::string excerpt(View bytes, std::size_t at) {
  constexpr std::size_t width = 24;
  const auto shown = bytes.subspan(std::min(at, bytes.size()));
  return fmt::format("{}{} ({} octets)", to_hex(shown.first(std::min(width, shown.size()))),
                     shown.size() > width ? "…" : "", bytes.size());
}

Error difference(std::string what, View got, View expected) {
  const auto parting = std::mismatch(got.begin(), got.end(), expected.begin(), expected.end()).first - got.begin();
  const auto at = static_cast<std::size_t>(parting);
  return {.cause = Cause::crypto,
          .what = fmt::format("{} differs from octet {} on", what, at),
          .place = {},
          .path = {},
          .got = excerpt(got, at),
          .expected = excerpt(expected, at)};
}

}  // namespace

Status same(Record& record, std::string_view name, View computed) {
  auto expected = record.hex(name);
  if (!expected) return fail(expected.error());
  if (equal(computed, *expected)) return {};
  Error error = difference(std::string(name), computed, *expected);
  error.place = record.place_of(name);
  return fail(std::move(error));
}

Status same_bytes(std::string_view what, View got, View expected) {
  if (equal(got, expected)) return {};
  return fail(difference(std::string(what), got, expected));
}

Status all_of(std::initializer_list<Status> results) {
  for (const auto& r : results)
    if (!r) return r;
  return {};
}

Result<registry::Hash> hash_of(Record& record, std::string_view name) {
  using registry::Hash;
  auto text = record.text(name);
  if (!text) return fail(text.error());
  if (*text == "SHA-1") return Hash::sha1;
  if (*text == "SHA-256") return Hash::sha256;
  if (*text == "SHA-384") return Hash::sha384;
  if (*text == "SHA-512") return Hash::sha512;
  return fail(Error{.cause = Cause::input,
                    .what = "no such hash",
                    .place = record.place_of(name),
                    .path = {},
                    .got = *text,
                    .expected = {}});
}

Result<registry::Role> role_of(Record& record, std::string_view name) {
  auto text = record.text(name);
  if (!text) return fail(text.error());
  if (*text == "client") return registry::Role::client;
  if (*text == "server") return registry::Role::server;
  return fail(Error{.cause = Cause::input,
                    .what = "no such peer",
                    .place = record.place_of(name),
                    .path = {},
                    .got = *text,
                    .expected = "client or server"});
}

Result<bool> yes_or_no(Record& record, std::string_view name) {
  auto text = record.text(name);
  if (!text) return fail(text.error());
  if (*text == "yes") return true;
  if (*text == "no") return false;
  return fail(Error{.cause = Cause::input,
                    .what = "neither yes nor no",
                    .place = record.place_of(name),
                    .path = {},
                    .got = *text,
                    .expected = "yes or no"});
}

void check_record(std::vector<Check>& checks, const VectorFile& file, const Section& section, Record& record,
                  std::string_view what, const std::function<Status(Record&)>& test) {
  auto outcome = test(record);
  if (outcome) outcome = record.expect_consumed();
  if (!outcome && outcome.error().place.file.empty()) outcome.error().place = {file.name, record.line(), 1};
  checks.push_back(
      {.name = fmt::format("{}:{} {}{}{}", file.name, record.line(), section.title, what.empty() ? "" : ": ", what),
       .passed = outcome.has_value(),
       .detail = outcome ? std::string() : to_string(outcome.error())});
}

void check_each_record(std::vector<Check>& checks, VectorFile& file, const std::function<Status(Record&)>& test) {
  for (auto& section : file.sections)
    for (auto& record : section.records) check_record(checks, file, section, record, {}, test);
}

Result<wire::Message> parse_message(View message, const wire::Context& context) {
  if (message.size() < 4 || read_uint(message.subspan(1, 3)) != message.size() - 4)
    return fail(Cause::decode, "a handshake message has not the length that its header says");
  const auto parsed = wire::parse(wire::HandshakeType{message[0]}, message.subspan(4), context);
  if (parsed.first_error)
    return fail(Cause::decode, wire::name_of(parsed.value) + ": " + wire::to_string(*parsed.first_error));
  if (!parsed.raw_tail.empty())
    return fail(Cause::decode, wire::name_of(parsed.value) + " leaves octets that did not decode");
  if (auto ok = same_bytes("a message encoded again", wire::encode_message(parsed.value), message); !ok)
    return fail(ok.error());
  return parsed.value;
}

std::vector<Bytes> take_messages(Bytes& buffer) {
  std::vector<Bytes> out;
  View left = buffer;
  while (left.size() >= 4) {
    const std::size_t size = 4 + static_cast<std::size_t>(read_uint(left.subspan(1, 3)));
    if (left.size() < size) break;
    out.push_back(to_bytes(left.first(size)));
    left = left.subspan(size);
  }
  buffer = to_bytes(left);
  return out;
}

}  // namespace shakedown::vectors
