#include "harness/suite/corpus.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace shakedown::suite {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view folder = "conformance";
constexpr std::string_view extension = ".yaml";

tl::unexpected<Error> broken(const std::string& path, std::string what) {
  Error error{.cause = Cause::input, .what = std::move(what)};
  error.place.file = path;
  return fail(std::move(error));
}

// corpus/conformance/uncovered lists clauses without a case.
bool is_case(const fs::path& path, const fs::path& root) {
  return path.extension() == extension && *path.lexically_relative(root).begin() != "uncovered";
}

}  // namespace

std::string case_id(const std::string& path) {
  const fs::path absolute = fs::absolute(path).lexically_normal();
  fs::path below;
  bool found = false;
  for (const auto& part : absolute) {
    if (found) below /= part;
    if (part == folder) {
      found = true;
      below.clear();
    }
  }
  const fs::path chosen = found ? below : absolute.filename();
  return fs::path(chosen).replace_extension().string();
}

Result<std::vector<CaseFile>> find_cases(const std::string& corpus) {
  const fs::path root = fs::path(corpus) / folder;
  std::error_code error;
  std::vector<CaseFile> out;
  for (fs::recursive_directory_iterator it(root, error), end; !error && it != end; it.increment(error)) {
    if (!it->is_regular_file() || !is_case(it->path(), root)) continue;
    out.push_back({it->path().lexically_relative(root).replace_extension().string(), it->path().string()});
  }
  if (error) return broken(root.string(), "the cases cannot be listed: " + error.message());
  if (out.empty()) return broken(root.string(), "there are no cases");
  std::ranges::sort(out, {}, &CaseFile::id);
  return out;
}

std::string flights_directory(const std::string& corpus) { return (fs::path(corpus) / "flights").string(); }

Result<std::string> read_text_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  if (!in || fs::is_directory(path)) return broken(path, "the file cannot be read");
  text << in.rdbuf();
  return text.str();
}

script::FlightLoader flight_loader(const std::string& directory) {
  return [directory](std::string_view name) { return read_text_file((fs::path(directory) / name).string()); };
}

Result<std::vector<script::Script>> expand_text(const std::string& text, const std::string& file, const std::string& id,
                                                const std::string& flights) {
  const script::ReadOptions options{.file = file, .id = id, .flights = flight_loader(flights)};
  const auto read = script::read_case(text, options);
  if (!read) return fail(read.error());
  return script::expand(*read, options);
}

Result<std::vector<script::Script>> expand_file(const CaseFile& file, const std::string& flights) {
  const auto text = read_text_file(file.path);
  if (!text) return fail(text.error());
  return expand_text(*text, file.path, file.id, flights);
}

bool glob_matches(std::string_view pattern, std::string_view text) {
  std::size_t p = 0, t = 0;
  std::size_t star = std::string_view::npos, resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t])) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

void Filter::learn(std::string_view id, std::string_view full_id) {
  for (const auto& pattern : patterns_)
    if ((pattern == id || pattern == full_id) && std::ranges::count(exact_, pattern) == 0) exact_.push_back(pattern);
}

bool Filter::chooses(std::string_view id, std::string_view full_id) const {
  return patterns_.empty() || std::ranges::any_of(patterns_, [&](const std::string& pattern) {
           if (std::ranges::count(exact_, pattern) > 0) return pattern == id || pattern == full_id;
           if (pattern.find_first_of("*?") != std::string::npos)
             return glob_matches(pattern, id) || glob_matches(pattern, full_id);
           return full_id.find(pattern) != std::string_view::npos;
         });
}

bool Filter::names_controls() const {
  return std::ranges::any_of(patterns_, [](const std::string& pattern) { return pattern.starts_with("control/"); });
}

bool Filter::may_choose(std::string_view id) const {
  return patterns_.empty() || names_controls() || std::ranges::any_of(patterns_, [&](const std::string& pattern) {
           const auto stem = std::string_view(pattern).substr(0, pattern.find('['));
           const bool of_cell = pattern.find('=') != std::string::npos && pattern.find('[') == std::string::npos;
           return of_cell || glob_matches(stem, id) || id.find(stem) != std::string_view::npos;
         });
}

}  // namespace shakedown::suite
