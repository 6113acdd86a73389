// What is wrong with a case: readers put problems here and go on, so that lint finds them all at once.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/yaml.h"

namespace shakedown::script {

class Problems {
 public:
  // The same problem at the same place (of another cell of the matrix) counts once.
  void add(Error error);
  void add(const YamlNode& at, std::string what, std::string got = {}, std::string expected = {});
  // An error of a layer that knows no places.
  void add(const YamlNode& at, Error error);
  // The name at `at` is none of `names`: says so, with the nearest one.
  void unknown(const YamlNode& at, std::string_view kind, const std::vector<std::string_view>& names);
  // Counts the octets that reading makes of a text, of which a few lines could ask for gigabytes. False, with a problem
  // the first time, once they are too many for one script.
  bool afford(const YamlNode& at, std::size_t octets);

  bool empty() const { return all_.empty(); }
  std::size_t size() const { return all_.size(); }
  const std::vector<Error>& all() const { return all_; }

 private:
  std::vector<Error> all_;
  std::size_t made_ = 0;
};

// "a list" or "'0x03'", for `got`.
std::string describe(const YamlNode& node);

}  // namespace shakedown::script
