// Canonical forms of cases and scripts.
#include <algorithm>

#include "harness/script/case_reader.h"
#include "harness/script/expectation.h"
#include "harness/script/matrix.h"
#include "harness/script/params_yaml.h"
#include "harness/script/steps.h"

namespace shakedown::script {
namespace {

class Keys {
 public:
  void put(std::string_view key, YamlNode value) {
    entries_.push_back({YamlNode::scalar(std::string(key)), std::move(value)});
  }
  void put_unless_empty(std::string_view key, YamlNode value) {
    if (!value.items.empty() || !value.entries.empty() || !value.text.empty()) put(key, std::move(value));
  }
  // In the order of case_keys().
  std::string text() {
    std::ranges::sort(entries_, {}, [](const YamlEntry& e) {
      return std::ranges::find(case_keys(), e.key.text) - case_keys().begin();
    });
    // One level of lines for the case, one for its matrix, its edits and its steps.
    return write_yaml(YamlNode::map(std::move(entries_)), 1);
  }

 private:
  std::vector<YamlEntry> entries_;
};

YamlNode texts(const std::vector<std::string>& list) {
  std::vector<YamlNode> out;
  for (const auto& text : list) out.push_back(YamlNode::scalar(text));
  return YamlNode::sequence(std::move(out));
}

YamlNode clauses_node(const std::vector<Clause>& clauses) {
  std::vector<std::string> out;
  for (const auto& clause : clauses) out.push_back(to_string(clause));
  return texts(out);
}

YamlNode steps_node(const std::vector<Step>& steps) {
  std::vector<YamlNode> out;
  for (const auto& step : steps) out.push_back(write_step(step));
  return YamlNode::sequence(std::move(out));
}

YamlNode connection_node(const Connection& connection) {
  std::vector<YamlEntry> out;
  if (auto with = write_params(connection.params); !with.entries.empty())
    out.push_back({YamlNode::scalar("with"), std::move(with)});
  out.push_back({YamlNode::scalar("steps"), steps_node(connection.steps)});
  return YamlNode::map(std::move(out));
}

}  // namespace

std::string write_case(const Case& c) {
  Keys keys;
  if (!c.about.empty()) keys.put("about", YamlNode::scalar(c.about));
  keys.put_unless_empty("rfc", clauses_node(c.clauses));
  std::vector<YamlEntry> matrix;
  for (const auto& key : c.matrix) matrix.push_back({YamlNode::scalar(key.name), YamlNode::sequence(key.values)});
  keys.put_unless_empty("matrix", YamlNode::map(std::move(matrix)));
  keys.put_unless_empty("except", YamlNode::sequence(c.except));
  for (const auto& entry : c.body.entries) keys.put(entry.key.text, entry.value);
  return keys.text();
}

std::string write_script(const Script& script) {
  Keys keys;
  if (!script.about.empty()) keys.put("about", YamlNode::scalar(script.about));
  keys.put_unless_empty("rfc", clauses_node(script.clauses));
  keys.put("peer", YamlNode::scalar(std::string(registry::role_name(script.peer))));
  keys.put_unless_empty("needs", texts(script.needs));
  std::vector<YamlEntry> cell;
  for (const auto& [key, text] : script.cell) cell.push_back({YamlNode::scalar(key), YamlNode::scalar(text)});
  std::vector<YamlNode> list;
  for (const auto& connection : script.connections) list.push_back(connection_node(connection));
  auto connections = YamlNode::sequence(std::move(list));
  // Even an empty one says that braces stand for themselves.
  if (!cell.empty() || uses_any(connections)) keys.put("cell", YamlNode::map(std::move(cell)));
  keys.put("connections", std::move(connections));
  keys.put("expect", write_expectation(script.expect));
  if (script.expect.level != Level::must)
    keys.put("level", YamlNode::scalar(std::string(level_names[static_cast<std::size_t>(script.expect.level)])));
  keys.put("control", YamlNode::scalar(script.control));
  return keys.text();
}

}  // namespace shakedown::script
