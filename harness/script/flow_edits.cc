// Edits of a flow: messages that are left out, repeated, swapped, inserted, replaced, moved, or changed.
#include <fmt/format.h>

#include <algorithm>

#include "harness/base/suggest.h"
#include "harness/script/course.h"
#include "harness/script/expectation.h"
#include "harness/script/message_reader.h"
#include "harness/script/scalars.h"
#include "harness/script/steps.h"

namespace shakedown::script {
namespace {

using Items = std::vector<CourseItem>;

struct Spot {
  std::size_t connection = 0;
  std::size_t index = 0;
};

class FlowEditor {
 public:
  FlowEditor(const Scope& scope, Course& course) : scope_(scope), problems_(scope.problems), course_(course) {}

  static std::vector<std::string_view> verb_names() {
    std::vector<std::string_view> names;
    for (const auto& verb : verbs()) names.push_back(verb.name);
    return names;
  }

  void apply(const YamlNode& edit) {
    if (!edit.is_map() || edit.entries.empty())
      return problems_.add(edit, "not an edit", describe(edit),
                           "{ omit: client.Finished }, { flip: Finished.verify_data[0] }, …");
    const auto& [key, value] = edit.entries.front();
    if (const auto* verb = find_verb(key.text); verb != nullptr && is_for_flow(key.text, value)) {
      check_keys(edit, fmt::format("'{}'", key.text), verb->keys, problems_);
      return (this->*verb->run)(edit, value);
    }
    if (edit::find_operator(key.text) != nullptr) return mutate(edit);
    override(edit);
  }

 private:
  struct Verb {
    std::string_view name;
    std::vector<std::string_view> keys;
    void (FlowEditor::*run)(const YamlNode& edit, const YamlNode& value);
  };
  static const std::vector<Verb>& verbs() {
    static const std::vector<Verb> all{
        {"omit", {"omit", "connection"}, &FlowEditor::omit},
        {"repeat", {"repeat", "times", "connection"}, &FlowEditor::repeat},
        {"swap", {"swap", "with", "connection"}, &FlowEditor::swap},
        {"insert", {"insert", "connection"}, &FlowEditor::insert},
        {"replace", {"replace", "with", "connection"}, &FlowEditor::replace},
        {"move", {"move", "before", "after", "connection"}, &FlowEditor::move},
        {"stop_after", {"stop_after", "connection"}, &FlowEditor::stop_after},
    };
    return all;
  }
  static const Verb* find_verb(std::string_view name) {
    const auto found = std::ranges::find(verbs(), name, &Verb::name);
    return found == verbs().end() ? nullptr : &*found;
  }
  // `insert` and `swap` are operators too: on a field, whose path has something behind the message's name.
  static bool is_for_flow(std::string_view verb, const YamlNode& value) {
    if (verb == "insert") return value.is_map();
    if (verb != "swap") return true;
    const auto address = parse_address(value.text);
    return !address || address->field.empty();
  }

  std::optional<Address> address(const YamlNode& edit, const YamlNode& node) {
    auto out = parse_address(node.text);
    if (!node.is_scalar() || !out) {
      problems_.add(node,
                    node.is_scalar() ? out.error() : Error{.cause = Cause::input, .what = "not a message's name"});
      return std::nullopt;
    }
    if (const auto* connection = edit.find("connection")) {
      if (connection->text == "last") {
        out->connection = course_.connections.size() - 1;
      } else if (const auto n = read_number(*connection, 1, 16, problems_)) {
        out->connection = static_cast<std::size_t>(*n - 1);
      }
    }
    if (!out->sender) out->sender = scope_.peer;
    return *out;
  }

