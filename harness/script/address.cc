#include "harness/script/address.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "harness/base/suggest.h"
#include "harness/wire/content.h"

namespace shakedown::script {
namespace {

bool name_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

tl::unexpected<Error> broken(std::string_view text, std::string what, std::string got, std::string expected) {
  return fail({.cause = Cause::input,
               .what = std::move(what),
               .place = {},
               .path = std::string(text),
               .got = std::move(got),
               .expected = std::move(expected)});
}

std::optional<std::size_t> take_number(std::string_view& text) {
  std::size_t value = 0;
  const auto r = std::from_chars(text.data(), text.data() + text.size(), value);
  if (r.ec != std::errc{}) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(r.ptr - text.data()));
  return value;
}

bool take(std::string_view& text, std::string_view head) {
  if (!text.starts_with(head)) return false;
  text.remove_prefix(head.size());
  return true;
}

}  // namespace

Result<Address> parse_address(std::string_view text) {
  Address out;
  auto rest = text;
  if (take(rest, "@")) {
    const auto n = take_number(rest);
    if (!n || *n == 0 || !take(rest, ".")) return broken(text, "no such connection", {}, "@1., @2., …");
    out.connection = *n - 1;
  }
  if (take(rest, "client.")) out.sender = registry::Role::client;
  if (!out.sender && take(rest, "server.")) out.sender = registry::Role::server;
  std::size_t size = 0;
  while (size < rest.size() && name_char(rest[size])) ++size;
  out.message = std::string(rest.substr(0, size));
  rest.remove_prefix(size);
  if (!is_sendable(out.message))
    return broken(text, "no such message", fmt::format("'{}'", out.message),
                  expected_names(out.message, sendable_names()));
  if (take(rest, "#*")) {
    out.nth = every;
  } else if (take(rest, "#")) {
    const auto n = take_number(rest);
    if (!n) return broken(text, "not the number of a message", std::string(rest), "#1 for the second of its name, …");
    out.nth = *n;
  }
  if (!rest.empty() && rest.front() != '.' && rest.front() != '[')
    return broken(text, "not an address", fmt::format("'{}'", rest), "'.' or '[' behind the message's name");
  out.field = std::string(rest);
  return out;
}

std::string to_string(const Address& a) {
  std::string out = a.connection == 0 ? "" : fmt::format("@{}.", a.connection + 1);
  if (a.sender) out += fmt::format("{}.", registry::role_name(*a.sender));
  out += a.message;
  if (a.nth == every) {
    out += "#*";
  } else if (a.nth != 0) {
    out += fmt::format("#{}", a.nth);
  }
  return out + a.field;
}

const std::vector<std::string_view>& sendable_names() {
  static const auto names = [] {
    auto all = wire::message_names();
    std::erase(all, "message_hash");  // never sent (RFC 8446 §4.4.1)
    for (auto name : {"change_cipher_spec", "alert", "application_data", "early_data", "close_notify"})
      all.push_back(name);
    return all;
  }();
  return names;
}

bool is_sendable(std::string_view name) { return std::ranges::find(sendable_names(), name) != sendable_names().end(); }

const wire::Schema* message_schema(std::string_view name, const wire::Context& context) {
  if (name == "early_data") return wire::find_content_schema("application_data");
  if (name == "close_notify") return wire::find_content_schema("alert");
  if (const auto* content = wire::find_content_schema(name)) return content;
  return wire::find_schema(name, context);
}

}  // namespace shakedown::script
