// What a target says about itself after a conversation. Nobody takes its word for it: the checks compare it with what
// was seen.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "harness/base/bytes.h"

namespace shakedown {

// How the target's side of a connection stands when it is asked.
enum class Ending {
  open,     // it would still read and write
  closed,   // it ended the connection in good order
  error,    // it gave up and said so (or we gave up on it: a flood); see TargetReport::error
  crashed,  // its process died of a signal; see TargetReport::code
  exited,   // its process ended by itself; see TargetReport::code
};

// Code points as on the wire; 0 means unknown or not negotiated. Strings are the library's own names, for people.
struct Negotiated {
  std::uint16_t version = 0;
  std::uint16_t cipher_suite = 0;
  std::uint16_t group = 0;
  std::uint16_t signature_scheme = 0;  // of the signature that the peer's certificate key made
  std::string version_name;
  std::string cipher_suite_name;
  std::string group_name;
  Bytes alpn;
  std::optional<bool> resumed;
  std::optional<bool> early_data_accepted;
  std::optional<bool> extended_master_secret;  // RFC 7627, TLS 1.2 only
  friend bool operator==(const Negotiated&, const Negotiated&) = default;
};

// One call of the exporter (RFC 8446 §7.5, RFC 5705 §4), which tells an absent context from an empty one.
struct Exported {
  std::string label;
  std::optional<Bytes> context;
  Bytes output;
  friend bool operator==(const Exported&, const Exported&) = default;
};

struct TargetReport {
  std::optional<bool> handshake_done;  // nothing: this kind of target cannot tell
  Negotiated negotiated;
  std::vector<Exported> exported;
  std::vector<std::string> key_log;  // NSS key log lines without line ends
  std::string error;                 // the target's own words
  std::optional<std::uint8_t> alert_sent;
  std::optional<std::uint8_t> alert_received;
  Bytes application_data;    // what it delivered to its application, early data included
  bool data_known = false;   // whether application_data can be trusted to be all of it and nothing else
  std::string output;        // what a command printed during this connection, bounded
  bool peer_closed = false;  // it saw our close_notify
  bool flooded = false;      // it sent or printed without end and was cut off
  Ending ending = Ending::open;
  int code = 0;       // signal number or exit status
  bool hung = false;  // it neither answered nor came to rest within the limit

  friend bool operator==(const TargetReport&, const TargetReport&) = default;
};

// Whether the target handed `data` to its application: exact for a library, a search in what a command printed.
inline bool delivered(const TargetReport& report, View data) {
  const std::string_view text = report.data_known ? as_text(report.application_data) : std::string_view(report.output);
  return text.find(as_text(data)) != std::string_view::npos;
}

}  // namespace shakedown
