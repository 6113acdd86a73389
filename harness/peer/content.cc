#include "harness/peer/content.h"

#include <fmt/format.h>

#include "harness/registry/alerts.h"
#include "harness/wire/content.h"

namespace shakedown::peer {
namespace {

using registry::AlertDescription;
using registry::AlertLevel;
using registry::operator""_alert;
using registry::operator""_content;

// RFC 8446 §6: closure alerts, and the one of TLS 1.2 that only declines (RFC 5246 §7.2.2).
bool is_warning(AlertDescription d) {
  return d == "close_notify"_alert || d == "user_canceled"_alert || d == "no_renegotiation"_alert;
}

PlainContent alert(AlertDescription description, std::optional<std::uint8_t> level) {
  const auto by_nature = static_cast<std::uint8_t>(is_warning(description) ? 1 : 2);
  return {"alert"_content, wire::encode(wire::Alert{AlertLevel{level.value_or(by_nature)}, description})};
}

}  // namespace

bool is_plain_content(std::string_view name) {
  return name == "change_cipher_spec" || name == "alert" || name == "close_notify" || name == "application_data" ||
         name == "early_data";
}

Result<PlainContent> plain_content(const State& s, std::string_view name, const script::MessageSpec& spec) {
  if (name == "change_cipher_spec") return PlainContent{"change_cipher_spec"_content, {1}};
  if (name == "alert") return alert(spec.alert.value_or("internal_error"_alert), spec.alert_level);
  if (name == "close_notify") return alert("close_notify"_alert, spec.alert_level);
  if (name == "application_data" || name == "early_data") {
    auto bytes = spec.bytes.empty() ? application_text(s.role, s.params.application_data) : spec.bytes;
    return PlainContent{"application_data"_content, std::move(bytes)};
  }
  return fail({.cause = Cause::input,
               .what = "not something that stands between fragments",
               .got = fmt::format("'{}'", name),
               .expected = "change_cipher_spec, alert, close_notify or application_data"});
}

Bytes application_text(Role sender, std::size_t size) {
  const auto phrase = fmt::format("hello from the {} \n", registry::role_name(sender));
  Bytes out;
  out.reserve(size);
  while (out.size() < size) out.push_back(static_cast<std::uint8_t>(phrase[out.size() % phrase.size()]));
  if (!out.empty()) out.back() = '\n';  // stock servers answer by the line
  return out;
}

}  // namespace shakedown::peer
