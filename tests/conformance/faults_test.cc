// Who tests the tester: with each fault of the reference endpoint switched on, the cases that are about it fail.
#include <map>

#include "tests/conformance/suite_run.h"
#include "tests/reference/faults.h"

namespace shakedown::conformance {
namespace {

using reference::Fault;

struct About {
  std::vector<std::string> cases;  // globs, each of which must have a case that fails
  check::Kind kind = check::Kind::fail;
};

// For each fault the cases that are about it.
const std::map<Fault, About>& about() {
  static const std::map<Fault, About> table{
      {Fault::skips_finished_check,
       {{"tls13/finished/verify_data-bit_flipped", "tls12/finished/verify_data-bit_flipped"}}},
      {Fault::checks_first_octet_of_finished,
       {{"tls13/finished/verify_data-bit_flipped", "tls12/finished/verify_data-bit_flipped"}}},
      {Fault::sends_internal_error,
       {{"tls13/finished/verify_data-bit_flipped", "tls12/finished/verify_data-bit_flipped"}}},
      {Fault::aborts_on_finished, {{"tls13/finished/verify_data-bit_flipped"}, check::Kind::crash}},
      {Fault::loops_on_finished, {{"tls13/finished/verify_data-bit_flipped"}, check::Kind::hang}},
      {Fault::floods_on_finished, {{"tls13/finished/verify_data-bit_flipped"}, check::Kind::hang}},
  };
  return table;
}

class Faults : public testing::TestWithParam<std::pair<const Fault, About>> {};

TEST_P(Faults, FailTheCasesThatAreAboutThem) {
  const auto& [fault, expected] = GetParam();
  for (const auto& glob : expected.cases) {
    const auto results = run({.target = "reference",
                              .filters = {glob},
                              .options = {{"fault", std::to_string(static_cast<int>(fault))}},
                              .cpu = std::chrono::milliseconds(300)});
    ASSERT_TRUE(results) << to_string(results.error());
    std::size_t caught = 0;
    for (const auto& r : results->records) caught += r.verdict.kind == expected.kind ? 1U : 0U;
    EXPECT_GT(caught, 0U) << glob << " does not notice";
  }
}
INSTANTIATE_TEST_SUITE_P(Reference, Faults, testing::ValuesIn(about()), [](const auto& i) {
  for (const auto& row : reference::faults())
    if (row.fault == i.param.first) return std::string(row.name);
  return std::string("unknown");
});

}  // namespace
}  // namespace shakedown::conformance
