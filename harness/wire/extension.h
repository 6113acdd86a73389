// Extensions as they travel: raw, in order, duplicates and unknown ones included. Typed views are in extensions.h.
#pragma once
#include <vector>

#include "harness/base/bytes.h"
#include "harness/registry/extensions.h"

namespace shakedown::wire {

struct Extension {
  registry::ExtensionType extension_type{};
  Bytes extension_data;
  friend bool operator==(const Extension&, const Extension&) = default;
};

// A block that is always there, its length even when empty (EncryptedExtensions, CertificateRequest, CertificateEntry).
struct Extensions : std::vector<Extension> {
  static constexpr bool may_be_absent = false;
  using std::vector<Extension>::vector;
};

// The block of a hello: TLS 1.2 lets a hello end before it, which is not the same as an empty block (RFC 5246
// §7.4.1.2).
struct HelloExtensions : std::vector<Extension> {
  static constexpr bool may_be_absent = true;
  using std::vector<Extension>::vector;
  bool empty_block = false;  // write 00 00 although the block holds nothing
  bool present() const { return empty_block || !empty(); }
  friend bool operator==(const HelloExtensions&, const HelloExtensions&) = default;
};

}  // namespace shakedown::wire
