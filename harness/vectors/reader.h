// The text format of vectors/: comments, sections, and records of attributes.
//
//   # Source: where the values come from     (every file says so before its first section)
//   [section]
//
//   Name = value                             (a record: lines up to an empty line)
//   Other name = 00ff
//
// A value is text, a number or hex, as its reader wants it; "" is the empty one.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/bytes.h"

namespace shakedown::vectors {

struct Attribute {
  std::string name;
  std::string value;
  std::size_t line = 0;  // from 1
  bool consumed = false;
};

// Asking for an attribute consumes it. Errors name file and line.
class Record {
 public:
  explicit Record(std::string file) : file_(std::move(file)) {}

  void add(Attribute attribute) { attributes_.push_back(std::move(attribute)); }
  const std::vector<Attribute>& attributes() const { return attributes_; }
  // Of the first attribute, and of the named one (or the first, if there is none of that name).
  std::size_t line() const { return attributes_.empty() ? 0 : attributes_.front().line; }
  Place place_of(std::string_view name) const;

  bool has(std::string_view name) const;
  Result<std::string> text(std::string_view name);
  Result<Bytes> hex(std::string_view name);
  Result<std::uint64_t> number(std::string_view name);  // decimal

  // An error naming the first attribute that nobody asked for.
  Status expect_consumed() const;

 private:
  Result<const Attribute*> take(std::string_view name);

  std::string file_;
  std::vector<Attribute> attributes_;
};

struct Section {
  std::string title;
  std::size_t line = 0;
  std::vector<Record> records;
};

struct VectorFile {
  std::string name;
  std::vector<Section> sections;
};

// Total. Refuses: a file without a source, a line that is neither attribute, section nor comment, an attribute outside
// a section or twice in a record, a value that is left out, a section without records.
Result<VectorFile> read_vectors(std::string_view name, std::string_view text);

}  // namespace shakedown::vectors
