#include "harness/vectors/recorded.h"

#include <fmt/format.h>

namespace shakedown::vectors {

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

}  // namespace

Result<protocol::OpenedRecord> open_and_seal(Direction& direction, View record) {
  const auto header = header_of(record);
  if (!header) return fail(header.error());
  auto opened = direction.opener.open(*header, record.subspan(5));
  if (!opened) return opened;
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
  check_record(checks, file, section, head, "secrets, exporter and application data",
               [&](Record& r) { return read ? replay.tail(r) : read; });
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
