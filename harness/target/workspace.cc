#include "harness/target/workspace.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace shakedown::target {
namespace fs = std::filesystem;

Workspace::~Workspace() {
  std::error_code ignored;
  if (!directory_.empty()) fs::remove_all(directory_, ignored);
}

Status Workspace::make() {
  if (!directory_.empty()) return {};
  std::error_code code;
  std::string pattern = (fs::temp_directory_path(code) / "shakedown-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) {
    return fail(Cause::system, fmt::format("cannot make a temporary folder: {}", std::strerror(errno)));
  }
  directory_ = pattern;
  return {};
}

Result<std::string> Workspace::fresh(std::string_view kind) {
  if (auto status = make(); !status) return fail(status.error());
  return fmt::format("{}/{}{}", directory_, kind, count_++);
}

Result<std::string> Workspace::file(std::string_view kind, std::string_view contents) {
  const std::string key = fmt::format("{}\n{}", kind, contents);
  if (const auto found = written_.find(key); found != written_.end()) return found->second;
  auto path = fresh(kind);
  if (!path) return path;
  std::ofstream out(*path, std::ios::binary);
  out << contents;
  out.close();
  if (!out) return fail(Cause::system, fmt::format("cannot write {}", *path));
  written_.emplace(key, *path);
  return path;
}

Result<CommandFiles> Workspace::files_for(const TargetConfig& config) {
  CommandFiles out;
  const auto put = [this](std::string& to, std::string_view kind, const std::string& contents) -> Status {
    auto path = file(kind, contents);
    if (!path) return fail(path.error());
    to = *path;
    return {};
  };
  if (auto status = put(out.ca, "ca", certificates_to_pem(config.trust)); !status) return fail(status.error());
  if (config.psk) {
    const std::string line = fmt::format("{}:{}\n", as_text(config.psk->identity), to_hex(config.psk->key));
    if (auto status = put(out.psk, "psk", line); !status) return fail(status.error());
  }
  if (const auto text = openssl_configuration(config); !text.empty())
    if (auto status = put(out.openssl_conf, "openssl_conf", text); !status) return fail(status.error());
  if (!config.credential.present()) return out;
  const auto& chain = config.credential.chain;
  const std::vector<Bytes> rest(chain.begin() + 1, chain.end());
  if (auto s = put(out.certificate, "cert", certificates_to_pem(chain)); !s) return fail(s.error());
  if (auto s = put(out.key, "key", pem_encode("PRIVATE KEY", config.credential.key)); !s) return fail(s.error());
  if (rest.empty()) return out;
  if (auto s = put(out.intermediates, "chain", certificates_to_pem(rest)); !s) return fail(s.error());
  return out;
}

}  // namespace shakedown::target
