#include "harness/target/command.h"

#include <fmt/format.h>

#include <algorithm>
#include <list>

#include "harness/target/commands.h"
#include "harness/target/kernel_view.h"
#include "harness/target/process.h"
#include "harness/target/sockets.h"
#include "harness/target/workspace.h"

namespace shakedown::target {
namespace {

constexpr milliseconds answer_limit{10000};
constexpr std::size_t servers_kept = 4;
constexpr int start_attempts = 3;  // another program may take the port between our choice and its use
constexpr const char* loopback = "127.0.0.1";

std::string said(const Process& process) {
  const std::string& text = process.output();
  if (text.empty()) return "it printed nothing";
  const std::size_t kept = std::min<std::size_t>(text.size(), 600);
  std::string tail = text.substr(text.size() - kept);
  while (!tail.empty() && tail.back() == '\n') tail.pop_back();
  return "it printed: " + tail;
}

struct Server {
  TargetConfig config;
  std::uint16_t port = 0;
  std::shared_ptr<Process> process;
};

// What differs between a stock program and a user's own command line.
class Recipe {
 public:
  virtual ~Recipe() = default;
  virtual Result<Arguments> arguments(const TargetConfig& config, const CommandFiles& files) const = 0;
  virtual Manners manners(Role role) const = 0;
  virtual bool resumes_in_process() const = 0;
};

class CommandTarget final : public Target {
 public:
  CommandTarget(TargetInfo info, std::unique_ptr<Recipe> recipe, CommandLimits limits)
      : info_(std::move(info)),
        recipe_(std::move(recipe)),
        start_limit_(limits.start_ms),
        react_limit_(limits.react_ms) {}

  const TargetInfo& info() const override { return info_; }
  Status prepare(const TargetConfig& config, std::uint64_t seed) override;
  Result<std::unique_ptr<Connection>> connect(const ConnectionConfig& config) override;

 private:
  Status ready_server();
  Result<Server> start_server();
  Result<Server> try_start_server();
  Result<std::unique_ptr<Connection>> connect_to_server();
  Result<std::unique_ptr<Connection>> await_client(const ConnectionConfig& config);
  Status start_client(const ConnectionConfig& config);
  Result<Descriptor> accept_client();

