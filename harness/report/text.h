// Small pieces of text that several reports share.
#pragma once
#include <string>
#include <string_view>

#include "harness/suite/suite.h"

namespace shakedown::report {

// tls13/finished of tls13/finished/verify_data-bit_flipped; "control" for controls.
std::string area_of(const suite::Record& record);
// "8446 §4.4.4, 8446 §6.2": every clause without its note.
std::string clauses_of(const suite::Record& record);
// "fail/alert: rightly ended, but with … (expected …, seen …)", without the parts that are empty.
std::string explain(const check::Verdict& verdict);

// One word for a shell, in quotes if it needs them.
std::string shell_word(std::string_view word);
// What runs this one conversation again; `target` is how the user named the target, as words for a shell.
std::string reproduce(const suite::Record& record, std::string_view target, std::uint64_t seed);

// For XML 1.0 text and attributes: the five special characters escaped; what is no character of XML, or no UTF-8, is
// U+FFFD.
std::string xml_escape(std::string_view text);

}  // namespace shakedown::report
