#include "harness/script/params_yaml.h"

#include "harness/script/table.h"

namespace shakedown::script {
namespace {

using protocol::Params;

constexpr auto client_auth_names = std::to_array<std::string_view>({"none", "requested", "required"});
constexpr auto early_data_names = std::to_array<std::string_view>({"accept", "reject"});
constexpr auto key_kinds = std::to_array({crypto::KeyKind::rsa, crypto::KeyKind::rsa_pss, crypto::KeyKind::ecdsa_p256,
                                          crypto::KeyKind::ecdsa_p384, crypto::KeyKind::ecdsa_p521,
                                          crypto::KeyKind::ed25519, crypto::KeyKind::ed448});

template <auto member>
void read_codes(Params& out, const YamlNode& node, Problems& problems) {
  using E = ValueOf<member>::value_type;
  (out.*member).clear();
  for (const auto& item : as_list(node))
    if (const auto code = read_code<E>(item, problems)) (out.*member).push_back(*code);
}
template <auto member>
std::optional<YamlNode> write_codes(const Params& value) {
  if ((value.*member).empty()) return std::nullopt;
  std::vector<YamlNode> out;
  for (const auto code : value.*member) out.push_back(YamlNode::scalar(registry::name_of(code)));
  return YamlNode::sequence(std::move(out));
}
template <auto member>
constexpr KeyRow<Params> codes_row(std::string_view key) {
  return {key, read_codes<member>, write_codes<member>};
}

template <crypto::KeyKind Params::*member>
constexpr KeyRow<Params> key_row(std::string_view key) {
  return {key,
          [](Params& out, const YamlNode& node, Problems& problems) {
            std::vector<std::string_view> names;
            for (auto kind : key_kinds) names.push_back(crypto::name_of(kind));
            if (const auto which = read_choice(node, "kind of key", names, problems)) out.*member = key_kinds[*which];
          },
          [](const Params& value) -> std::optional<YamlNode> {
            if (has_default<member>(value)) return std::nullopt;
            return YamlNode::scalar(std::string(crypto::name_of(value.*member)));
          }};
}

void read_alpn(Params& out, const YamlNode& node, Problems& problems) {
  out.alpn.clear();
  for (const auto& item : as_list(node))
    if (auto name = read_text(item, problems)) out.alpn.push_back(std::move(*name));
}
std::optional<YamlNode> write_alpn(const Params& value) {
  if (value.alpn.empty()) return std::nullopt;
  std::vector<YamlNode> out;
  for (const auto& name : value.alpn) out.push_back(YamlNode::scalar(name));
  return YamlNode::sequence(std::move(out));
}

// A server gives no more tickets than this, and nobody sends more data: scripts are small.
template <std::size_t Params::*member, std::int64_t most>
constexpr KeyRow<Params> count_row(std::string_view key) {
  return {key,
          [](Params& out, const YamlNode& node, Problems& problems) {
            if (const auto n = read_number(node, 0, most, problems)) out.*member = static_cast<std::size_t>(*n);
          },
          number_row<member>("").write};
}

constexpr auto rows = std::to_array<KeyRow<Params>>({
    code_row<&Params::version>("version"),
    code_row<&Params::target_version_max>("target_version_max"),
    codes_row<&Params::cipher_suites>("cipher_suites"),
    codes_row<&Params::groups>("groups"),
    codes_row<&Params::key_shares>("key_shares"),
    codes_row<&Params::signature_schemes>("signature_schemes"),
    {"cipher_suite", read_codes<&Params::cipher_suites>, nullptr},
    {"group", read_codes<&Params::groups>, nullptr},
    {"signature_scheme", read_codes<&Params::signature_schemes>, nullptr},
    key_row<&Params::certificate>("certificate"),
    key_row<&Params::client_certificate>("client_certificate"),
    choice_row<&Params::client_auth, client_auth_names>("client_auth"),
    text_row<&Params::server_name>("server_name"),
    {"alpn", read_alpn, write_alpn},
    flag_row<&Params::compatibility_mode>("compatibility_mode"),
    flag_row<&Params::cookie>("cookie"),
    count_row<&Params::tickets, 16>("tickets"),
    flag_row<&Params::early_data>("early_data"),
    choice_row<&Params::early_data_answer, early_data_names>("early_data_answer"),
    flag_row<&Params::external_psk>("external_psk"),
    flag_row<&Params::extended_master_secret>("extended_master_secret"),
    flag_row<&Params::encrypt_then_mac>("encrypt_then_mac"),
    flag_row<&Params::session_tickets>("session_tickets"),
    flag_row<&Params::secure_renegotiation>("secure_renegotiation"),
    count_row<&Params::application_data, 1 << 20>("application_data"),
    flag_row<&Params::hello_retry>("hello_retry"),
    flag_row<&Params::resume>("resume"),
});

}  // namespace

bool is_param(std::string_view key) { return find_row<Params>(rows, key) != nullptr; }
std::vector<std::string_view> param_names() { return keys_of<Params>(rows); }

void read_param(const YamlNode& key, const YamlNode& value, Params& out, Problems& problems) {
  if (const auto* row = find_row<Params>(rows, key.text)) return row->read(out, value, problems);
  problems.unknown(key, "parameter", param_names());
}

YamlNode write_params(const Params& params) { return write_rows<Params>(rows, params); }

}  // namespace shakedown::script