  std::vector<Spot> spots(const Address& a, const YamlNode& at) {
    std::vector<Spot> out;
    if (a.connection < course_.connections.size()) {
      const auto& items = course_.connections[a.connection];
      std::size_t seen = 0;
      for (std::size_t i = 0; i < items.size(); ++i)
        if (items[i].sender == *a.sender && items[i].name == a.message && (a.nth == every || seen++ == a.nth))
          out.push_back({a.connection, i});
    }
    if (out.empty()) missing(a, at);
    return out;
  }
  void missing(const Address& a, const YamlNode& at) {
    if (a.connection >= course_.connections.size())
      return problems_.add(at, "the flow has no such connection", fmt::format("@{}", a.connection + 1),
                           fmt::format("@1 to @{}", course_.connections.size()));
    std::vector<std::string> names;
    for (const auto& item : course_.connections[a.connection])
      if (!item.name.empty()) names.push_back(fmt::format("{}.{}", registry::role_name(item.sender), item.name));
    const auto wanted = fmt::format("{}.{}", registry::role_name(*a.sender), a.message);
    problems_.add(at, "the flow has no such message", fmt::format("'{}'", to_string(a)),
                  expected_names(wanted, {names.begin(), names.end()}));
  }
  std::optional<Spot> spot(const YamlNode& edit, const YamlNode& node) {
    const auto a = address(edit, node);
    if (!a) return std::nullopt;
    if (!a->field.empty() || a->nth == every) {
      problems_.add(node, "not one message", describe(node), "client.Finished, server.NewSessionTicket#1, …");
      return std::nullopt;
    }
    const auto found = spots(*a, node);
    return found.empty() ? std::nullopt : std::optional(found.front());
  }
  // One that our side sends: the target's are its own.
  std::optional<Spot> own_spot(const YamlNode& edit, const YamlNode& node) {
    const auto found = spot(edit, node);
    if (!found || item(*found).own() != nullptr) return found;
    problems_.add(node, "the target sends this message", describe(node), "one of ours");
    return std::nullopt;
  }
  std::optional<Spot> anchor(const YamlNode& edit, const YamlNode& map) {
    const auto* before = map.find("before");
    const auto* after = map.find("after");
    if ((before == nullptr) == (after == nullptr)) {
      problems_.add(map, "the place is not clear", {}, "either `before` or `after` a message");
      return std::nullopt;
    }
    auto found = spot(edit, before != nullptr ? *before : *after);
    if (found && after != nullptr) ++found->index;
    return found;
  }

  Items& items(const Spot& s) { return course_.connections[s.connection]; }
  CourseItem& item(const Spot& s) { return items(s)[s.index]; }
  static Items::iterator at(Items& list, std::size_t index) {
    return list.begin() + static_cast<std::ptrdiff_t>(index);
  }
  // Something is missing here: our next message is the one out of place.
  void mark_from(const Spot& s) {
    auto& list = items(s);
    for (auto i = s.index; i < list.size(); ++i)
      if (auto* own = list[i].own()) {
        own->deviates = true;
        return;
      }
  }
  Items read_items(const YamlNode& node) {
    Items out;
    for (const auto& one : as_list(node))
      for (auto& message : read_messages(scope_, one)) {
        message.deviates = true;
        auto name = message.message;
        out.push_back({scope_.peer, std::move(name), std::move(message)});
      }
    return out;
  }

  void omit(const YamlNode& edit, const YamlNode& value) {
    for (const auto& node : as_list(value)) {
      const auto found = spot(edit, node);
      if (!found) continue;
      const bool ours = item(*found).own() != nullptr;
      items(*found).erase(at(items(*found), found->index));
      if (ours) mark_from(*found);
    }
  }
  void repeat(const YamlNode& edit, const YamlNode& value) {
    const auto found = own_spot(edit, value);
    const auto* times = edit.find("times");
    const auto n = times == nullptr ? 1 : read_number(*times, 1, 1000, problems_).value_or(1);
    if (!found) return;
    auto copy = item(*found);
    copy.own()->deviates = true;
    if (!problems_.afford(edit, write_yaml_line(write_message(*copy.own())).size() * static_cast<std::size_t>(n)))
      return;
    items(*found).insert(at(items(*found), found->index + 1), static_cast<std::size_t>(n), copy);
  }
  void swap(const YamlNode& edit, const YamlNode& value) {
    const auto first = own_spot(edit, value);
    if (!first) return;
    const auto* with = edit.find("with");
    const auto second = with != nullptr ? own_spot(edit, *with) : next_own(*first, value);
    if (!second) return;
    if (second->connection != first->connection)
      return problems_.add(value, "messages of two connections cannot be swapped");
    std::swap(item(*first), item(*second));
    item(*first).own()->deviates = true;
    item(*second).own()->deviates = true;
  }
  std::optional<Spot> next_own(const Spot& s, const YamlNode& node) {
    for (auto i = s.index + 1; i < items(s).size(); ++i)
      if (items(s)[i].own() != nullptr) return Spot{s.connection, i};
    problems_.add(node, "we send nothing after this message", describe(node), "`with`, or another message");
    return std::nullopt;
  }
  void insert(const YamlNode& edit, const YamlNode& value) {
    check_keys(value, "'insert'", insert_keys(), problems_);
    const auto place = anchor(edit, value);
    Items added;
    for (const auto& [key, node] : value.entries) {
      if (key.text == "message" || key.text == "messages") added = read_items(node);
      if (key.text == "ask")
        if (const auto ask = read_ask(node, problems_)) added.push_back({other(scope_.peer), "", *ask});
      if (key.text != "expect") continue;
      for (auto& pattern : read_expect(scope_, node).patterns) {
        auto name = pattern.names.empty() ? std::string() : pattern.names.front();
        added.push_back({other(scope_.peer), std::move(name), std::move(pattern)});
      }
    }
    if (added.empty()) problems_.add(value, "nothing is inserted", {}, "`message`, `ask` or `expect`");
    if (place) items(*place).insert(at(items(*place), place->index), added.begin(), added.end());
  }
  void replace(const YamlNode& edit, const YamlNode& value) {
    const auto found = own_spot(edit, value);
    const auto* with = edit.find("with");
    if (with == nullptr) return problems_.add(edit, "'replace' needs 'with'", {}, "the message that comes instead");
    const auto added = read_items(*with);
    if (!found) return;
    auto& list = items(*found);
    list.insert(list.erase(at(list, found->index)), added.begin(), added.end());
  }
  void move(const YamlNode& edit, const YamlNode& value) {
    const auto from = own_spot(edit, value);
    const auto to = anchor(edit, edit);
    if (!from || !to) return;
    if (from->connection != to->connection) return problems_.add(value, "a message cannot move to another connection");
    auto moved = item(*from);
    moved.own()->deviates = true;
    auto& list = items(*from);
    const bool later = to->index > from->index;
    list.insert(at(list, to->index), moved);
    list.erase(at(list, from->index + (later ? 0 : 1)));
    if (later) mark_from(*from);
  }
  void stop_after(const YamlNode& edit, const YamlNode& value) {
    const auto found = spot(edit, value);
    if (!found) return;
    items(*found).resize(found->index + 1);
    course_.connections.resize(found->connection + 1);
  }

