// TargetConfig in the shape of plugin.h. Views into the config and into this object: both must outlive the call.
#pragma once
#include <vector>

#include "harness/target/plugin.h"
#include "harness/target/target.h"

namespace shakedown::target {

class PluginConfig {
 public:
  PluginConfig(const TargetConfig& config, std::uint64_t seed);
  PluginConfig(const PluginConfig&) = delete;
  PluginConfig& operator=(const PluginConfig&) = delete;
  const shakedown_config* get() const { return &out_; }

 private:
  std::vector<shakedown_bytes> alpn_, chain_, trust_;
  std::vector<shakedown_option> options_;
  shakedown_config out_ = {};
};

// Never absent, even when empty.
shakedown_bytes to_c(View bytes);

}  // namespace shakedown::target
