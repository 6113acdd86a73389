#include "harness/suite/adjusted_target.h"

namespace shakedown::suite {
namespace {

using target::TargetConfig;

class AdjustedTarget final : public target::Target {
 public:
  AdjustedTarget(std::unique_ptr<target::Target> inner, TargetConfig changes)
      : inner_(std::move(inner)), changes_(std::move(changes)) {}

  const target::TargetInfo& info() const override { return inner_->info(); }

  Status prepare(const TargetConfig& config, std::uint64_t seed) override {
    TargetConfig changed = config;
    changed.options.insert(changed.options.end(), changes_.options.begin(), changes_.options.end());
    if (!changes_.trust.empty()) changed.trust = changes_.trust;
    if (changes_.credential.present() && config.credential.present()) changed.credential = changes_.credential;
    return inner_->prepare(changed, seed);
  }

  Result<std::unique_ptr<target::Connection>> connect(const target::ConnectionConfig& config) override {
    return inner_->connect(config);
  }

 private:
  std::unique_ptr<target::Target> inner_;
  TargetConfig changes_;
};

}  // namespace

Result<std::unique_ptr<target::Target>> adjust(std::unique_ptr<target::Target> target,
                                               const std::vector<target::Option>& options, const Overrides& overrides) {
  if (options.empty() && overrides.authority.empty() && overrides.certificate.empty()) return target;
  TargetConfig changes;
  changes.options = options;
  if (!overrides.authority.empty()) {
    auto trust = target::certificates_from_pem(overrides.authority);
    if (!trust) return fail(trust.error());
    changes.trust = std::move(*trust);
  }
  if (!overrides.certificate.empty()) {
    auto credential = target::credential_from_pem(overrides.certificate, overrides.key);
    if (!credential) return fail(credential.error());
    changes.credential = std::move(*credential);
  }
  return std::make_unique<AdjustedTarget>(std::move(target), std::move(changes));
}

void adjust(script::Script& script, const Overrides& overrides) {
  for (auto& connection : script.connections) {
    if (overrides.server_name) connection.params.server_name = *overrides.server_name;
    if (!overrides.alpn.empty()) connection.params.alpn = overrides.alpn;
    if (!overrides.psk_key.empty())
      connection.params.own_psk = protocol::ExternalPsk{overrides.psk_identity, overrides.psk_key};
  }
}

}  // namespace shakedown::suite
