#include "harness/target/address.h"

#include <fmt/format.h>

#include "harness/target/socket_connection.h"
#include "harness/target/sockets.h"

namespace shakedown::target {
namespace {

Status check_role(const TargetConfig& config, Role only, const std::string& name) {
  if (config.role == only) return {};
  return fail(Cause::unsupported, fmt::format("{} is a {}", name, only == Role::server ? "server" : "client"));
}

class AddressTarget final : public Target {
 public:
  AddressTarget(HostPort address, AddressLimits limits) : address_(std::move(address)), limits_(limits) {
    info_.name = to_string(address_);
    info_.connects = false;
  }
  const TargetInfo& info() const override { return info_; }
  Status prepare(const TargetConfig& config, std::uint64_t) override {
    return check_role(config, Role::server, info_.name);
  }
  Result<std::unique_ptr<Connection>> connect(const ConnectionConfig&) override {
    auto socket = connect_to(address_, Deadline{milliseconds(limits_.connect_ms)});
    if (!socket) return fail(socket.error());
    return std::make_unique<SocketConnection>(std::move(*socket), pace_, Backing{});
  }

 private:
  HostPort address_;
  AddressLimits limits_;
  TargetInfo info_;
  std::shared_ptr<Pace> pace_ = std::make_shared<Pace>();
};

class ListeningTarget final : public Target {
 public:
  ListeningTarget(Listener listener, HostPort address, AddressLimits limits)
      : listener_(std::move(listener)), limits_(limits) {
    address.port = listener_.port;
    info_.name = "client of " + to_string(address);
    info_.serves = false;
  }
  const TargetInfo& info() const override { return info_; }
  Status prepare(const TargetConfig& config, std::uint64_t) override {
    return check_role(config, Role::client, info_.name);
  }
  Result<std::unique_ptr<Connection>> connect(const ConnectionConfig&) override {
    auto socket = accept_one(listener_, Deadline{milliseconds(limits_.arrive_ms)});
    if (!socket) return fail(socket.error());
    if (!*socket) {
      return fail(Cause::target,
                  fmt::format("no client came to port {} within {} s", listener_.port, limits_.arrive_ms / 1000));
    }
    return std::make_unique<SocketConnection>(std::move(**socket), pace_, Backing{});
  }

 private:
  Listener listener_;
  AddressLimits limits_;
  TargetInfo info_;
  std::shared_ptr<Pace> pace_ = std::make_shared<Pace>();
};

}  // namespace

Result<std::unique_ptr<Target>> make_address_target(const std::string& host_port, AddressLimits limits) {
  auto address = parse_host_port(host_port, false);
  if (!address) return fail(address.error());
  return std::make_unique<AddressTarget>(std::move(*address), limits);
}

Result<std::unique_ptr<Target>> make_listening_target(const std::string& host_port, AddressLimits limits) {
  auto address = parse_host_port(host_port, true);
  if (!address) return fail(address.error());
  auto listener = listen_on(*address);
  if (!listener) return fail(listener.error());
  return std::make_unique<ListeningTarget>(std::move(*listener), std::move(*address), limits);
}

}  // namespace shakedown::target
