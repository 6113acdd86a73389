#include "harness/protocol/seen_message.h"

#include <algorithm>

namespace shakedown::protocol {
namespace {

using registry::operator""_content;

bool whole_header(const SeenMessage& m) { return m.content_type == "handshake"_content && m.raw.size() >= 4; }
wire::HandshakeType type_of(const SeenMessage& m) { return wire::HandshakeType{m.raw.front()}; }

}  // namespace

std::string SeenMessage::name() const {
  if (whole_header(*this)) return wire::name_of(type_of(*this), View(raw).subspan(4));
  return registry::name_of(content_type);
}

std::optional<wire::ParsedMessage> SeenMessage::parsed() const {
  if (!whole_header(*this)) return std::nullopt;
  return wire::parse(type_of(*this), View(raw).subspan(4), context);
}

std::optional<std::pair<registry::AlertLevel, registry::AlertDescription>> SeenMessage::alert() const {
  if (content_type != "alert"_content || raw.size() != 2) return std::nullopt;
  return std::pair{registry::AlertLevel{raw[0]}, registry::AlertDescription{raw[1]}};
}

}  // namespace shakedown::protocol