  // { flip: client.Finished.verify_data, bit: 3 }
  void mutate(const YamlNode& edit) {
    const auto a = address(edit, edit.entries.front().value);
    if (!a) return;
    for (const auto& s : spots(*a, edit.entries.front().value)) {
      if (!affordable(edit)) return;
      auto* own = owned(s, edit.entries.front().value);
      const auto subject = own != nullptr ? subject_of(*own, edit) : std::nullopt;
      if (!subject) continue;
      auto relative = edit;
      relative.entries.front().value.text = a->message + a->field;
      if (auto made = read_mutation(*subject, relative, {"connection"}, problems_))
        own->edits.push_back(std::move(*made));
      own->deviates = true;
    }
  }
  // ClientHello: { legacy_version: 0x0304 }
  void override(const YamlNode& edit) {
    for (const auto& [key, body] : edit.entries) {
      if (key.text == "connection") continue;
      const auto a = named(edit, key);
      if (!a) continue;
      for (const auto& s : spots(*a, key)) {
        if (!affordable(edit)) return;
        auto* own = owned(s, key);
        if (own == nullptr) continue;
        read_message_body(scope_, body, *own);
        own->deviates = true;
        if (const auto* said = body.find("deviates"))
          if (const auto flag = read_flag(*said, problems_)) own->deviates = *flag;
      }
    }
  }
  // A key that is neither a verb nor a message: say so with all names in mind.
  std::optional<Address> named(const YamlNode& edit, const YamlNode& key) {
    if (parse_address(key.text)) return address(edit, key);
    auto names = sendable_names();
    for (const auto name : verb_names()) names.push_back(name);
    for (const auto& op : edit::operators()) names.push_back(op.name);
    problems_.unknown(key, "edit or message", names);
    return std::nullopt;
  }
  // Every message of a name gets changes of its own, each with its address.
  bool affordable(const YamlNode& edit) {
    static constexpr std::size_t address = 64;
    return problems_.afford(edit, address + write_yaml_line(edit).size());
  }
  MessageSpec* owned(const Spot& s, const YamlNode& node) {
    auto* own = item(s).own();
    if (own == nullptr) problems_.add(node, "the target sends this message", describe(node), "one of ours");
    return own;
  }
  std::optional<Subject> subject_of(const MessageSpec& spec, const YamlNode& edit) {
    auto context = scope_.context(scope_.peer);
    if (spec.of_version) context.version = *registry::value_of<registry::ProtocolVersion>(*spec.of_version);
    const auto* schema = message_schema(spec.message, context);
    if (schema != nullptr) return Subject{spec.message, schema};
    problems_.add(edit, "no such message in this version", spec.message);
    return std::nullopt;
  }

  const Scope& scope_;
  Problems& problems_;
  Course& course_;
};

}  // namespace

const std::vector<std::string_view>& flow_edit_names() {
  static const auto names = FlowEditor::verb_names();
  return names;
}
const std::vector<std::string_view>& insert_keys() {
  static const std::vector<std::string_view> keys{"before", "after", "message", "messages", "ask", "expect"};
  return keys;
}

void edit_course(const Scope& scope, const YamlNode& edits, Course& course) {
  if (!edits.is_sequence()) scope.problems.add(edits, "not a list of edits", describe(edits), "[ { omit: … }, … ]");
  FlowEditor editor(scope, course);
  for (const auto& edit : edits.items) editor.apply(edit);
}

}  // namespace shakedown::script
