#include "harness/vectors/runner.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

#include "harness/vectors/check.h"

namespace shakedown::vectors {

namespace {

struct Family {
  std::string_view file;
  Checks (*run)(VectorFile& file);
};

// A file of vectors/ is added here and nowhere else.
constexpr auto families = std::to_array<Family>({
    {"acvp_tls12_kdf.txt", run_acvp_tls12},
    {"acvp_tls13_kdf.txt", run_acvp_tls13},
    {"openssl_tls12.txt", run_openssl_tls12},
    {"openssl_tls13.txt", run_openssl_tls13},
    {"rfc5869.txt", run_rfc5869},
    {"rfc7748.txt", run_rfc7748},
    {"rfc8448.txt", run_rfc8448},
});

Check failed(std::string_view name, std::string detail) {
  return {.name = std::string(name), .passed = false, .detail = std::move(detail)};
}

Checks run_file(const std::filesystem::path& path) {
  const std::string name = path.filename().string();
  std::ifstream in(path, std::ios::binary);
  if (!in) return {failed(name, "cannot be read")};
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  return run_vectors(name, text);
}

}  // namespace

std::vector<Check> run_vectors(std::string_view name, std::string_view text) {
  const auto family = std::ranges::find(families, name, &Family::file);
  if (family == families.end()) return {failed(name, "no test consumes this file")};
  auto file = read_vectors(name, text);
  if (!file) return {failed(name, to_string(file.error()))};
  return family->run(*file);
}

Result<std::vector<Check>> run_vector_files(const std::filesystem::path& directory) {
  std::error_code error;
  std::vector<std::filesystem::path> found;
  for (std::filesystem::directory_iterator i(directory, error), end; !error && i != end; i.increment(error))
    if (i->path().extension() == ".txt") found.push_back(i->path());
  if (error) return fail(Cause::system, directory.string() + ": " + error.message());
  if (found.empty()) return fail(Cause::input, directory.string() + " holds no vector file");
  std::ranges::sort(found);
  Checks all;
  for (const auto& path : found) std::ranges::move(run_file(path), std::back_inserter(all));
  for (const auto name : vector_file_names())
    if (std::ranges::none_of(found, [&](const auto& path) { return path.filename() == name; }))
      all.push_back(failed(name, "is missing in " + directory.string()));
  return all;
}

std::vector<std::string_view> vector_file_names() {
  std::vector<std::string_view> out;
  out.reserve(families.size());
  for (const auto& family : families) out.push_back(family.file);
  return out;
}

}  // namespace shakedown::vectors
