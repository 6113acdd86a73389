// Credentials as files, for targets that are processes.
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "harness/crypto/credentials.h"

namespace shakedown::crypto {
namespace {

namespace fs = std::filesystem;

tl::unexpected<Error> system_error(const std::string& what, const std::string& path) {
  return fail({.cause = Cause::system, .what = what + " " + path, .got = std::strerror(errno)});
}

bool holds(const fs::path& path, const std::string& contents) {
  std::ifstream in(path, std::ios::binary);
  return in && std::string(std::istreambuf_iterator<char>(in), {}) == contents;
}

Status write_all(int fd, const std::string& contents, const std::string& path) {
  for (std::size_t done = 0; done < contents.size();) {
    const ssize_t count = ::write(fd, contents.data() + done, contents.size() - done);
    if (count < 0 && errno != EINTR) return system_error("cannot write", path);
    if (count > 0) done += static_cast<std::size_t>(count);
  }
  return {};
}

// Complete or not at all, since several processes may write the same file at once.
Status write_file(const fs::path& path, const std::string& contents) {
  if (holds(path, contents)) return {};
  std::string temporary = path.string() + ".XXXXXX";
  const int fd = ::mkstemp(temporary.data());
  if (fd < 0) return system_error("cannot create", temporary);
  auto written = write_all(fd, contents, temporary);
  ::close(fd);
  if (written && ::rename(temporary.c_str(), path.c_str()) != 0)
    written = system_error("cannot rename to", path.string());
  if (!written) ::unlink(temporary.c_str());
  return written;
}

// Other credentials of the same kind and role get other names.
std::string stem_of(const Credentials& credentials) {
  std::uint64_t hash = hash64("");
  for (const Bytes& certificate : credentials.chain) hash = hash64(as_text(certificate), hash);
  hash = hash64(as_text(credentials.root), hash);
  Bytes digits;
  append_uint(digits, hash >> 32U, 4);
  return std::string(credentials.role == Role::server ? "server" : "client") + "-" +
         std::string(name_of(credentials.kind)) + "-" + to_hex(digits);
}

}  // namespace

Result<CredentialFiles> write_files(const Credentials& credentials, std::string_view directory) {
  const fs::path base{directory};
  std::error_code code;
  fs::create_directories(base, code);
  if (code) return fail({.cause = Cause::system, .what = "cannot make " + base.string(), .got = code.message()});
  const std::string stem = stem_of(credentials);
  const fs::path certificate = base / (stem + ".cert.pem"), key = base / (stem + ".key.pem");
  const auto& roots = test_roots();
  const bool listed = std::find(roots.begin(), roots.end(), credentials.root) != roots.end();
  const fs::path ca = base / (listed ? "roots.pem" : stem + ".roots.pem");
  const std::string ca_pem = listed ? test_roots_pem() : test_roots_pem() + credentials.root_pem();
  const std::pair<const fs::path&, std::string> files[] = {
      {certificate, credentials.chain_pem()}, {key, credentials.key_pem()}, {ca, ca_pem}};
  for (const auto& [path, contents] : files)
    if (auto written = write_file(path, contents); !written) return fail(std::move(written.error()));
  return CredentialFiles{certificate.string(), key.string(), ca.string()};
}

}  // namespace shakedown::crypto
