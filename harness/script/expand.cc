// One script for each cell of a case's matrix.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "harness/script/case_reader.h"
#include "harness/script/course.h"
#include "harness/script/expectation.h"
#include "harness/script/matrix.h"
#include "harness/script/needs.h"
#include "harness/script/override.h"
#include "harness/script/params_yaml.h"
#include "harness/script/steps.h"
#include "harness/script/table.h"

namespace shakedown::script {
namespace {

using protocol::Flow;
using registry::operator""_version;

// A file that is wrong in every cell is not read to its end.
constexpr std::size_t most_problems = 100;

crypto::KeyKind key_for(registry::SignatureScheme scheme) {
  const auto* row = registry::find(scheme);
  if (row == nullptr) return crypto::KeyKind::ecdsa_p256;
  switch (row->kind) {
    case registry::SignatureKind::rsa_pkcs1:
    case registry::SignatureKind::rsa_pss_rsae:
      return crypto::KeyKind::rsa;
    case registry::SignatureKind::rsa_pss_pss:
      return crypto::KeyKind::rsa_pss;
    case registry::SignatureKind::eddsa:
      return row->name == "ed448" ? crypto::KeyKind::ed448 : crypto::KeyKind::ed25519;
    case registry::SignatureKind::ecdsa:
      return row->group == 24 ? crypto::KeyKind::ecdsa_p384
                              : (row->group == 25 ? crypto::KeyKind::ecdsa_p521 : crypto::KeyKind::ecdsa_p256);
    case registry::SignatureKind::ml_dsa:
      break;
  }
  return crypto::KeyKind::ecdsa_p256;
}

// A certificate that the scheme or the suite can use, where the case does not say which.
void choose_certificates(Params& params, const std::set<std::string>& given) {
  const bool has_scheme = !params.signature_schemes.empty();
  if (!given.contains("certificate")) {
    if (has_scheme) {
      params.certificate = key_for(params.signature_schemes.front());
    } else if (!params.cipher_suites.empty()) {
      const auto* suite = registry::find(params.cipher_suites.front());
      if (suite != nullptr && suite->authentication == registry::Authentication::rsa)
        params.certificate = crypto::KeyKind::rsa;
    }
  }
  if (!given.contains("client_certificate") && has_scheme)
    params.client_certificate = key_for(params.signature_schemes.front());
}

// One cell of a case, or the beginning of one while its matrix is still being expanded.
class CellReader {
 public:
  CellReader(const Case& c, const ReadOptions& options, const Cell& cell, Problems& problems)
      : case_(c), cell_(cell), problems_(problems), scope_{.options = options, .problems = problems} {}

  Script script() {
    Problems unresolved;
    // A script that was written out, with its cell, is taken literally.
    body_ = case_.body.find("cell") != nullptr ? case_.body : substitute(case_.body, cell_, unresolved);
    for (const auto& error : unresolved.all()) problems_.add(error);
    if (!unresolved.empty()) return {};  // all else would only follow from these
    head();
    Script out{.id = case_.id, .about = case_.about, .clauses = case_.clauses, .peer = scope_.peer};
    for (const auto& value : cell_) out.cell.emplace_back(value.key, value.text());
    stated_cell(out);
    if (const auto* expect = body_.find("expect"))
      out.expect = read_expectation(*expect, body_.find("level"), problems_);
    out.connections = connections();
    out.needs = needs_of(body_.find("needs"), scope_.peer, flow_, out.connections, problems_);
    out.control = control();
    if (!out.positive()) mark_last(out);
    return out;
  }

  // For a path, with what is known so far; what is wrong with the path goes to `report`.
  std::optional<std::size_t> size_of(const YamlNode& path_node, Problems& report) {
    body_ = substitute(only_head(), cell_, problems_);
    head();
    const auto address = parse_address(path_node.text);
    if (!address) {
      report.add(path_node, address.error());
      return std::nullopt;
    }
    const auto* schema = message_schema(address->message, scope_.context(address->sender.value_or(scope_.peer)));
    auto node = path_node;
    node.text = address->message + address->field;
    const auto path = schema == nullptr ? std::nullopt : read_path({address->message, schema}, node, report);
    return path ? size_at(*schema, *path, path_node, report) : std::nullopt;
  }

 private:
  YamlNode only_head() const {
    YamlNode out = YamlNode::map({});
    for (const auto& entry : case_.body.entries)
      if (entry.key.text == "peer" || entry.key.text == "flow" || entry.key.text == "with")
        out.entries.push_back(entry);
    return out;
  }

  // Role, flow, parameters: what everything else is read with.
  void head() {
    if (const auto* peer = body_.find("peer"))
      if (const auto which = read_choice(*peer, "role", role_names, problems_)) scope_.peer = static_cast<Role>(*which);
    if (const auto* flow = body_.find("flow")) flow_ = find_flow_of(*flow);
    read_params(body_.find("with"), params_, given_);
    for (const auto& value : cell_) {
      if (!is_param(value.key)) continue;
      read_param(YamlNode::scalar(value.key), value.value, params_, problems_);
      given_.insert(value.key);
    }
    if (flow_ != nullptr) params_.version = flow_->version;
    choose_certificates(params_, given_);
    look_at(params_);
  }
  const Flow* find_flow_of(const YamlNode& node) {
    const auto* flow = protocol::find_flow(node.text);
    std::vector<std::string_view> names;
    for (const auto& f : protocol::flows()) names.push_back(f.name);
    if (flow == nullptr) problems_.unknown(node, "flow", names);
    return flow;
  }
  void read_params(const YamlNode* node, Params& out, std::set<std::string>& given) {
    if (node == nullptr || node->kind == YamlNode::Kind::null) return;
    if (!node->is_map()) return problems_.add(*node, "not parameters", describe(*node), "a map");
    for (const auto& [key, value] : node->entries) {
      read_param(key, value, out, problems_);
      given.insert(key.text);
    }
  }
  // Structures depend on the version and on the suite that both sides will agree on.
  void look_at(const Params& params) {
    scope_.version = params.version;
    const auto* suite = registry::find(protocol::with_defaults(params).cipher_suites.front());
    scope_.key_exchange = suite == nullptr ? registry::KeyExchange::any : suite->key_exchange;
    scope_.hash = suite == nullptr ? registry::Hash::sha256 : suite->hash;
  }

