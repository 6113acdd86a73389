// Broken scripts are told by place and with what was meant; results that are there are not lost.
#include "tests/cli/program.h"

namespace shakedown::cli {
namespace {

struct Broken {
  std::string name;
  std::string text;
  std::string place;  // file:line:column
  std::string says;
};
void PrintTo(const Broken& b, std::ostream* to) { *to << b.text; }

class BrokenScript : public testing::TestWithParam<Broken> {};

TEST_P(BrokenScript, IsToldByLintAndByRun) {
  const auto& b = GetParam();
  const Shell shell;
  shell.write("broken.yaml", b.text);
  const auto lint = shell.run("shakedown lint broken.yaml");
  EXPECT_THAT(lint, ExitsWith(2));
  EXPECT_THAT(lint.out, HasSubstr(b.place));
  EXPECT_THAT(lint.out, HasSubstr(b.says));
  const auto run = shell.run("shakedown run broken.yaml reference");
  EXPECT_THAT(run, ExitsWith(2));
  EXPECT_THAT(run.err, HasSubstr(b.place));
  EXPECT_THAT(run.err, HasSubstr(b.says));
  EXPECT_EQ(run.out, "") << "nothing ran";
}

INSTANTIATE_TEST_SUITE_P(
    Examples, BrokenScript,
    testing::Values(
        Broken{"key", "about: x\nrfc: [\"8446 §4\"]\npeer: client\nflow: tls13.full\nedit: []\nexpect: completes\n",
               "broken.yaml:5:1", "'edits'"},
        Broken{"alert",
               "about: x\nrfc: [\"8446 §4\"]\npeer: client\nflow: tls13.full\nexpect: { alert: unexpected_mesage }\n",
               "broken.yaml:5:18", "'unexpected_message'"},
        Broken{"field",
               "about: x\nrfc: [\"8446 §4\"]\npeer: client\nflow: tls13.full\nedits:\n  - flip: "
               "Finished.verify_dat[0]\nexpect: completes\n",
               "broken.yaml:6:", "verify_data"},
        Broken{"flow", "about: x\nrfc: [\"8446 §4\"]\npeer: client\nflow: tls13.ful\nexpect: completes\n",
               "broken.yaml:4:7", "'tls13.full'"},
        Broken{"yaml", "about: [x\n", "broken.yaml:", "broken.yaml"}),
    [](const auto& i) { return i.param.name; });

TEST(Lint, TellsEveryProblemOfEveryFile) {
  const Shell shell;
  shell.write("a.yaml", "about: x\nrfc: [\"8446 §4\"]\npeer: cleint\nflow: tls13.ful\nexpect: completes\n");
  shell.write("b.yaml", "about: x\nrfc: [\"8446 §4\"]\npeer: client\nflow: tls13.full\nexpect: completes\n");
  const auto ran = shell.run("shakedown lint a.yaml b.yaml");
  EXPECT_THAT(ran, ExitsWith(2));
  EXPECT_THAT(ran.out, HasSubstr("a.yaml:3:7"));
  EXPECT_THAT(ran.out, HasSubstr("a.yaml:4:7"));
  EXPECT_THAT(ran.out, Not(HasSubstr("b.yaml")));
  EXPECT_THAT(ran.err, HasSubstr("2 files, 2 problems"));
}

TEST(Reports, ThatCannotBeWrittenLoseNothing) {
  const Shell shell;
  const auto ran = shell.run(
      "shakedown check reference tls13/finished/verify_data-empty --json no/such/folder/x.json --junit x.xml");
  EXPECT_THAT(ran, ExitsWith(2));
  EXPECT_THAT(ran.err, HasSubstr("no/such/folder/x.json"));
  EXPECT_THAT(ran.out, HasSubstr("fail 0")) << "the summary is there";
  EXPECT_THAT(shell.read("x.xml"), HasSubstr("</testsuites>")) << "and so is the other report";
}

TEST(Traces, ThatCannotBeOpenedAreToldBeforeAnythingRuns) {
  for (const std::string option : {"--keylog", "--pcap"}) {
    const auto ran =
        Shell().run("shakedown check reference tls13/finished/verify_data-empty " + option + " no/such/folder/x");
    EXPECT_THAT(ran, ExitsWith(2));
    EXPECT_THAT(ran.err, HasSubstr("no/such/folder/x"));
    EXPECT_EQ(ran.out, "");
  }
}

TEST(Traces, ThatCannotBeWrittenLoseNothing) {
  const Shell shell;
  const auto ran =
      shell.run("shakedown check reference tls13/finished/verify_data-empty --keylog /dev/full --json x.json");
  EXPECT_THAT(ran, ExitsWith(2));
  EXPECT_THAT(ran.err, HasSubstr("/dev/full"));
  EXPECT_THAT(ran.out, HasSubstr("fail 0"));
  EXPECT_FALSE(shell.json("x.json")["conversations"].empty());
}

}  // namespace
}  // namespace shakedown::cli
