// The YAML form of messages that we send: names, fields, computed inputs, record plans. Internal to script/.
#pragma once
#include <span>

#include "harness/script/override.h"
#include "harness/script/scope.h"

namespace shakedown::script {

// One message, or the messages of a recorded flight.
std::vector<MessageSpec> read_messages(const Scope& scope, const YamlNode& node);
// What stands behind a message's name: fields, edits, compute, records, …
void read_message_body(const Scope& scope, const YamlNode& body, MessageSpec& out);
void read_compute(const YamlNode& node, Compute& out, Problems& problems);
void read_records(const YamlNode& node, RecordPlan& out, Problems& problems);

// The keys that each of them knows: of a message's body beside its fields, of one given as bytes, of a flight, and so
// on.
std::vector<std::string_view> message_keys();
const std::vector<std::string_view>& bytes_keys();
const std::vector<std::string_view>& flight_keys();
std::vector<std::string_view> compute_keys();
std::vector<std::string_view> record_keys();

// Whether it differs from the message that an honest peer would send.
bool is_altered(const MessageSpec& spec);

YamlNode write_message(const MessageSpec& spec);
YamlNode write_compute(const Compute& compute);
YamlNode write_records(const RecordPlan& plan);

}  // namespace shakedown::script