  TargetInfo info_;
  std::unique_ptr<Recipe> recipe_;
  milliseconds start_limit_;
  milliseconds react_limit_;
  Workspace workspace_;
  std::shared_ptr<Pace> pace_ = std::make_shared<Pace>();
  TargetConfig config_;
  std::list<Server> servers_;  // the one in use is first
  Listener listener_;
  std::shared_ptr<Process> client_;
  std::string session_;  // file in which one client leaves its session to the next
};

Status CommandTarget::prepare(const TargetConfig& config, std::uint64_t) {
  const bool able = config.role == Role::server ? info_.serves : info_.connects;
  if (!able) return fail(Cause::unsupported, info_.name + " has no command for this role");
  config_ = config;
  client_.reset();
  auto session = workspace_.fresh("session");
  if (!session) return fail(session.error());
  session_ = *session;
  if (config.role == Role::server) return ready_server();
  auto files = workspace_.files_for(config);  // whether it can be configured like that shows here already
  if (!files) return fail(files.error());
  const auto arguments = recipe_->arguments(config, *files);
  if (!arguments) return fail(arguments.error());
  return {};
}

Status CommandTarget::ready_server() {
  const auto found =
      std::find_if(servers_.begin(), servers_.end(), [this](const Server& s) { return s.config == config_; });
  if (found != servers_.end() && !found->process->ended()) {
    servers_.splice(servers_.begin(), servers_, found);
    return {};
  }
  if (found != servers_.end()) servers_.erase(found);
  auto started = start_server();
  if (!started) return fail(started.error());
  servers_.push_front(std::move(*started));
  if (servers_.size() > servers_kept) servers_.pop_back();
  return {};
}

Result<Server> CommandTarget::start_server() {
  auto started = try_start_server();
  for (int i = 1; i < start_attempts && !started; ++i) {
    // Only what a taken port explains is tried again.
    if (started.error().what.find("in use") == std::string::npos) break;
    started = try_start_server();
  }
  return started;
}

Result<Server> CommandTarget::try_start_server() {
  const auto port = free_port();
  if (!port) return fail(port.error());
  auto files = workspace_.files_for(config_);
  if (!files) return fail(files.error());
  files->port = *port;
  const auto arguments = recipe_->arguments(config_, *files);
  if (!arguments) return fail(arguments.error());
  auto process = Process::start(*arguments);
  if (!process) return fail(process.error());
  const Deadline deadline{start_limit_};
  while (!group_listens((*process)->pid(), *port)) {
    if (const auto end = (*process)->wait_end(Deadline{milliseconds(2)})) {
      return fail(Cause::target,
                  fmt::format("{} {} before it listened; {}", info_.name, to_string(*end), said(**process)));
    }
    if (deadline.passed() || (*process)->flooded()) {
      return fail(Cause::target, fmt::format("{} did not listen on port {} within {} ms; {}", info_.name, *port,
                                             start_limit_.count(), said(**process)));
    }
  }
  return Server{config_, *port, std::move(*process)};
}

Result<std::unique_ptr<Connection>> CommandTarget::connect(const ConnectionConfig& config) {
  return config_.role == Role::server ? connect_to_server() : await_client(config);
}

Result<std::unique_ptr<Connection>> CommandTarget::connect_to_server() {
  if (auto status = ready_server(); !status) return fail(status.error());  // it may have died meanwhile
  const Server& server = servers_.front();
  server.process->forget_output();
  auto socket = connect_to({loopback, server.port}, Deadline{start_limit_});
  if (!socket) return fail(socket.error());
  Backing backing{server.process, recipe_->manners(Role::server), false, react_limit_};
  return std::make_unique<SocketConnection>(std::move(*socket), pace_, std::move(backing));
}

Status CommandTarget::start_client(const ConnectionConfig& config) {
  auto listener = listen_on({loopback, 0});
  if (!listener) return fail(listener.error());
  listener_ = std::move(*listener);
  auto files = workspace_.files_for(config_);
  if (!files) return fail(files.error());
  files->port = listener_.port;
  files->session = session_;
  files->read_session = config.resume;
  files->write_session = config.keep_session;
  const auto& early_data = recipe_->resumes_in_process() ? config.early_data_later : config.early_data;
  if (early_data) {
    auto path = workspace_.file("early", as_text(*early_data));
    if (!path) return fail(path.error());
    files->early_data = *path;
  }
  const auto arguments = recipe_->arguments(config_, *files);
  if (!arguments) return fail(arguments.error());
  auto process = Process::start(*arguments);
  if (!process) return fail(process.error());
  client_ = std::move(*process);
  return {};
}

Result<Descriptor> CommandTarget::accept_client() {
  const Deadline deadline{start_limit_};
  for (;;) {
    auto socket = accept_one(listener_, Deadline{milliseconds(5)});
    if (!socket) return fail(socket.error());
    if (*socket) return std::move(**socket);
    client_->collect();
    if (const auto end = client_->ended()) {
      // It may have connected and died at once.
      socket = accept_one(listener_, Deadline{milliseconds(0)});
      if (socket && *socket) return std::move(**socket);
      return fail(Cause::target,
                  fmt::format("{} {} before it connected; {}", info_.name, to_string(*end), said(*client_)));
    }
    if (deadline.passed() || client_->flooded()) {
      return fail(Cause::target, fmt::format("{} did not connect to port {} within {} ms; {}", info_.name,
                                             listener_.port, start_limit_.count(), said(*client_)));
    }
  }
}

Result<std::unique_ptr<Connection>> CommandTarget::await_client(const ConnectionConfig& config) {
  const bool goes_on = recipe_->resumes_in_process() && config.resume && client_ != nullptr;
  if (goes_on) {
    client_->forget_output();
  } else if (auto status = start_client(config); !status) {
    return fail(status.error());
  }
  auto socket = accept_client();
  if (!socket) return fail(socket.error());
  const bool last = !(recipe_->resumes_in_process() && config.keep_session);
  Backing backing{client_, recipe_->manners(Role::client), last, react_limit_};
  return std::make_unique<SocketConnection>(std::move(*socket), pace_, std::move(backing));
}

// --- Recipes ---------------------------------------------------------------------------------------------------------

class StockRecipe final : public Recipe {
 public:
  StockRecipe(const CommandRow* server, const CommandRow* client) : server_(server), client_(client) {}
  Result<Arguments> arguments(const TargetConfig& config, const CommandFiles& files) const override {
    return row(config.role)->arguments(config, files);
  }
  Manners manners(Role role) const override { return row(role)->manners; }
  bool resumes_in_process() const override { return client_ != nullptr && client_->resumes_in_process; }

