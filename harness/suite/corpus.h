// The cases in their folders.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "harness/script/case.h"
#include "harness/suite/job.h"

namespace shakedown::suite {

struct CaseFile {
  std::string id;  // tls13/finished/verify_data-bit_flipped
  std::string path;
  friend bool operator==(const CaseFile&, const CaseFile&) = default;
};

// Every *.yaml under <corpus>/conformance, by id. Cause `input`: there is no such directory, or nothing in it.
Result<std::vector<CaseFile>> find_cases(const std::string& corpus);
// The id of one file: its path below a folder `conformance`, else its name without `.yaml`.
std::string case_id(const std::string& path);

// <corpus>/flights, where scripts find recorded flights by name.
std::string flights_directory(const std::string& corpus);
script::FlightLoader flight_loader(const std::string& directory);

// Cause `input` with the path.
Result<std::string> read_text_file(const std::string& path);
Result<std::vector<script::Script>> expand_text(const std::string& text, const std::string& file, const std::string& id,
                                                const std::string& flights);
Result<std::vector<script::Script>> expand_file(const CaseFile& file, const std::string& flights);

// '*' is any run of characters, '?' any one; all else is itself.
bool glob_matches(std::string_view pattern, std::string_view text);

// What a user typed to choose conversations: a glob over ids with or without cell, or a part of one. A filter that is
// exactly an id or a full id means only that one.
class Filter {
 public:
  explicit Filter(std::vector<std::string> patterns) : patterns_(std::move(patterns)) {}
  // `exact` of each pattern is found out over all ids before anything is chosen.
  void learn(std::string_view id, std::string_view full_id);
  bool chooses(std::string_view id, std::string_view full_id) const;
  // control/…: controls are chosen by nothing else.
  bool names_controls() const;
  // Whether some cell of this case might be chosen, as far as the id alone tells.
  bool may_choose(std::string_view id) const;
  const std::vector<std::string>& patterns() const { return patterns_; }

 private:
  std::vector<std::string> patterns_;
  std::vector<std::string> exact_;
};

}  // namespace shakedown::suite
