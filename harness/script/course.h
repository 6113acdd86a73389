// A flow unrolled with its parameters, message by message, while a case edits it. Internal to script/.
#pragma once
#include "harness/protocol/flow.h"
#include "harness/script/address.h"
#include "harness/script/scope.h"

namespace shakedown::script {

// What we send, what the target sends, or what we make it do.
struct CourseItem {
  Role sender{};
  std::string name;  // empty for what is no message
  std::variant<MessageSpec, Pattern, Ask> what;

  MessageSpec* own() { return std::get_if<MessageSpec>(&what); }
};

struct Course {
  std::vector<std::vector<CourseItem>> connections;
  // For each connection: a server may send its tickets right after its Finished, before ours (RFC 8446 §4.6.1).
  std::vector<bool> early_tickets;
};

// `params` has one entry for each connection, already adjusted to the flow.
Course unroll(const protocol::Flow& flow, const std::vector<Params>& params, Role peer);
// The list under `edits`. Each entry is an edit of the flow, a mutation of a field, or a message with overrides.
void edit_course(const Scope& scope, const YamlNode& edits, Course& course);
// omit, repeat, …; and what stands in an `insert`.
const std::vector<std::string_view>& flow_edit_names();
const std::vector<std::string_view>& insert_keys();
// Neighbours of one side become one step.
std::vector<std::vector<Step>> to_steps(const Course& course);

}  // namespace shakedown::script
