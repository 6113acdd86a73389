// The walks of everything that goes between the program and its workers. Both are the same program, so nothing here has
// a version.
#pragma once
#include "harness/check/verdict.h"
#include "harness/peer/conversation.h"
#include "harness/suite/job.h"
#include "harness/suite/pack.h"

namespace shakedown::suite {

// clang-format off
// --- base and target
template <class IO> void fields(IO& io, Is<Place> auto& v) { io(v.file, v.line, v.column); }
template <class IO> void fields(IO& io, Is<Error> auto& v) { io(v.cause, v.what, v.place, v.path, v.got, v.expected); }
template <class IO> void fields(IO& io, Is<Exported> auto& v) { io(v.label, v.context, v.output); }
template <class IO> void fields(IO& io, Is<Negotiated> auto& v) {
  io(v.version, v.cipher_suite, v.group, v.signature_scheme, v.version_name, v.cipher_suite_name, v.group_name, v.alpn);
  io(v.resumed, v.early_data_accepted, v.extended_master_secret);
}
template <class IO> void fields(IO& io, Is<TargetReport> auto& v) {
  io(v.handshake_done, v.negotiated, v.exported, v.key_log, v.error, v.alert_sent, v.alert_received);
  io(v.application_data, v.data_known, v.output, v.peer_closed, v.flooded, v.ending, v.code);
}
template <class IO> void fields(IO& io, Is<target::Option> auto& v) { io(v.key, v.value); }
template <class IO> void fields(IO& io, Is<target::TargetInfo> auto& v) {
  io(v.name, v.version, v.capabilities, v.capabilities_known, v.deterministic, v.in_process, v.serves, v.connects);
}
template <class IO> void fields(IO& io, Is<target::TargetSpec> auto& v) {
  io(v.name, v.server_cmd, v.client_cmd, v.listen, v.start_limit_ms, v.plugin_directories);
}

// --- conversations
template <class IO> void fields(IO& io, Is<wire::Context> auto& v) { io(v.version, v.sender, v.key_exchange); }
template <class IO> void fields(IO& io, Is<wire::Waits> auto& v) { io(v.what, v.octets); }
template <class IO> void fields(IO& io, Is<protocol::SeenMessage> auto& v) {
  io(v.sender, v.epoch, v.generation, v.content_type, v.raw, v.context, v.committed);
}
template <class IO> void fields(IO& io, Is<protocol::ExternalPsk> auto& v) { io(v.identity, v.key, v.hash); }
template <class IO> void fields(IO& io, Is<protocol::Params> auto& v) {
  io(v.version, v.cipher_suites, v.groups, v.key_shares, v.signature_schemes, v.certificate, v.client_certificate);
  io(v.client_auth, v.server_name, v.alpn, v.compatibility_mode, v.cookie, v.tickets, v.early_data);
  io(v.early_data_answer, v.external_psk, v.own_psk, v.extended_master_secret, v.encrypt_then_mac, v.session_tickets);
  io(v.secure_renegotiation, v.application_data, v.hello_retry, v.resume);
}
template <class IO> void fields(IO& io, Is<peer::WireRecord> auto& v) {
  io(v.sender, v.bytes, v.epoch, v.generation, v.sequence, v.opened, v.messages);
}
template <class IO> void fields(IO& io, Is<peer::Secret> auto& v) { io(v.label, v.value); }
template <class IO> void fields(IO& io, Is<peer::Agreed> auto& v) {
  io(v.version, v.cipher_suite, v.group, v.signature_scheme, v.alpn, v.resumed, v.early_data_accepted);
  io(v.extended_master_secret, v.encrypt_then_mac, v.client_random, v.server_random, v.target_certificates);
}
template <class IO> void fields(IO& io, Is<peer::ConnectionLog> auto& v) {
  io(v.params, v.messages, v.records, v.secrets, v.notes, v.agreed, v.deviation, v.target_waits, v.steps_done, v.ended);
  io(v.mismatch, v.target_closed, v.undecryptable, v.target, v.exported, v.we_closed, v.times_ns);
}
template <class IO> void fields(IO& io, Is<peer::Conversation> auto& v) { io(v.connections, v.error); }

// --- verdicts
template <class IO> void fields(IO& io, Is<script::Clause> auto& v) { io(v.rfc, v.section, v.note, v.newer_rfc, v.newer_section); }
template <class IO> void fields(IO& io, Is<check::Invariant> auto& v) { io(v.name, v.detail, v.clause, v.severity); }
template <class IO> void fields(IO& io, Is<check::Verdict> auto& v) {
  io(v.kind, v.severity, v.expected, v.seen, v.reason, v.invariants);
}

// --- what the program asks and a worker answers
template <class IO> void fields(IO& io, Is<SetUp> auto& v) {
  io(v.target, v.options, v.overrides, v.seed, v.timed, v.conversations, v.flights);
}
template <class IO> void fields(IO& io, Is<Overrides> auto& v) {
  io(v.server_name, v.alpn, v.authority, v.certificate, v.key, v.psk_identity, v.psk_key);
}
template <class IO> void fields(IO& io, Is<Job> auto& v) { io(v.id, v.file, v.text, v.cell, v.control); }
template <class IO> void fields(IO& io, Is<Hello> auto& v) { io(v.info, v.error); }
template <class IO> void fields(IO& io, Is<Done> auto& v) {
  io(v.verdict, v.unreachable, v.elapsed_us, v.conversation);
}
// clang-format on

}  // namespace shakedown::suite
