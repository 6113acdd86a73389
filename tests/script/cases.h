// Short texts of cases for tests.
#pragma once
#include <gtest/gtest.h>

#include <string>

#include "harness/script/case.h"

namespace shakedown::script {

inline ReadOptions options_of(std::string file = "case.yaml") { return {.file = std::move(file), .id = "test/case"}; }

inline std::vector<Script> scripts_of(const std::string& text) {
  const auto c = read_case(text, options_of());
  if (!c) {
    ADD_FAILURE() << to_string(c.error()) << "\n" << text;
    return {};
  }
  auto scripts = expand(*c, options_of());
  if (!scripts) {
    ADD_FAILURE() << to_string(scripts.error()) << "\n" << text;
    return {};
  }
  return *scripts;
}
inline Script script_of(const std::string& text) {
  auto scripts = scripts_of(text);
  EXPECT_EQ(scripts.size(), 1U) << text;
  return scripts.empty() ? Script{} : scripts.front();
}
// A case of our client against tls13.full, with these lines added.
inline std::string client_case(const std::string& lines, const std::string& expect = "any_fatal_alert") {
  return "about: A test.\nrfc: [\"8446 §4\"]\npeer: client\nflow: tls13.full\n" + lines + "expect: " + expect + "\n";
}
inline std::vector<std::string> problems_of(const std::string& text) {
  std::vector<std::string> out;
  for (const auto& error : lint(text, options_of())) out.push_back(to_string(error));
  return out;
}
// "send ClientHello | expect ServerHello …": the course of a connection in one line; ! marks what deviates.
inline std::string course_of(const Connection& connection) {
  std::string out;
  for (const auto& step : connection.steps) {
    out += out.empty() ? "" : " | ";
    if (const auto* send = std::get_if<Send>(&step)) {
      out += "send";
      for (const auto& m : send->messages)
        out += " " + (m.message.empty() ? "bytes" : m.message) + (m.deviates ? "!" : "");
    } else if (const auto* expect = std::get_if<Expect>(&step)) {
      out += "expect";
      for (const auto& p : expect->patterns)
        out += " " + p.names.front() +
               (p.often == Pattern::Often::once ? "" : (p.often == Pattern::Often::any ? "*" : "?"));
    } else {
      out += "ask";
    }
  }
  return out;
}
// The edits of the first message of that name, printed.
inline std::string edits_of(const Script& script, std::string_view message) {
  for (const auto& connection : script.connections)
    for (const auto& step : connection.steps)
      if (const auto* send = std::get_if<Send>(&step))
        for (const auto& m : send->messages) {
          if (m.message != message) continue;
          std::string out;
          for (const auto& edit : m.edits) out += edit::to_string(edit) + "\n";
          return out;
        }
  return "no such message";
}

}  // namespace shakedown::script
