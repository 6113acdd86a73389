#include "harness/trace/keylog.h"

#include <gmock/gmock.h>

#include "harness/registry/keylog.h"
#include "tests/trace/conversations.h"
#include "tests/trace/temporary.h"

namespace shakedown::trace {
namespace {

using registry::KeyLogLabels;
using registry::operator""_version;
using testing::HasSubstr;

peer::ConnectionLog small_log() {
  peer::ConnectionLog log;
  log.agreed.client_random = Bytes(32, 0xab);
  log.secrets = {{"CLIENT_RANDOM", Bytes{1, 2, 0xff}}};
  return log;
}

TEST(KeyLog, ALineIsLabelClientRandomAndSecret) {
  std::string random;
  for (int i = 0; i < 32; ++i) random += "ab";
  EXPECT_EQ(key_log(small_log()), "CLIENT_RANDOM " + random + " 0102ff\n");
}

TEST(KeyLog, WithoutAClientRandomOrASecretThereIsNoLine) {
  auto log = small_log();
  log.agreed.client_random.clear();
  EXPECT_TRUE(key_log_lines(log).empty());
  log = small_log();
  log.secrets.front().value.clear();
  EXPECT_TRUE(key_log_lines(log).empty());
}

TEST(KeyLog, ALineStandsOnce) {
  auto log = small_log();
  log.secrets.push_back(log.secrets.front());
  EXPECT_EQ(key_log_lines(log).size(), 1U);
}

std::vector<std::string> labels(const peer::ConnectionLog& log) {
  std::vector<std::string> out;
  for (const auto& line : key_log_lines(log)) out.push_back(line.substr(0, line.find(' ')));
  return out;
}

TEST(KeyLog, HasEverySecretOfItsVersion) {
  EXPECT_THAT(labels(full_handshake({.version = "TLSv1.2"_version})),
              testing::ElementsAre(KeyLogLabels::client_random));
  EXPECT_THAT(
      labels(full_handshake()),
      testing::ElementsAre(KeyLogLabels::client_handshake, KeyLogLabels::server_handshake,
                           KeyLogLabels::client_application, KeyLogLabels::server_application, KeyLogLabels::exporter));
  const auto early = play({.id = "early", .flow = "tls13.early_data"}).client.connections.back();
  EXPECT_THAT(labels(early), testing::IsSupersetOf({KeyLogLabels::client_early, KeyLogLabels::early_exporter}));
}

TEST(KeyLog, BothSidesLogTheSame) {
  const auto played = play({.id = "both", .flow = "tls13.full"});
  EXPECT_EQ(key_log(played.client.connections.front()), key_log(played.server.connections.front()));
}

TEST(KeyLogFile, IsAppendedTo) {
  const TemporaryDirectory directory;
  const auto path = directory.file("keys");
  const auto line = key_log(small_log());
  {
    auto file = KeyLogFile::open(path).value();
    ASSERT_TRUE(file.add(small_log()));
    EXPECT_EQ(contents(path), line) << "it is there before the file is closed";
    ASSERT_TRUE(file.add(small_log()));
  }
  ASSERT_TRUE(KeyLogFile::open(path).value().add(small_log()));
  EXPECT_EQ(contents(path), line + line + line);
}

TEST(KeyLogFile, NamesThePathThatItCannotOpen) {
  const TemporaryDirectory directory;
  const auto file = KeyLogFile::open(directory.file("missing/keys"));
  ASSERT_FALSE(file);
  EXPECT_EQ(file.error().cause, Cause::system);
  EXPECT_THAT(to_string(file.error()), HasSubstr("missing/keys"));
}

}  // namespace
}  // namespace shakedown::trace
