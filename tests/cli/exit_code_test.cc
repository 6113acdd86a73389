// What the program's exit code says: 0 all as expected, 1 findings, 2 usage or broken input, 3 no target.
#include "tests/cli/program.h"

namespace shakedown::cli {
namespace {

struct Example {
  std::string name;
  std::string command;
  int code;
  std::string says;  // part of what it prints, on either output
};
void PrintTo(const Example& e, std::ostream* to) { *to << e.command; }

class ExitCode : public testing::TestWithParam<Example> {};

TEST_P(ExitCode, TellsHowItEnded) {
  const auto& e = GetParam();
  const auto ran = Shell().run(e.command);
  EXPECT_THAT(ran, ExitsWith(e.code));
  EXPECT_THAT(ran.out + ran.err, HasSubstr(e.says));
}

std::string name_of(const testing::TestParamInfo<Example>& info) { return info.param.name; }

INSTANTIATE_TEST_SUITE_P(
    AllAsExpected, ExitCode,
    testing::Values(Example{"check", "shakedown check reference tls13/finished", 0, "fail 0"},
                    Example{"run", "shakedown run tls13/finished/verify_data-empty reference", 0, ": pass"},
                    Example{"handshake", "shakedown handshake reference", 0, "TLSv1.3"},
                    Example{"known_deviations", "shakedown check wolfssl tls13/finished", 0, "unexpected from"},
                    Example{
                        "below_the_threshold",
                        "shakedown check reference --option fault=sends_internal_error tls13/finished/verify_data-bit",
                        0, "below that"},
                    Example{"help", "shakedown --help", 0, "Subcommands"},
                    Example{"version", "shakedown --version", 0, "."}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Findings, ExitCode,
    testing::Values(
        Example{"check", "shakedown check reference --option fault=skips_finished_check tls13/finished/verify_data-bit",
                1, "fail/security"},
        Example{"run",
                "shakedown run tls13/finished/verify_data-bit_flipped reference --option fault=skips_finished_check", 1,
                "fail/security"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    UsageOrInput, ExitCode,
    testing::Values(
        Example{"no_subcommand", "shakedown", 2, "subcommand"},
        Example{"unknown_subcommand", "shakedown chekc wolfssl", 2, "expected 'check'"},
        Example{"unknown_option", "shakedown check reference --jsn x", 2, "expected '--json'"},
        Example{"no_target", "shakedown check", 2, "wolfssl"},
        Example{"unknown_target", "shakedown check wolfsll", 2, "expected 'wolfssl'"},
        Example{"two_targets", "shakedown check --listen 0 --server-cmd 'x {port}'", 2, "more than one target"},
        Example{"filter_without_a_match", "shakedown check reference tls13/finishd", 2, "expected 'tls13/finished'"},
        Example{"bad_seed", "shakedown check reference --seed now", 2, "--seed"},
        Example{"bad_psk", "shakedown check reference --psk me:xyz", 2, "expected IDENTITY:HEX"},
        Example{"bad_option", "shakedown check reference --option fault", 2, "expected KEY=VALUE"},
        Example{"bad_jobs", "shakedown check reference -j 0", 2, "--jobs"},
        Example{"bad_role", "shakedown check reference --role sever", 2, "server, client or both"},
        Example{"bad_threshold", "shakedown check reference --fail-on protcol", 2, "expected 'protocol'"},
        Example{"bad_version", "shakedown handshake reference --version TLSv1.1", 2, "TLSv1.3 or TLSv1.2"},
        Example{"placeholder", "shakedown check --server-cmd 'serve {prot}'", 2, "{port}"},
        Example{"certificate_without_key", "shakedown check reference --cert x.pem", 2, "--key"},
        Example{"missing_file", "shakedown check reference --ca none.pem", 2, "none.pem"},
        Example{"not_pem", "echo x > ca.pem; shakedown check reference --ca ca.pem", 2, "PEM"},
        Example{"missing_script", "shakedown run none.yaml reference", 2, "none.yaml"},
        Example{"missing_corpus", "shakedown check reference --corpus nowhere", 2, "nowhere"},
        Example{"listen_with_workers", "shakedown check --listen 0 -j 2", 2, "-j 1"},
        Example{"psk_in_tls12", "shakedown handshake reference --version TLSv1.2 --psk me:00ff", 2, "TLS 1.3"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    NoTarget, ExitCode,
    testing::Values(
        // Port 1 of this machine: nobody listens there who is not root.
        Example{"refused", "shakedown check 127.0.0.1:1 tls13/finished", 3, "Connection refused"},
        Example{"refused_handshake", "shakedown handshake 127.0.0.1:1", 3, "Connection refused"},
        Example{"not_a_plugin", "echo x > x.so; shakedown check ./x.so", 3, "x.so: not a shared object"},
        Example{"not_installed", "shakedown check --server-cmd 'no-such-server {port}' tls13/finished", 3, "not found"},
        Example{"dies_at_start", "shakedown check --server-cmd 'echo no; exit 7; : {port}' tls13/finished", 3,
                "exited with status 7 before it listened"},
        Example{"never_listens",
                "shakedown check --server-cmd 'exec sleep 1000; : {port}' --start-limit-ms 50 tls13/finished", 3,
                "did not listen"},
        Example{"only_prints", "shakedown check --server-cmd 'exec yes {port}' --start-limit-ms 50 tls13/finished", 3,
                "did not listen"},
        Example{"never_connects",
                "shakedown check --client-cmd 'exec sleep 1000; : {port}' --start-limit-ms 50 tls13/finished", 3,
                "did not connect"},
        Example{"nobody_comes", "shakedown check --listen 0 --start-limit-ms 50 tls13/finished", 3, "no client came"},
        Example{"program_not_in_path", "shakedown=$(command -v shakedown); PATH=/nowhere $shakedown handshake openssl",
                3, "openssl"}),
    name_of);

struct Threshold {
  std::string fault;
  std::string verdict;
  std::string least;  // that still counts it
  std::string above;  // that does not
};
void PrintTo(const Threshold& t, std::ostream* to) { *to << t.fault; }

class FailOn : public testing::TestWithParam<Threshold> {};

TEST_P(FailOn, NamesTheLeastThatCounts) {
  const auto& t = GetParam();
  const Shell shell;
  const auto check = "shakedown check reference --option fault=" + t.fault +
                     " --cpu-limit-ms 300 'tls13/finished/verify_data-bit_flipped[*SHA256*]' --fail-on ";
  const auto counted = shell.run(check + t.least);
  EXPECT_THAT(counted, ExitsWith(1));
  EXPECT_THAT(counted.out, HasSubstr(t.verdict));
  const auto below = shell.run(check + t.above);
  EXPECT_THAT(below, ExitsWith(0));
  EXPECT_THAT(below.out, HasSubstr(t.verdict)) << "the summary shows what does not count, too";
}

INSTANTIATE_TEST_SUITE_P(Verdicts, FailOn,
                         testing::Values(Threshold{"sends_internal_error", "fail/alert", "alert", "protocol"},
                                         Threshold{"skips_finished_check", "fail/security", "security", "hang"}),
                         [](const auto& i) { return i.param.fault; });

}  // namespace
}  // namespace shakedown::cli
