#include "tests/reference/finished.h"

#include <algorithm>
#include <cstdlib>

namespace shakedown::reference {
namespace {

// The faults of the process.
void misbehave(Core& core) {
  if (core.faulty(Fault::aborts_on_wrong_finished)) std::abort();
  if (core.faulty(Fault::loops_on_wrong_finished)) {
    for (volatile bool for_ever = true; for_ever;) {
    }
  }
  if (core.faulty(Fault::floods_on_wrong_finished)) core.flooding = true;
}

void read_past_the_end(View received, std::size_t octets) {
  const Bytes copy(received.begin(), received.end());  // of exactly this size, so that a sanitizer sees the end
  volatile std::uint8_t sum = 0;
  for (std::size_t i = 0; i < octets; ++i) sum = static_cast<std::uint8_t>(sum + copy.data()[i]);
}

bool forgiven(const Core& core, View received, View expected, const OtherFinished& others) {
  switch (core.settings.fault) {
    case Fault::skips_finished_check:
      return received.size() == expected.size();
    case Fault::checks_first_octet_of_finished:
      return received.size() == expected.size() && received[0] == expected[0];
    case Fault::accepts_short_finished:
      return received.size() < expected.size() && equal(received, expected.first(received.size()));
    case Fault::accepts_long_finished:
      return received.size() > expected.size() && equal(received.first(expected.size()), expected);
    case Fault::accepts_own_finished:
      return !others.own.empty() && equal(received, others.own);
    case Fault::accepts_finished_of_own_side:
      return equal(received, others.of_own_side());
    case Fault::accepts_finished_without_last_message:
      return equal(received, others.without_last());
    default:
      return false;
  }
}

}  // namespace

void check_finished(Core& core, View received, View expected, const OtherFinished& others) {
  if (core.faulty(Fault::reads_past_the_end)) read_past_the_end(received, expected.size());
  if (equal(received, expected) || forgiven(core, received, expected, others)) return;
  misbehave(core);
  if (core.flooding) return;
  demand(received.size() == expected.size(), Violation::finished_length);  // RFC 8446 §4.4.4, RFC 5246 §7.4.9
  abort_with(Violation::finished_wrong);                                   // RFC 8446 §4.4.4
}

}  // namespace shakedown::reference