  std::vector<Connection> connections() {
    if (const auto* steps = body_.find("steps")) return {{params_, read_steps(scope_, *steps)}};
    if (const auto* list = body_.find("connections")) return listed(*list);
    return flow_ == nullptr ? std::vector<Connection>{} : unrolled();
  }
  std::vector<Connection> listed(const YamlNode& list) {
    std::vector<Connection> out;
    for (const auto& node : as_list(list)) {
      if (!check_keys(node, "a connection", {"with", "steps"}, problems_)) continue;
      auto params = params_;
      auto given = given_;
      read_params(node.find("with"), params, given);
      choose_certificates(params, given);
      look_at(params);
      const auto* steps = node.find("steps");
      out.push_back({params, steps == nullptr ? std::vector<Step>{} : read_steps(scope_, *steps)});
    }
    return out;
  }
  std::vector<Connection> unrolled() {
    std::vector<Params> params;
    for (std::size_t i = 0; i < flow_->connections.size(); ++i) {
      auto own = params_;
      auto given = given_;
      if (i > 0) read_params(body_.find("resume_with"), own, given);
      params.push_back(protocol::flow_params(*flow_, i, own));
    }
    if (flow_->connections.size() == 1 && body_.find("resume_with") != nullptr)
      problems_.add(*body_.find("resume_with"), "this flow resumes nothing", std::string(flow_->name),
                    "a flow with two connections");
    auto course = unroll(*flow_, params, scope_.peer);
    if (const auto* edits = body_.find("edits")) edit_course(scope_, *edits, course);
    auto steps = to_steps(course);
    std::vector<Connection> out;
    for (std::size_t i = 0; i < steps.size(); ++i) out.push_back({params[i], std::move(steps[i])});
    return out;
  }

  std::string control() {
    if (const auto* node = body_.find("control")) {
      const auto* flow = find_flow_of(*node);
      return flow == nullptr ? "" : std::string(flow->name);
    }
    if (flow_ != nullptr) return std::string(flow_->name);
    return params_.version == "TLSv1.3"_version ? "tls13.full" : "tls12.full";
  }
  // A script that was written out says of which cell it was.
  void stated_cell(Script& out) {
    const auto* cell = body_.find("cell");
    if (cell == nullptr) return;
    if (!cell->is_map()) return problems_.add(*cell, "not a cell", describe(*cell), "{ key: value }");
    for (const auto& [key, value] : cell->entries)
      out.cell.emplace_back(key.text, value.is_scalar() ? value.text : write_yaml_line(value));
  }
  // Where no message is marked, the last one that we send is what the target must object to.
  static void mark_last(Script& script) {
    MessageSpec* last = nullptr;
    for (auto& connection : script.connections)
      for (auto& step : connection.steps)
        if (auto* send = std::get_if<Send>(&step))
          for (auto& message : send->messages) {
            if (message.deviates) return;
            last = &message;
          }
    if (last != nullptr) last->deviates = true;
  }

  std::optional<std::size_t> size_at(const wire::Schema& schema, const wire::Path& path, const YamlNode& at,
                                     Problems& report) {
    const auto found = wire::find_node(schema, path);
    if (!found) {
      report.add(at, found.error());
      return std::nullopt;
    }
    const auto& node = schema.nodes[*found];
    if (path.length) return schema.nodes[*wire::prefixed_node(schema, *found)].prefix;
    if (node.width != 0) return node.width;
    const bool tls13 = scope_.version == "TLSv1.3"_version;
    static constexpr std::size_t verify_data12 = 12;  // RFC 5246 §7.4.9
    if (node.name == "verify_data") return tls13 ? registry::hash_size(scope_.hash) : verify_data12;
    if (node.name == "binder") return registry::hash_size(scope_.hash);
    report.add(at, "the size of this field is not known before a message is built", wire::to_string(path),
               "first..last");
    return std::nullopt;
  }

  const Case& case_;
  const Cell& cell_;
  Problems& problems_;
  Scope scope_;
  YamlNode body_;
  const Flow* flow_ = nullptr;
  Params params_;
  std::set<std::string> given_;
};

}  // namespace

std::vector<Script> expand(const Case& c, const ReadOptions& options, Problems& problems) {
  const auto size_of = [&](const YamlNode& path, const Cell& cell) {
    Problems quiet;  // what is wrong elsewhere is said when the whole cell is read
    return CellReader(c, options, cell, quiet).size_of(path, problems);
  };
  std::vector<Script> out;
  for (const auto& cell : cells_of(c, size_of, options.most_cells, problems)) {
    if (problems.size() >= most_problems) break;
    Problems of_cell;  // each may cost the same
    out.push_back(CellReader(c, options, cell, of_cell).script());
    for (const auto& error : of_cell.all()) problems.add(error);
  }
  return out;
}

}  // namespace shakedown::script
