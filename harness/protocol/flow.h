// The legal courses of each version and mode, as a table (RFC 8446 §2, RFC 5246 §7.3, RFC 5077 §3.1). Scripts name a
// flow; it is unrolled with the parameters.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "harness/protocol/params.h"

namespace shakedown::protocol {

// When a row belongs to the course.
enum class When : std::uint8_t {
  always,
  compatibility_mode,  // the change_cipher_spec of RFC 8446 §D.4
  client_auth,         // requested or required
  certificate_sent,    // authentication by certificate: not with a PSK, not in an abbreviated handshake
  early_data,          // offered
  early_data_accepted,
  tickets,          // a TLS 1.3 server gives some
  session_tickets,  // TLS 1.2, negotiated
  ephemeral,        // TLS 1.2 key exchange with a ServerKeyExchange
};
// How often the message may come when the target sends it; our peer sends it once (tickets: as often as Params says).
enum class Often : std::uint8_t { once, at_most_once, any };

struct Row {
  Role sender;
  std::string_view message;  // a handshake message, change_cipher_spec, application_data, early_data or close_notify
  When when = When::always;
  Often often = Often::once;
};

struct Flow {
  std::string_view name;  // tls13.full
  ProtocolVersion version;
  std::string_view about;
  // Connections one after the other; the later ones resume. Each a course of rows.
  std::vector<std::span<const Row>> connections;
  // Capabilities that the target needs beyond its version.
  std::vector<std::string_view> needs;
};

const std::vector<Flow>& flows();
const Flow* find_flow(std::string_view name);
// What the flow itself decides about the parameters of that connection: version, external_psk, early_data,
// session_tickets, hello_retry, resume; early_data also on the first connection, whose tickets must allow it (only a
// resuming one offers it). Everything else stays as it is.
Params flow_params(const Flow& flow, std::size_t connection, Params params);
// The rows that apply under these parameters (already adjusted by flow_params), of one connection.
std::vector<Row> unroll(const Flow& flow, std::size_t connection, const Params& params);

}  // namespace shakedown::protocol
