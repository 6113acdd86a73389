// The two ends of a connection.
#pragma once
#include <cstdint>
#include <string_view>

namespace shakedown::registry {

enum class Role : std::uint8_t { client, server };

constexpr Role other(Role r) { return r == Role::client ? Role::server : Role::client; }
constexpr std::string_view role_name(Role r) { return r == Role::client ? "client" : "server"; }

}  // namespace shakedown::registry
