// Blocks of the pcapng format (draft-ietf-opsawg-pcapng), as far as we write them: one section, one interface that
// carries IP packets without a link layer, secrets, packets. Big-endian throughout, as the format lets a writer choose.
#pragma once
#include <cstdint>
#include <string_view>

#include "harness/base/bytes.h"

namespace shakedown::trace {

// Section header block (§4.1) and interface description block (§4.2); times are in nanoseconds.
Bytes section_start();
// Decryption secrets block (§4.7) of type "TLS key log".
Bytes secrets_block(std::string_view key_log);
// Enhanced packet block (§4.3) of interface 0; `time_ns` since 1970. An empty comment writes no option.
Bytes packet_block(std::uint64_t time_ns, View packet, std::string_view comment);

}  // namespace shakedown::trace
