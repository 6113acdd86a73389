#include "harness/script/course.h"

#include <algorithm>

namespace shakedown::script {
namespace {

using registry::operator""_version;

Pattern::Often often(protocol::Often o) { return static_cast<Pattern::Often>(o); }
static_assert(static_cast<int>(Pattern::Often::any) == static_cast<int>(protocol::Often::any));

std::vector<CourseItem> unroll_rows(const std::vector<protocol::Row>& rows, const Params& params, Role peer) {
  std::vector<CourseItem> out;
  for (const auto& row : rows) {
    const std::string name(row.message);
    if (row.sender != peer) {
      // A server that refuses early data skips them unread (RFC 8446 §4.2.10).
      if (name == "early_data" && params.early_data_answer == protocol::EarlyDataAnswer::reject) continue;
      out.push_back({row.sender, name, Pattern{.names = {name}, .often = often(row.often)}});
      continue;
    }
    if (row.when == protocol::When::compatibility_mode && !params.compatibility_mode) continue;
    const auto times = row.when == protocol::When::tickets ? params.tickets : 1;
    for (std::size_t i = 0; i < times; ++i) out.push_back({row.sender, name, MessageSpec{.message = name}});
  }
  return out;
}

bool has(const std::vector<protocol::Row>& rows, std::string_view name) {
  return std::ranges::any_of(rows, [&](const auto& row) { return row.message == name; });
}

// Adds one thing to the steps, to the last one if that is of the same kind.
template <class S>
S& step_of(std::vector<Step>& steps) {
  if (steps.empty() || !std::holds_alternative<S>(steps.back())) steps.emplace_back(S{});
  return std::get<S>(steps.back());
}

std::vector<Step> steps_of(const std::vector<CourseItem>& items, bool early_tickets) {
  std::vector<Step> steps;
  for (const auto& item : items) {
    if (const auto* message = std::get_if<MessageSpec>(&item.what)) {
      step_of<Send>(steps).messages.push_back(*message);
    } else if (const auto* pattern = std::get_if<Pattern>(&item.what)) {
      auto& patterns = step_of<Expect>(steps).patterns;
      patterns.push_back(*pattern);
      if (early_tickets && item.name == "Finished")
        patterns.push_back({.names = {"NewSessionTicket"}, .often = Pattern::Often::any});
    } else {
      steps.emplace_back(std::get<Ask>(item.what));
    }
  }
  return steps;
}

}  // namespace

Course unroll(const protocol::Flow& flow, const std::vector<Params>& params, Role peer) {
  Course out;
  for (std::size_t i = 0; i < params.size(); ++i) {
    // Whether we send change_cipher_spec is ours to say; the target may at any time (RFC 8446 §D.4).
    auto tolerant = params[i];
    tolerant.compatibility_mode = true;
    const auto rows = protocol::unroll(flow, i, tolerant);
    out.connections.push_back(unroll_rows(rows, params[i], peer));
    // Without a certificate of the client the server knows the whole transcript by then.
    out.early_tickets.push_back(flow.version == "TLSv1.3"_version && peer == Role::client &&
                                has(rows, "NewSessionTicket") && !has(rows, "CertificateRequest"));
  }
  return out;
}

std::vector<std::vector<Step>> to_steps(const Course& course) {
  std::vector<std::vector<Step>> out;
  for (std::size_t i = 0; i < course.connections.size(); ++i)
    out.push_back(steps_of(course.connections[i], course.early_tickets[i]));
  return out;
}

}  // namespace shakedown::script
