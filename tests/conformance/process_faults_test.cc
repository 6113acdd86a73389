// A target in process that dies, never returns or writes without end costs one conversation, and the others go on.
#include "tests/conformance/suite_run.h"

namespace shakedown::conformance {
namespace {

using Verdicts = std::vector<std::pair<std::string, std::string>>;  // by full id

// The faults show at a wrong Finished, which is sent just here.
const std::string ill_fated =
    "tls13/finished/verify_data-wrong_side[peer=client,flow=tls13.psk,client_auth=none,side=server]";

Verdicts verdicts(const std::string& fault, std::size_t workers) {
  const auto results = run({.target = "reference",
                            .workers = workers,
                            .filters = {ill_fated, "tls13/key_update/*", "tls12/hello_request/*"},
                            .options = {{"fault", fault}},
                            .cpu = std::chrono::milliseconds(500)});
  EXPECT_TRUE(results) << to_string(results.error());
  Verdicts out;
  if (!results) return out;
  for (const auto& r : results->records)
    out.emplace_back(r.item.full_id, suite::verdict_name(r.verdict.kind, r.verdict.severity));
  return out;
}

struct ProcessFault {
  std::string name, verdict;
};
class ProcessFaults : public testing::TestWithParam<ProcessFault> {};

TEST_P(ProcessFaults, CostOneConversation) {
  auto expected = verdicts("none", 2);
  ASSERT_GT(expected.size(), 40U);
  const auto place = std::ranges::find(expected, ill_fated, &Verdicts::value_type::first);
  ASSERT_NE(place, expected.end());
  place->second = GetParam().verdict;
  for (const std::size_t workers : {1U, 2U}) EXPECT_EQ(verdicts(GetParam().name, workers), expected) << workers;
}
INSTANTIATE_TEST_SUITE_P(Reference, ProcessFaults,
                         testing::Values(ProcessFault{"aborts_on_wrong_finished", "crash"},
                                         ProcessFault{"loops_on_wrong_finished", "hang"},
                                         ProcessFault{"floods_on_wrong_finished", "hang"}),
                         [](const auto& i) { return i.param.name; });

}  // namespace
}  // namespace shakedown::conformance
