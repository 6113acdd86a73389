// A plugin's connection as a Connection.
#pragma once
#include <memory>
#include <string>

#include "harness/target/plugin.h"
#include "harness/target/target.h"

namespace shakedown::target {

class PluginConnection final : public Connection {
 public:
  // `keep` holds the context and the table alive.
  PluginConnection(std::shared_ptr<const void> keep, const shakedown_plugin_table& table, shakedown_connection* raw)
      : keep_(std::move(keep)), table_(table), raw_(raw) {}
  ~PluginConnection() override { table_.connection_free(raw_); }
  PluginConnection(const PluginConnection&) = delete;
  PluginConnection& operator=(const PluginConnection&) = delete;

  void feed(View bytes) override;
  void feed_end() override { table_.feed_end(raw_); }
  Bytes take(Patience) override;
  bool alive() const override;
  Bytes read() override;
  Status write(View data) override;
  Status key_update(bool request) override;
  Status renegotiate() override;
  Status close() override;
  Result<Exported> exporter(const std::string& label, const std::optional<Bytes>& context, std::size_t size) override;
  void set_now(std::uint64_t milliseconds) override { table_.set_now(raw_, milliseconds); }
  std::optional<std::uint64_t> next_timeout() override;
  TargetReport report() override;

 private:
  shakedown_state state() const;
  Status refused(const char* what) const;
  void collect();

  std::shared_ptr<const void> keep_;
  const shakedown_plugin_table& table_;
  shakedown_connection* raw_;
  std::size_t taken_ = 0;
  bool flooded_ = false;
  Bytes data_;
  std::size_t data_read_ = 0;
  std::vector<Exported> exported_;
};

}  // namespace shakedown::target
