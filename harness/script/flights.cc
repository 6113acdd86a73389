#include "harness/script/flights.h"

#include <fmt/format.h>

#include <optional>

namespace shakedown::script {
namespace {

std::string_view take_word(std::string_view& line) {
  const auto begin = std::min(line.find_first_not_of(" \t\r"), line.size());
  line.remove_prefix(begin);
  const auto end = std::min(line.find_first_of(" \t\r"), line.size());
  const auto word = line.substr(0, end);
  line.remove_prefix(end);
  return word;
}

Result<FlightMessage> parse_line(std::string_view line, const Place& place) {
  const auto broken = [&](std::string what, std::string_view got, std::string expected) {
    return fail({.cause = Cause::input,
                 .what = std::move(what),
                 .place = place,
                 .path = {},
                 .got = fmt::format("'{}'", got),
                 .expected = std::move(expected)});
  };
  FlightMessage out;
  const auto sender = take_word(line);
  if (sender != "client" && sender != "server") return broken("not a sender", sender, "client or server");
  out.sender = sender == "client" ? registry::Role::client : registry::Role::server;
  const auto type = take_word(line);
  const auto code = registry::value_of<registry::ContentType>(type);
  if (!code) return broken("not a content type", type, "handshake, change_cipher_spec, alert or application_data");
  out.content_type = *code;
  auto content = from_hex(line);
  if (!content) {
    content.error().place = place;
    return fail(content.error());
  }
  out.content = std::move(*content);
  return out;
}

}  // namespace

Result<std::vector<FlightMessage>> parse_flights(std::string_view text, std::string_view file) {
  std::vector<FlightMessage> out;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const auto end = std::min(text.find('\n'), text.size());
    auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    line = line.substr(0, line.find('#'));
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    auto message = parse_line(line, {std::string(file), number, 1});
    if (!message) return fail(message.error());
    out.push_back(std::move(*message));
  }
  return out;
}

std::vector<FlightMessage> nth_flight(const std::vector<FlightMessage>& messages, registry::Role sender,
                                      std::size_t nth) {
  std::vector<FlightMessage> out;
  std::size_t flight = 0;
  for (std::size_t i = 0; i < messages.size() && flight <= nth; ++i) {
    if (messages[i].sender != sender) continue;
    if (flight == nth) out.push_back(messages[i]);
    const bool last = i + 1 == messages.size() || messages[i + 1].sender != sender;
    if (last) ++flight;
  }
  return out;
}

}  // namespace shakedown::script
