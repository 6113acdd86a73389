// Labels of the NSS key log format: one line for each secret, found by the client random (RFC 9850).
#pragma once
#include <string_view>

namespace shakedown::registry {

struct KeyLogLabels {
  static constexpr std::string_view client_random = "CLIENT_RANDOM";  // TLS 1.2 master secret
  static constexpr std::string_view client_early = "CLIENT_EARLY_TRAFFIC_SECRET";
  static constexpr std::string_view early_exporter = "EARLY_EXPORTER_SECRET";
  static constexpr std::string_view client_handshake = "CLIENT_HANDSHAKE_TRAFFIC_SECRET";
  static constexpr std::string_view server_handshake = "SERVER_HANDSHAKE_TRAFFIC_SECRET";
  static constexpr std::string_view client_application = "CLIENT_TRAFFIC_SECRET_0";
  static constexpr std::string_view server_application = "SERVER_TRAFFIC_SECRET_0";
  static constexpr std::string_view exporter = "EXPORTER_SECRET";
};

}  // namespace shakedown::registry
