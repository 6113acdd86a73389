// Runs vectors: every value computed anew and compared.
#pragma once
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/result.h"

namespace shakedown::vectors {

// One line of the answer.
struct Check {
  std::string name;  // rfc5869.txt:7 A.1 Test Case 1
  bool passed = false;
  std::string detail;  // why it failed: place, cause, got and expected
  friend bool operator==(const Check&, const Check&) = default;
};

// `name` decides which test reads the text: a file without a test is one failed check, as is one that cannot be read.
std::vector<Check> run_vectors(std::string_view name, std::string_view text);

// Every *.txt of a directory, by name. Cause::system if it cannot be listed, Cause::input if it holds none.
Result<std::vector<Check>> run_vector_files(const std::filesystem::path& directory);

// The files that have a test; one that is missing in a directory is a failed check of run_vector_files().
std::vector<std::string_view> vector_file_names();

}  // namespace shakedown::vectors
