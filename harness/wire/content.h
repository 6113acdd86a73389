// What records carry beside handshake messages: alerts, change_cipher_spec, application data.
#pragma once
#include "harness/wire/extensions.h"
#include "harness/wire/schema.h"

namespace shakedown::wire {

using registry::operator""_content;
using registry::ContentType;

struct Alert {  // RFC 8446 §6, RFC 5246 §7.2
  static constexpr auto type = "alert"_content;
  static constexpr std::string_view name = "alert";
  registry::AlertLevel level{2};
  registry::AlertDescription description{};
  static void fields(auto& io, auto& m) {
    io.number("level", m.level);
    io.number("description", m.description);
  }
  friend bool operator==(const Alert&, const Alert&) = default;
};

struct ChangeCipherSpec {  // RFC 5246 §7.1, RFC 8446 §5
  static constexpr auto type = "change_cipher_spec"_content;
  static constexpr std::string_view name = "change_cipher_spec";
  registry::ChangeCipherSpecType body{1};
  static void fields(auto& io, auto& m) { io.number("type", m.body); }
  friend bool operator==(const ChangeCipherSpec&, const ChangeCipherSpec&) = default;
};

struct ApplicationData {  // RFC 8446 §5: without any structure
  static constexpr auto type = "application_data"_content;
  static constexpr std::string_view name = "application_data";
  Bytes data;
  static void fields(auto& io, auto& m) { io.rest("data", m.data); }
  friend bool operator==(const ApplicationData&, const ApplicationData&) = default;
};

// The only list of contents with a structure.
using Contents = Types<Alert, ChangeCipherSpec, ApplicationData>;

// Addresses: alert.level, alert.description, change_cipher_spec.type, application_data.data; for any other type
// content.data. Octets after the last field belong to the root: a longer change_cipher_spec can still be laid out.
// (Handshake messages are laid out one by one with schema_of() of message.h.)
const Schema& schema_for_content(ContentType type);
// By the name that scripts use, for lint; nullptr if there is none.
const Schema* find_content_schema(std::string_view name);

}  // namespace shakedown::wire
