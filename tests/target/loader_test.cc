#include "harness/target/loader.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "harness/base/rng.h"
#include "harness/target/elf.h"
#include "tests/target/support.h"

namespace shakedown::target::test {
namespace {

namespace fs = std::filesystem;

std::string plugin(const std::string& name) { return SHAKEDOWN_BINARY_DIR "/tests/plugins/" + name + ".so"; }

std::string refusal(const std::string& path) {
  const auto loaded = load_plugin(path);
  if (loaded) return "it was loaded";
  EXPECT_EQ(loaded.error().cause, Cause::target);
  EXPECT_EQ(loaded.error().place.file, path);
  return loaded.error().what;
}

std::string temporary(const std::string& name, const std::string& contents) {
  const std::string path = testing::TempDir() + "/" + name;
  std::ofstream(path, std::ios::binary) << contents;
  return path;
}

TEST(Loader, SaysWhatIsWrongWithAFile) {
  EXPECT_NE(refusal("/nonexistent/plugin.so").find("No such file"), std::string::npos);
  EXPECT_NE(refusal(temporary("empty.so", "")).find("not a shared object"), std::string::npos);
  EXPECT_NE(refusal(temporary("text.so", "hello, I am text\n")).find("not a shared object"), std::string::npos);
  EXPECT_NE(refusal(testing::TempDir()).find("not a"), std::string::npos);
}

TEST(Loader, SaysWhatIsWrongWithAPlugin) {
  EXPECT_NE(refusal(plugin("no_function")).find("exports no function 'shakedown_plugin'"), std::string::npos);
  EXPECT_NE(refusal(plugin("null_table")).find("returned no table"), std::string::npos);
  EXPECT_NE(refusal(plugin("wrong_abi")).find("another version of plugin.h"), std::string::npos);
  EXPECT_NE(refusal(plugin("incomplete")).find("lacks 'context_create'"), std::string::npos);
  EXPECT_NE(refusal(plugin("missing_symbol")).find("nobody_defines_this_function"), std::string::npos);
}

TEST(Loader, LooksForSanitizersBeforeLoading) {
  const auto facts = read_elf_file(plugin("asan_symbols"));
  ASSERT_TRUE(facts) << to_string(facts.error());
  EXPECT_TRUE(facts->needs_symbol("__asan_init"));
#if defined(__SANITIZE_ADDRESS__)
  GTEST_SKIP() << "this program has AddressSanitizer itself";
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
  GTEST_SKIP() << "this program has AddressSanitizer itself";
#endif
#endif
  EXPECT_NE(refusal(plugin("asan_symbols")).find("AddressSanitizer"), std::string::npos);
}

TEST(Loader, HidesEverythingButTheFunction) {
  const auto facts = read_elf_file(SHAKEDOWN_BINARY_DIR "/plugins/wolfssl.so");
  ASSERT_TRUE(facts) << to_string(facts.error());
  EXPECT_EQ(facts->defined, std::vector<std::string>{"shakedown_plugin"});
}

TEST(Loader, ReadsAnyBytesWithoutHarm) {
  const std::string file = read_text(plugin("toy"));
  Rng rng(7);
  for (int i = 0; i < 300; ++i) {
    Bytes bytes = to_bytes(as_view(file));
    bytes.resize(rng.below(bytes.size()));
    for (int k = 0; k < 20 && !bytes.empty(); ++k)
      bytes[rng.below(bytes.size())] = static_cast<std::uint8_t>(rng.next());
    // Section headers lie at the end; damage those of the whole file, too.
    Bytes whole = to_bytes(as_view(file));
    for (int k = 0; k < 20; ++k) {
      const std::size_t at = whole.size() - 1 - rng.below(std::min<std::size_t>(whole.size(), 4096));
      whole[at] = static_cast<std::uint8_t>(rng.next());
    }
    const auto cut = read_elf(bytes);
    const auto damaged = read_elf(whole);
    EXPECT_TRUE(cut || cut.error().cause == Cause::target);
    EXPECT_TRUE(damaged || damaged.error().cause == Cause::target);
  }
}

TEST(Loader, FindsPluginsByName) {
  const std::vector<std::string> directories = {"/nonexistent", SHAKEDOWN_BINARY_DIR "/tests/plugins"};
  const auto found = find_plugin("toy", directories);
  ASSERT_TRUE(found) << to_string(found.error());
  EXPECT_EQ(*found, plugin("toy"));
  EXPECT_EQ(*find_plugin("./toy.so", directories), "./toy.so");
  const auto missing = find_plugin("tow", directories);
  ASSERT_FALSE(missing);
  EXPECT_NE(missing.error().expected.find("toy"), std::string::npos);
}

TEST(PluginTarget, WorksWithTheSmallestPlugin) {
  auto loaded = load_plugin(plugin("toy"));
  ASSERT_TRUE(loaded) << to_string(loaded.error());
  Target& toy = **loaded;
  EXPECT_EQ(toy.info().name, "toy");
  EXPECT_EQ(toy.info().version, "0.1");
  EXPECT_TRUE(toy.info().serves);
  EXPECT_FALSE(toy.info().connects);
  EXPECT_FALSE(toy.connect({})) << "not prepared yet";
  TargetConfig config;
  for (const std::uint64_t seed : {1U, 2U}) {  // no reset: a context of its own for each
    ASSERT_TRUE(toy.prepare(config, seed));
    auto connection = toy.connect({});
    ASSERT_TRUE(connection);
    (*connection)->feed(as_view("hello"));
    EXPECT_EQ(as_text((*connection)->take()), "seed " + std::to_string(seed) + "\nhello");
    EXPECT_TRUE((*connection)->alive());
    EXPECT_EQ((*connection)->key_update(true).error().cause, Cause::unsupported);
    EXPECT_EQ((*connection)->exporter("x", {}, 1).error().cause, Cause::unsupported);
    EXPECT_FALSE((*connection)->write(as_view("x")));
    EXPECT_FALSE((*connection)->next_timeout().has_value());
  }
  config.role = Role::client;
  const Status refused = toy.prepare(config, 1);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().cause, Cause::unsupported);
  EXPECT_NE(refused.error().what.find("it is no client"), std::string::npos);
}

TEST(PluginTarget, AFloodIsCutOff) {
  auto toy = load_plugin(plugin("toy"));
  ASSERT_TRUE(toy);
  ASSERT_TRUE((*toy)->prepare({}, 1));
  auto connection = (*toy)->connect({});
  (*connection)->feed(as_view("flood"));
  (*connection)->take();
  EXPECT_TRUE((*connection)->take().empty());
  EXPECT_FALSE((*connection)->alive());
  const TargetReport report = (*connection)->report();
  EXPECT_EQ(report.ending, Ending::error);
  EXPECT_NE(report.error.find("more than"), std::string::npos);
}

}  // namespace
}  // namespace shakedown::target::test