 private:
  const CommandRow* row(Role role) const { return role == Role::server ? server_ : client_; }
  const CommandRow* server_;
  const CommandRow* client_;
};

class CustomRecipe final : public Recipe {
 public:
  explicit CustomRecipe(CustomCommands commands) : commands_(std::move(commands)) {}
  Result<Arguments> arguments(const TargetConfig& config, const CommandFiles& files) const override {
    std::string psk;
    if (config.psk) psk = fmt::format("{}:{}", as_text(config.psk->identity), to_hex(config.psk->key));
    const auto line = fill_in(config.role == Role::server ? commands_.server : commands_.client,
                              {{"port", std::to_string(files.port)},
                               {"host", loopback},
                               {"cert", files.certificate},
                               {"key", files.key},
                               {"ca", files.ca},
                               {"name", config.server_name},
                               {"psk", psk}});
    if (!line) return fail(line.error());
    return Arguments{"/bin/sh", "-c", *line};
  }
  Manners manners(Role) const override { return {.types_data = true}; }
  bool resumes_in_process() const override { return false; }

 private:
  CustomCommands commands_;
};

std::string quoted(const std::string& value) {
  std::string out = "'";
  for (const char c : value) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

// The first word of a program's first line of output that starts with a digit.
std::string find_version(std::string_view text) {
  text = text.substr(0, text.find('\n'));
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool starts = i == 0 || text[i - 1] == ' ';
    if (starts && text[i] >= '0' && text[i] <= '9') return std::string(text.substr(i, text.substr(i).find(' ')));
  }
  return {};
}

Result<std::string> ask_version(const std::vector<std::string>& query) {
  auto process = Process::start(query);
  if (!process) return fail(process.error());
  if (!(*process)->wait_end(Deadline{answer_limit})) {
    return fail(Cause::target, fmt::format("'{}' does not answer when asked for its version", query.front()));
  }
  return find_version((*process)->output());
}

}  // namespace

Result<std::string> fill_in(const std::string& command, const std::vector<Placeholder>& values) {
  std::string out;
  std::size_t at = 0;
  while (at < command.size()) {
    const auto open = command.find('{', at);
    const auto close = command.find('}', open == std::string::npos ? open : open + 1);
    if (close == std::string::npos) break;
    const std::string name = command.substr(open + 1, close - open - 1);
    const auto found = std::find_if(values.begin(), values.end(), [&](const Placeholder& v) { return v.name == name; });
    if (found == values.end()) {
      Error error{.cause = Cause::usage, .what = "unknown placeholder in a command"};
      error.got = "{" + name + "}";
      for (const Placeholder& value : values)
        error.expected += (error.expected.empty() ? "{" : " {") + value.name + "}";
      return fail(std::move(error));
    }
    out += command.substr(at, open - at) + quoted(found->value);
    at = close + 1;
  }
  return out + command.substr(std::min(at, command.size()));
}

Result<std::unique_ptr<Target>> make_command_target(const std::string& name, CommandLimits limits) {
  const CommandProgram* program = find_command_program(name);
  if (program == nullptr) {
    Error error{.cause = Cause::usage, .what = "no such command target"};
    error.got = name;
    for (const CommandProgram& known : command_programs()) {
      error.expected += (error.expected.empty() ? "" : ", ") + std::string(known.target);
    }
    return fail(std::move(error));
  }
  const auto version = ask_version(program->version_query);
  if (!version) return fail(version.error());
  TargetInfo info;
  info.name = name;
  info.version = *version;
  info.capabilities = program->capabilities;
  info.capabilities_known = true;
  auto recipe = std::make_unique<StockRecipe>(find_command(name, Role::server), find_command(name, Role::client));
  return std::make_unique<CommandTarget>(std::move(info), std::move(recipe), limits);
}

Result<std::unique_ptr<Target>> make_custom_command_target(const CustomCommands& commands, CommandLimits limits) {
  if (commands.server.empty() && commands.client.empty()) return fail(Cause::usage, "an empty command");
  TargetInfo info;
  info.name = "command";
  info.serves = !commands.server.empty();
  info.connects = !commands.client.empty();
  auto recipe = std::make_unique<CustomRecipe>(commands);
  for (const std::string* line : {&commands.server, &commands.client}) {
    if (line->empty()) continue;
    if (line->find("{port}") == std::string::npos) {
      Error error{.cause = Cause::usage, .what = "a command without {port}"};
      error.got = *line;
      return fail(std::move(error));
    }
    TargetConfig trial;
    trial.role = line == &commands.server ? Role::server : Role::client;
    if (const auto filled = recipe->arguments(trial, {}); !filled) return fail(filled.error());
  }
  return std::make_unique<CommandTarget>(std::move(info), std::move(recipe), limits);
}

}  // namespace shakedown::target
