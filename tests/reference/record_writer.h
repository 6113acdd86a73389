// Records out.
#pragma once
#include "harness/protocol/record_protection.h"

namespace shakedown::reference {

class RecordWriter {
 public:
  void use_keys(protocol::RecordSealer sealer) { sealer_ = std::move(sealer); }
  // The record version of all that follows; the first ClientHello has 0x0301 (RFC 8446 §5.1).
  void use_version(std::uint16_t version) { version_ = version; }
  // In as many records as it takes; nothing becomes one empty record.
  void write(registry::ContentType type, View content);
  // Without protection whatever the keys.
  void write_plaintext(registry::ContentType type, View content);
  Bytes take();

 private:
  protocol::RecordSealer sealer_;
  std::uint16_t version_ = 0x0303;
  Bytes output_;
};

}  // namespace shakedown::reference
