// What a handshake came to, in a few lines for people.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "harness/peer/conversation.h"

namespace shakedown::trace {

struct SummaryLine {
  std::string name;  // "version", "cipher suite", "certificate"
  std::string value;
  friend bool operator==(const SummaryLine&, const SummaryLine&) = default;
};

struct SummaryOptions {
  std::vector<Bytes> roots;        // DER; what the target's chain is verified against; empty: it is not
  std::string host;                // that its leaf must be for; empty: any
  std::optional<std::int64_t> at;  // time of that check, seconds since 1970; empty: validity is not checked
};

// Version, suite, group, signature, ALPN, session, the target's certificates, round trips, times: those that there are.
std::vector<SummaryLine> summary(const peer::ConnectionLog& log, registry::Role ours,
                                 const SummaryOptions& options = {});
// In two columns.
std::string to_text(const std::vector<SummaryLine>& lines);

// Flights of the client that the server answered before both Finished were there: 1 in a full TLS 1.3 handshake, 2
// after a HelloRetryRequest or in TLS 1.2. Empty if a Finished is missing.
std::optional<std::size_t> round_trips(const peer::ConnectionLog& log);

}  // namespace shakedown::trace
