#include "harness/target/plugin_target.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <list>

#include "harness/target/plugin_config.h"
#include "harness/target/plugin_connection.h"

namespace shakedown::target {
namespace {

// Contexts hold parsed certificates; a matrix asks for a few configurations again and again.
constexpr std::size_t contexts_kept = 64;

Error explained(const shakedown_error& error, const std::string& name, const char* when) {
  std::string words(error.text, ::strnlen(error.text, sizeof(error.text)));
  if (words.empty()) words = "it gave no reason";
  Error out{.cause = error.unsupported != 0 ? Cause::unsupported : Cause::target};
  out.what = fmt::format("{}: {} failed: {}", name, when, words);
  return out;
}

using Table = std::shared_ptr<const shakedown_plugin_table>;

struct Context {
  Table table;
  TargetConfig config;
  shakedown_context* raw;

  Context(Table t, TargetConfig c, shakedown_context* r) : table(std::move(t)), config(std::move(c)), raw(r) {}
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
  ~Context() { table->context_free(raw); }
};

class PluginTarget final : public Target {
 public:
  explicit PluginTarget(Table table) : table_(std::move(table)) {
    info_.name = table_->name;
    info_.version = table_->library_version;
    for (const char* const* c = table_->capabilities; *c != nullptr; ++c) info_.capabilities.emplace_back(*c);
    info_.capabilities_known = true;
    info_.deterministic = table_->deterministic != 0;
    info_.in_process = true;
    info_.serves = declares("server");
    info_.connects = declares("client");
  }

  const TargetInfo& info() const override { return info_; }
  Status prepare(const TargetConfig& config, std::uint64_t seed) override;
  Result<std::unique_ptr<Connection>> connect(const ConnectionConfig& config) override;

 private:
  bool declares(std::string_view capability) const {
    return std::find(info_.capabilities.begin(), info_.capabilities.end(), capability) != info_.capabilities.end();
  }
  bool take_from_cache(const TargetConfig& config, std::uint64_t seed);

  Table table_;
  TargetInfo info_;
  std::list<std::shared_ptr<Context>> contexts_;  // the one in use is first
};

// The context in use is taken again if it can be reset; one that cannot is dropped.
bool PluginTarget::take_from_cache(const TargetConfig& config, std::uint64_t seed) {
  const auto found =
      std::find_if(contexts_.begin(), contexts_.end(), [&](const auto& c) { return c->config == config; });
  if (found == contexts_.end()) return false;
  if (table_->context_reset == nullptr || table_->context_reset((*found)->raw, seed, config.now) != 0) {
    contexts_.erase(found);
    return false;
  }
  contexts_.splice(contexts_.begin(), contexts_, found);
  return true;
}

Status PluginTarget::prepare(const TargetConfig& config, std::uint64_t seed) {
  if (take_from_cache(config, seed)) return {};
  const PluginConfig given(config, seed);
  shakedown_error error = {};
  shakedown_context* raw = table_->context_create(given.get(), &error);
  if (raw == nullptr) return fail(explained(error, info_.name, "making a context"));
  contexts_.push_front(std::make_shared<Context>(table_, config, raw));
  if (contexts_.size() > contexts_kept) contexts_.pop_back();
  return {};
}

Result<std::unique_ptr<Connection>> PluginTarget::connect(const ConnectionConfig& config) {
  if (contexts_.empty()) return fail(Cause::internal, info_.name + ": a connection without a prepared context");
  shakedown_connection_config given = {};
  given.size = sizeof(given);
  given.seed = config.seed;
  given.now = config.now;
  given.resume = config.resume ? 1 : 0;
  if (config.early_data) given.early_data = to_c(*config.early_data);
  shakedown_error error = {};
  shakedown_connection* raw = table_->connection_create(contexts_.front()->raw, &given, &error);
  if (raw == nullptr) return fail(explained(error, info_.name, "making a connection"));
  return std::make_unique<PluginConnection>(contexts_.front(), *table_, raw);
}

const char* missing_member(const shakedown_plugin_table& t) {
  if (t.name == nullptr) return "name";
  if (t.library_version == nullptr) return "library_version";
  if (t.capabilities == nullptr) return "capabilities";
  if (t.set_up == nullptr) return "set_up";
  if (t.context_create == nullptr) return "context_create";
  if (t.context_free == nullptr) return "context_free";
  if (t.connection_create == nullptr) return "connection_create";
  if (t.connection_free == nullptr) return "connection_free";
  if (t.feed == nullptr) return "feed";
  if (t.feed_end == nullptr) return "feed_end";
  if (t.take == nullptr) return "take";
  if (t.set_now == nullptr) return "set_now";
  if (t.state == nullptr) return "state";
  if (t.write == nullptr) return "write";
  if (t.read == nullptr) return "read";
  if (t.close == nullptr) return "close";
  return nullptr;
}

}  // namespace

Result<std::unique_ptr<Target>> make_plugin_target(const shakedown_plugin_table* table) {
  if (table == nullptr) return fail(Cause::target, "shakedown_plugin() returned no table");
  if (table->size < offsetof(shakedown_plugin_table, name) || table->abi != SHAKEDOWN_PLUGIN_ABI) {
    Error error{.cause = Cause::target, .what = "the plugin was built for another version of plugin.h; build it again"};
    error.got =
        table->size < offsetof(shakedown_plugin_table, name) ? "a table too small" : fmt::format("ABI {}", table->abi);
    error.expected = fmt::format("ABI {}", SHAKEDOWN_PLUGIN_ABI);
    return fail(std::move(error));
  }
  // An older plugin's table may be shorter; what it lacks reads as NULL.
  const auto whole = std::make_shared<shakedown_plugin_table>();
  std::memcpy(whole.get(), table, std::min(table->size, sizeof(*whole)));
  if (const char* missing = missing_member(*whole)) {
    return fail(Cause::target, fmt::format("the plugin's table lacks '{}'", missing));
  }
  shakedown_error error = {};
  if (whole->set_up(&error) != 0) return fail(explained(error, whole->name, "set-up"));
  return std::make_unique<PluginTarget>(whole);
}

}  // namespace shakedown::target
