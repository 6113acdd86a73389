#include "harness/report/junit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/report/text.h"
#include "tests/report/results.h"
#include "tests/report/xml.h"

namespace shakedown::report {
namespace {

using testing::HasSubstr;

XmlElement read(const std::string& text) {
  XmlElement root;
  XmlReader reader(text);
  EXPECT_TRUE(reader.read(root)) << "not well-formed at: " << reader.rest();
  return root;
}

std::string attribute(const XmlElement& element, const std::string& name) {
  const auto found = element.attributes.find(name);
  return found == element.attributes.end() ? "no " + name : found->second;
}

TEST(XmlReader, RefusesWhatIsNotWellFormed) {
  const std::string begin = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  for (const std::string bad : {"<a>", "<a></b>", "<a b=\"<\"/>", "<a b=\"x\" b=\"y\"/>", "<a>&x;</a>", "<a>\x01</a>",
                                "<a>]]></a>", "<a/><b/>", "<a b=x/>", "text"}) {
    XmlElement root;
    EXPECT_FALSE(XmlReader(begin + bad).read(root)) << bad;
  }
  XmlElement root;
  EXPECT_TRUE(XmlReader(begin + "<a b=\"&amp;\">x<c/>y</a>\n").read(root));
  EXPECT_EQ(root.attributes["b"], "&");
  EXPECT_EQ(root.text, "xy");
}

TEST(Junit, HasACaseForEachConversationInTheSuiteOfItsArea) {
  const auto results = results_of_every_verdict();
  const auto root = read(to_junit(results, "toy"));
  EXPECT_EQ(root.name, "testsuites");
  EXPECT_EQ(attribute(root, "name"), "shakedown toy 1.0");
  const auto cases = root.all("testcase");
  ASSERT_EQ(cases.size(), results.records.size());
  for (const auto& suite : root.children) {
    EXPECT_EQ(suite.name, "testsuite");
    for (const auto* test : suite.all("testcase")) EXPECT_EQ(attribute(*test, "classname"), attribute(suite, "name"));
  }
}

TEST(Junit, SumsUp) {
  const auto root = read(to_junit(results_of_every_verdict(), "toy"));
  EXPECT_EQ(attribute(root, "tests"), "10");
  EXPECT_EQ(attribute(root, "failures"), "3");
  EXPECT_EQ(attribute(root, "errors"), "4") << "crash, hang, blocked, error";
  EXPECT_EQ(attribute(root, "skipped"), "1");
  EXPECT_EQ(attribute(root, "time"), "0.015000");
  EXPECT_EQ(root.all("failure").size(), 3U);
  EXPECT_EQ(root.all("error").size(), 4U);
  EXPECT_EQ(root.all("skipped").size(), 1U);
  EXPECT_EQ(root.all("system-out").size(), 1U) << "the warning";
}

TEST(Junit, TellsWhyWithClausesAndTheCommand) {
  const auto root = read(to_junit(results_of_every_verdict(), "toy --option x=y"));
  for (const auto* failure : root.all("failure")) {
    EXPECT_THAT(attribute(*failure, "type"), HasSubstr("fail/"));
    EXPECT_THAT(attribute(*failure, "message"), HasSubstr("it did so"));
    EXPECT_THAT(failure->text, HasSubstr("8446 §4.4.4, 8446 §6.2"));
    EXPECT_THAT(failure->text,
                HasSubstr("shakedown check toy --option x=y 'tls13/area_fail/case[suite=A,bit=0]' --seed 3"));
  }
}

TEST(Junit, WhatIsKnownIsSkippedAndAStaleLineFails) {
  suite::Results results;
  results.records = {record_of(suite::Kind::crash)};
  results.records[0].excuse = "it is known";
  results.stale = {{.cases = "a/*", .kind = suite::Kind::warn, .place = {"f", 4, 3}}};
  results.expectations = "toy@1.yaml";
  const auto root = read(to_junit(results, "toy"));
  ASSERT_EQ(root.all("skipped").size(), 1U);
  EXPECT_THAT(attribute(*root.all("skipped").front(), "message"), HasSubstr("known: it is known"));
  ASSERT_EQ(root.all("failure").size(), 1U);
  EXPECT_THAT(attribute(*root.all("failure").front(), "message"), HasSubstr("toy@1.yaml:4"));
  EXPECT_EQ(attribute(root, "errors"), "0");
}

TEST(Junit, IsWellFormedWhateverALibrarySays) {
  suite::Results results = results_of_every_verdict();
  results.target.name = awkward;
  for (auto& r : results.records) {
    r.item.full_id = awkward;
    r.item.id = "x/" + awkward;
    r.verdict.reason = awkward;
    r.output = awkward;
    r.item.clauses[0].note = awkward;
  }
  results.records[1].excuse = awkward;
  const auto root = read(to_junit(results, awkward));
  const std::string kept =
      "<a href='x'>&\"]]>\xef\xbf\xbd\xef\xbf\xbd[31m\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd §\n$(x)`y`";
  EXPECT_EQ(attribute(*root.all("testcase").front(), "name"), kept);
  EXPECT_THAT(root.all("error").front()->text, HasSubstr(kept));
}

TEST(XmlEscape, KeepsWhatIsCharactersAndReplacesTheRest) {
  const std::string replacement = "\xef\xbf\xbd";
  EXPECT_EQ(xml_escape("a<b>&\"'"), "a&lt;b&gt;&amp;&quot;&apos;");
  EXPECT_EQ(xml_escape("\n\t\r"), "&#10;&#9;&#13;");
  EXPECT_EQ(xml_escape("§ 漢 😀"), "§ 漢 😀");
  EXPECT_EQ(xml_escape(std::string("\0", 1)), replacement);
  EXPECT_EQ(xml_escape("\xc0\x80"), replacement + replacement) << "overlong";
  EXPECT_EQ(xml_escape("\xe0\x80\x80"), replacement + replacement + replacement) << "overlong";
  EXPECT_EQ(xml_escape("\xed\xa0\x80"), replacement + replacement + replacement) << "a surrogate";
  EXPECT_EQ(xml_escape("\xef\xbf\xbf"), replacement + replacement + replacement) << "no character of XML";
  EXPECT_EQ(xml_escape("\xf4\x90\x80\x80"), replacement + replacement + replacement + replacement) << "beyond Unicode";
  EXPECT_EQ(xml_escape("\xe2\x82"), replacement + replacement) << "cut short";
}

}  // namespace
}  // namespace shakedown::report
