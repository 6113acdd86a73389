#include "harness/wire/message.h"

#include <algorithm>

namespace shakedown::wire {
namespace {

using registry::KeyExchange;
using registry::operator""_version;

bool tls13(const Context& c) { return c.version == "TLSv1.3"_version || c.version == "DTLSv1.3"_version; }

// Which structure a type byte stands for, given the context. Only types with more than one structure appear here.
template <class T>
bool selected(const Context&) {
  return true;
}
// clang-format off
template <> bool selected<CertificateRequest>(const Context& c) { return tls13(c); }
template <> bool selected<CertificateRequest12>(const Context& c) { return !tls13(c); }
template <> bool selected<Certificate>(const Context& c) { return tls13(c); }
template <> bool selected<Certificate12>(const Context& c) { return !tls13(c); }
template <> bool selected<NewSessionTicket>(const Context& c) { return tls13(c); }
template <> bool selected<NewSessionTicket12>(const Context& c) { return !tls13(c); }
template <> bool selected<ServerKeyExchangeEcdhe>(const Context& c) { return c.key_exchange == KeyExchange::ecdhe || c.key_exchange == KeyExchange::any; }
template <> bool selected<ServerKeyExchangeDhe>(const Context& c) { return c.key_exchange == KeyExchange::dhe; }
template <> bool selected<ServerKeyExchangeEcdhePsk>(const Context& c) { return c.key_exchange == KeyExchange::ecdhe_psk; }
template <> bool selected<ServerKeyExchangeDhePsk>(const Context& c) { return c.key_exchange == KeyExchange::dhe_psk; }
template <> bool selected<ServerKeyExchangePsk>(const Context& c) { return c.key_exchange == KeyExchange::psk || c.key_exchange == KeyExchange::rsa_psk; }
template <> bool selected<ClientKeyExchangeEcdhe>(const Context& c) { return c.key_exchange == KeyExchange::ecdhe || c.key_exchange == KeyExchange::any; }
template <> bool selected<ClientKeyExchangeDhe>(const Context& c) { return c.key_exchange == KeyExchange::dhe; }
template <> bool selected<ClientKeyExchangeRsa>(const Context& c) { return c.key_exchange == KeyExchange::rsa; }
template <> bool selected<ClientKeyExchangePsk>(const Context& c) { return c.key_exchange == KeyExchange::psk; }
template <> bool selected<ClientKeyExchangeEcdhePsk>(const Context& c) { return c.key_exchange == KeyExchange::ecdhe_psk; }
template <> bool selected<ClientKeyExchangeDhePsk>(const Context& c) { return c.key_exchange == KeyExchange::dhe_psk; }
template <> bool selected<ClientKeyExchangeRsaPsk>(const Context& c) { return c.key_exchange == KeyExchange::rsa_psk; }
// clang-format on

// RFC 8446 §4.1.3: both are ServerHello on the wire. `body` begins with legacy_version and random.
bool is_hello_retry_request(View body) {
  return body.size() >= 34 && equal(body.subspan(2, 32), hello_retry_request_random);
}
template <class T>
bool random_fits(View body) {
  if constexpr (std::is_same_v<T, ServerHello>) return !is_hello_retry_request(body);
  if constexpr (std::is_same_v<T, HelloRetryRequest>) return is_hello_retry_request(body);
  return true;
}

template <class T>
ParsedMessage parse_as(View body) {
  ParsedMessage out;
  T value{};
  Reader r(body);
  T::fields(r, value);
  const auto rest = r.remaining();
  if (!r.ok()) {
    out.first_error = r.error();
    out.fields = r.fields();
  } else if (!rest.empty()) {
    out.first_error =
        DecodeError{DecodeError::What::trailing_data, body.size() - rest.size(), std::string(T::name), 0, rest.size()};
  }
  out.raw_tail = to_bytes(rest);
  out.value = std::move(value);
  return out;
}

template <class T>
Schema make_schema() {
  Schema schema;
  schema.nodes.push_back({.name = T::name});
  Describer root(schema, 0);
  root.number("msg_type", HandshakeType{});
  schema.nodes.push_back({.name = "body", .prefix = 3, .transparent = true});
  schema.nodes[0].children.push_back(2);
  Describer body(schema, 2);
  T::fields(body, static_cast<const T&>(T{}));
  return schema;
}

template <class T>
const Schema& schema_for() {
  static const Schema schema = make_schema<T>();
  return schema;
}

const Schema& raw_schema() {
  static const Schema schema{
      {{.name = "Handshake", .children = {1, 2}},
       {.name = "msg_type", .kind = Kind::number, .width = 1, .registry = &registry::erased<HandshakeType>},
       {.name = "body", .kind = Kind::opaque, .prefix = 3, .transparent = true}}};
  return schema;
}

}  // namespace

ParsedMessage parse(HandshakeType type, View body, const Context& context) {
  std::optional<ParsedMessage> out;
  for_each_type(Structures{}, [&]<class T>(std::type_identity<T>) {
    if (!out && T::type == type && selected<T>(context) && random_fits<T>(body)) out = parse_as<T>(body);
  });
  if (out) return std::move(*out);
  ParsedMessage raw;
  raw.value = RawMessage{type, to_bytes(body)};
  return raw;
}

Bytes encode_body(const ParsedMessage& message) {
  if (const auto* raw = std::get_if<RawMessage>(&message.value)) return raw->body;
  Bytes out;
  std::visit(
      [&]<class T>(const T& m) {
        if constexpr (!std::is_same_v<T, RawMessage>) {
          Writer w(out, message.fields);
          T::fields(w, m);
        }
      },
      message.value);
  append(out, message.raw_tail);
  return out;
}

Bytes encode_body(const Message& message) {
  return std::visit(
      []<class T>(const T& m) {
        if constexpr (std::is_same_v<T, RawMessage>) {
          return m.body;
        } else {
          return encode(m);
        }
      },
      message);
}

Bytes add_header(HandshakeType type, View body) {
  Bytes out;
  out.reserve(body.size() + 4);
  append_uint(out, registry::number(type), 1);
  append_uint(out, body.size(), 3);
  append(out, body);
  return out;
}

Bytes encode_message(const Message& message) { return add_header(type_of(message), encode_body(message)); }

HandshakeType type_of(const Message& message) {
  return std::visit([](const auto& m) { return HandshakeType{m.type}; }, message);
}

std::string name_of(const Message& message) {
  return std::visit(
      []<class T>(const T& m) {
        if constexpr (std::is_same_v<T, RawMessage>) {
          return registry::name_of(m.type);
        } else {
          return std::string(T::name);
        }
      },
      message);
}

std::string name_of(HandshakeType type, View body) {
  if (type == "ServerHello"_message && is_hello_retry_request(body)) return std::string(HelloRetryRequest::name);
  return registry::name_of(type);
}

const Schema& schema_of(const Message& message) {
  return std::visit(
      []<class T>(const T&) -> const Schema& {
        if constexpr (std::is_same_v<T, RawMessage>) {
          return raw_schema();
        } else {
          return schema_for<T>();
        }
      },
      message);
}

const Schema* find_schema(std::string_view name, const Context& context) {
  const Schema* found = nullptr;
  for_each_type(Structures{}, [&]<class T>(std::type_identity<T>) {
    if (!found && T::name == name && selected<T>(context)) found = &schema_for<T>();
  });
  return found;
}

std::vector<std::string_view> message_names() {
  std::vector<std::string_view> names;
  for_each_type(Structures{}, [&]<class T>(std::type_identity<T>) {
    if (std::ranges::find(names, T::name) == names.end()) names.push_back(T::name);
  });
  return names;
}

}  // namespace shakedown::wire
