// Errors as values: what was wrong, where, what was expected.
#pragma once
#include <cstddef>
#include <string>
#include <tl/expected.hpp>

namespace shakedown {

// Whose fault it is and what to do about it; the program's exit code follows from it.
enum class Cause {
  usage,        // the command line
  input,        // a file or script that is broken
  decode,       // bytes that are not what they claim to be
  unsupported,  // well-formed, but not something that we or the target can do
  target,       // the thing under test could not be reached or started
  crypto,       // a primitive refused (bad key, bad tag)
  system,       // the operating system said no
  internal,     // ours
};

// Where in a text file; line and column count from 1, 0 means unknown.
struct Place {
  std::string file;
  std::size_t line = 0;
  std::size_t column = 0;
  friend bool operator==(const Place&, const Place&) = default;
};

struct Error {
  Cause cause = Cause::internal;
  std::string what;      // one sentence without a full stop
  Place place;           // of a text input, if any
  std::string path;      // of a field, if any: ClientHello.extensions[key_share]
  std::string got;       // what was there
  std::string expected;  // what would have been right
  friend bool operator==(const Error&, const Error&) = default;
};

// file:line:column: path: what (got X, expected Y)
std::string to_string(const Error& error);
std::string to_string(const Place& place);

template <class T>
using Result = tl::expected<T, Error>;
using Status = Result<void>;

inline tl::unexpected<Error> fail(Error error) { return tl::unexpected<Error>(std::move(error)); }
inline tl::unexpected<Error> fail(Cause cause, std::string what) {
  return tl::unexpected<Error>(
      Error{.cause = cause, .what = std::move(what), .place = {}, .path = {}, .got = {}, .expected = {}});
}

}  // namespace shakedown
