#include "harness/vectors/recorded.h"

#include <fmt/format.h>

#include <algorithm>
#include <ranges>

#include "harness/wire/content.h"

namespace shakedown::vectors {

using registry::operator""_content;

Status Direction::use(const protocol::Protection& protection, const protocol::TrafficKeys& keys) {
  if (!handshake.empty()) return fail(Cause::decode, "a message spans a change of keys");
  auto new_opener = protocol::RecordOpener::create(protection, keys);
  auto new_sealer = protocol::RecordSealer::create(protection, keys, Rng(0));
  if (!new_opener) return fail(new_opener.error());
  if (!new_sealer) return fail(new_sealer.error());
  opener = std::move(*new_opener);
  sealer = std::move(*new_sealer);
  return {};
}

namespace {

Result<protocol::RecordHeader> header_of(View record) {
  if (record.size() < 5 || read_uint(record.subspan(3, 2)) != record.size() - 5)
    return fail(Cause::decode, "a record has not the length that its header says");
  return protocol::RecordHeader{.type = registry::ContentType{record[0]},
                                .version = static_cast<std::uint16_t>(read_uint(record.subspan(1, 2)))};
}

// RFC 8446 §5.1 and appendix E.1 of RFC 5246: only an initial ClientHello may be in a record of version 0x0301, and
// OpenSSL's is.
Status check_header(const Direction& direction, const protocol::RecordHeader& header, View fragment) {
  constexpr std::uint8_t client_hello = 1;
  const bool initial = !direction.sent_anything && header.type == "handshake"_content && !fragment.empty() &&
                       fragment.front() == client_hello;
  const std::uint16_t version = initial ? 0x0301 : 0x0303;
  if (header.version == version) return {};
  return fail({.cause = Cause::decode,
               .what = "the version of a record",
               .got = fmt::format("{:#06x}", header.version),
               .expected = fmt::format("{:#06x}", version)});
}

Status check_content(registry::ContentType type, View content) {
  if (type == "alert"_content) {
    const auto alert = wire::decode<wire::Alert>(content);
    const bool known =
        alert && registry::find(alert->level) != nullptr && registry::find(alert->description) != nullptr;
    return known ? Status{} : fail(Cause::decode, "not an alert: " + to_hex(content));
  }
  for (const auto known : {"change_cipher_spec"_content, "handshake"_content, "application_data"_content})
    if (type == known) return {};
  return fail(Cause::decode, "no content of a handshake: " + registry::name_of(type));
}

}  // namespace

Result<protocol::OpenedRecord> open_and_seal(Direction& direction, View record) {
  const auto header = header_of(record);
  if (!header) return fail(header.error());
  if (auto ok = check_header(direction, *header, record.subspan(5)); !ok) return fail(ok.error());
  direction.sent_anything = true;
  auto opened = direction.opener.open(*header, record.subspan(5));
  if (!opened) return opened;
  if (auto ok = check_content(opened->type, opened->content); !ok) return fail(ok.error());
  const Bytes inner = direction.sealer.build_inner({.type = opened->type, .version = header->version}, opened->content,
                                                   opened->padding);
  std::optional<View> nonce;
  if (!opened->explicit_nonce.empty()) nonce = opened->explicit_nonce;
  const auto fragment = direction.sealer.encrypt(*header, inner, nonce);
  if (!fragment) return fail(fragment.error());
  if (auto ok = same_bytes("the record sealed again", protocol::frame_record(*header, *fragment), record); !ok)
    return fail(ok.error());
  return opened;
}

Result<protocol::OpenedRecord> open_in_the_clear(View record) {
  Direction clear;
  return open_and_seal(clear, record);
}

Status check_title(std::string_view title, std::string_view suite, std::initializer_list<TitleWord> words) {
  std::vector<std::string_view> said;
  for (auto rest = title; !rest.empty();) {
    const auto comma = std::min(rest.find(", "), rest.size());
    said.push_back(rest.substr(0, comma));
    rest.remove_prefix(std::min(comma + 2, rest.size()));
  }
  if (said.empty() || said.front() != suite) return fail(Cause::input, "the section's title names another suite");
  for (const auto& part : said | std::views::drop(1)) {
    const auto* word = std::ranges::find(words, part, &TitleWord::word);
    if (word == words.end() || !word->holds)
      return fail(Cause::input, fmt::format("the section's title says '{}', which does not hold", part));
  }
  for (const auto& word : words)
    if (word.holds && word.must_be_said && std::ranges::count(said, word.word) != 1)
      return fail(Cause::input, fmt::format("the section's title does not say '{}' once", word.word));
  return {};
}

Result<Recording> read_recording(Record& record) {
  Recording out;
  const auto name = record.text("Cipher suite"), label = record.text("Exporter label");
  const auto random = record.hex("Client random"), client = record.hex("Client application data"),
             server = record.hex("Server application data");
  for (const auto* value : {&random, &client, &server})
    if (!*value) return fail(value->error());
  if (!name) return fail(name.error());
  if (!label) return fail(label.error());
  const auto suite = registry::value_of<registry::CipherSuite>(*name);
  if (!suite) return fail(Cause::input, "no such cipher suite: " + *name);
  out.suite = *registry::find(*suite);
  out.client_random = *random;
  out.exporter_label = *label;
  out.client_data = *client;
  out.server_data = *server;
  return out;
}

void run_recorded(Checks& checks, VectorFile& file, Section& section, const Replay& replay) {
  auto& head = section.records.front();
  // The head is judged at the end, when it is known whether the handshake gave what it says.
  const auto read = replay.head(head);
  std::size_t number = 0;
  for (auto& record : section.records) {
    if (&record == &head) continue;
    check_record(checks, file, section, record, fmt::format("record {}", ++number), [&](Record& r) -> Status {
      const auto peer = role_of(r, "Peer");
      if (!peer) return fail(peer.error());
      return read ? replay.wire(*peer, r) : fail(Cause::input, "the recording's first record cannot be used");
    });
  }
  check_record(checks, file, section, head, "secrets, exporter and application data", [&](Record& r) {
    return read ? all_of({replay.tail(r), replay.title(section.title)}) : read;
  });
}

Status check_application_data(const Recording& recording, const std::array<Direction, 2>& directions) {
  for (const auto& direction : directions)
    if (!direction.finished || !direction.handshake.empty())
      return fail(Cause::decode, "a side sent no Finished, or stopped inside a message");
  return all_of({same_bytes("the client's application data", directions[0].application_data, recording.client_data),
                 same_bytes("the server's application data", directions[1].application_data, recording.server_data)});
}

Result<crypto::PublicKey> leaf_key(const std::vector<Bytes>& chain) {
  if (chain.empty()) return fail(Cause::decode, "a Certificate message holds no certificate");
  return crypto::PublicKey::from_certificate(chain.front());
}

}  // namespace shakedown::vectors
