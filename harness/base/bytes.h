// Byte strings, the currency of every layer.
#pragma once
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/result.h"

namespace shakedown {

using Bytes = std::vector<std::uint8_t>;
using View = std::span<const std::uint8_t>;

inline Bytes to_bytes(View v) { return {v.begin(), v.end()}; }
inline Bytes to_bytes(std::string_view s) { return {s.begin(), s.end()}; }
inline View as_view(std::string_view s) { return {reinterpret_cast<const std::uint8_t*>(s.data()), s.size()}; }
inline std::string_view as_text(View v) { return {reinterpret_cast<const char*>(v.data()), v.size()}; }

inline void append(Bytes& to, View from) { to.insert(to.end(), from.begin(), from.end()); }
Bytes concat(std::initializer_list<View> parts);

bool equal(View a, View b);

// Big-endian unsigned integers of 1 to 8 bytes, as TLS writes them (RFC 8446 §3.3).
void append_uint(Bytes& to, std::uint64_t value, std::size_t width);
std::uint64_t read_uint(View bytes);

// Lower-case hex without separators.
std::string to_hex(View bytes);
// Accepts upper and lower case, blanks, colons and line ends between octets; anything else is an error that gives the
// position.
Result<Bytes> from_hex(std::string_view text);

}  // namespace shakedown
