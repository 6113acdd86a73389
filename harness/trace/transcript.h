// A conversation told message by message, in the spirit of `curl -v`: > is what we sent, < what the target sent, * what
// there is to know besides.
#pragma once
#include <string>

#include "harness/peer/conversation.h"

namespace shakedown::trace {

struct TranscriptOptions {
  bool fields = false;  // every field of every message below it
};

// One line for a message: direction (and ! where the script deviates), number, name, octets with the header, keys that
// it went under (with the number of KeyUpdates before it), time since the connection began if the run was timed, key
// facts. Then how it ended, and notes. Lines end in '\n'.
std::string transcript(const peer::ConnectionLog& log, registry::Role ours, const TranscriptOptions& options = {});
// Every connection, each under its number if there are several; then the error that stopped the run, if any.
std::string transcript(const peer::Conversation& conversation, registry::Role ours,
                       const TranscriptOptions& options = {});

}  // namespace shakedown::trace
