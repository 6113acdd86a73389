// HKDF (RFC 5869) and the key schedules of ACVP.
#include "harness/protocol/schedule12.h"
#include "harness/protocol/schedule13.h"
#include "harness/vectors/check.h"

namespace shakedown::vectors {

namespace {

namespace tls12 = protocol::tls12;
namespace tls13 = protocol::tls13;

// An attribute that may be left out; the error is that of a value which is no hex.
Result<Bytes> optional_hex(Record& record, std::string_view name) {
  return record.has(name) ? record.hex(name) : Result<Bytes>(Bytes{});
}

Status check_hkdf(Record& record) {
  const auto hash = hash_of(record, "Hash");
  const auto ikm = record.hex("IKM"), salt = optional_hex(record, "salt"), info = record.hex("info");
  const auto length = record.number("L");
  for (const auto* input : {&ikm, &salt, &info})
    if (!*input) return fail(input->error());
  if (!hash) return fail(hash.error());
  if (!length) return fail(length.error());
  if (*length > 255 * crypto::hash_size(*hash)) return fail(Cause::input, "L is more than HKDF can expand to");
  const Bytes prk = crypto::hkdf_extract(*hash, *salt, *ikm);
  return all_of({same(record, "PRK", prk), same(record, "OKM", crypto::hkdf_expand(*hash, prk, *info, *length))});
}

Status check_tls12(Record& record) {
  const auto hash = hash_of(record, "Hash");
  const auto premaster = record.hex("preMasterSecret"), session_hash = record.hex("sessionHash");
  const auto client = record.hex("clientRandom"), server = record.hex("serverRandom"), block = record.hex("keyBlock");
  for (const auto* input : {&premaster, &session_hash, &client, &server, &block})
    if (!*input) return fail(input->error());
  if (!hash) return fail(hash.error());
  const Bytes master = tls12::extended_master_secret(*hash, *premaster, *session_hash);
  return all_of({same(record, "masterSecret", master),
                 same(record, "keyBlock", tls12::key_block(*hash, master, *client, *server, block->size()))});
}

// ACVP's four strings, one after the other in place of the transcript.
struct Milestones {
  Bytes client_hello, server_hello, server_finished, client_finished;
};

Result<Milestones> milestones(Record& record, registry::Hash hash) {
  Milestones out;
  crypto::Hasher running(hash);
  const std::pair<std::string_view, Bytes*> parts[] = {{"helloClientRandom", &out.client_hello},
                                                       {"helloServerRandom", &out.server_hello},
                                                       {"finishedServerRandom", &out.server_finished},
                                                       {"finishedClientRandom", &out.client_finished}};
  for (const auto& [name, digest] : parts) {
    auto message = record.hex(name);
    if (!message) return fail(message.error());
    running.update(*message);
    *digest = running.digest();
  }
  return out;
}

Status check_tls13(Record& record) {
  const auto hash = hash_of(record, "Hash");
  const auto psk = optional_hex(record, "psk"), dhe = optional_hex(record, "dhe");
  for (const auto* input : {&psk, &dhe})
    if (!*input) return fail(input->error());
  if (!hash) return fail(hash.error());
  const auto at = milestones(record, *hash);
  if (!at) return fail(at.error());
  const Bytes early = tls13::early_secret(*hash, *psk);
  const Bytes handshake = tls13::handshake_secret(*hash, early, *dhe);
  const Bytes master = tls13::master_secret(*hash, handshake);
  const auto derived = [&](std::string_view name, View secret, std::string_view label, View transcript_hash) {
    return same(record, name, tls13::derive_secret(*hash, secret, label, transcript_hash));
  };
  namespace label = tls13::label;
  return all_of({derived("clientEarlyTrafficSecret", early, label::client_early, at->client_hello),
                 derived("earlyExporterMasterSecret", early, label::early_exporter, at->client_hello),
                 derived("clientHandshakeTrafficSecret", handshake, label::client_handshake, at->server_hello),
                 derived("serverHandshakeTrafficSecret", handshake, label::server_handshake, at->server_hello),
                 derived("clientApplicationTrafficSecret", master, label::client_application, at->server_finished),
                 derived("serverApplicationTrafficSecret", master, label::server_application, at->server_finished),
                 derived("exporterMasterSecret", master, label::exporter, at->server_finished),
                 derived("resumptionMasterSecret", master, label::resumption, at->client_finished)});
}

}  // namespace

Checks run_rfc5869(VectorFile& file) {
  Checks checks;
  check_each_record(checks, file, check_hkdf);
  return checks;
}

Checks run_acvp_tls12(VectorFile& file) {
  Checks checks;
  check_each_record(checks, file, check_tls12);
  return checks;
}

Checks run_acvp_tls13(VectorFile& file) {
  Checks checks;
  check_each_record(checks, file, check_tls13);
  return checks;
}

}  // namespace shakedown::vectors
