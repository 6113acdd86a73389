// Reading what was written gives the same value: of cases, of their cells as scripts, and of random scripts.
#include <gtest/gtest.h>

#include "harness/base/rng.h"
#include "harness/script/message_reader.h"
#include "tests/script/corpus.h"

namespace shakedown::script {
namespace {

// Gives what was written.
std::string expect_script_survives(const Script& script) {
  auto text = write_script(script);
  auto options = options_of();
  options.id = script.id;
  const auto back = read_script(text, options);
  EXPECT_TRUE(back) << to_string(back.error()) << "\n" << text;
  if (!back) return text;
  EXPECT_EQ(*back, script) << text << "\n" << write_script(*back);
  EXPECT_EQ(write_script(*back), text);
  return text;
}

TEST(Writer, EveryCaseOfTheCorpusReadsBackAndHasNoProblems) {
  const auto paths = corpus_cases();
  ASSERT_FALSE(paths.empty());
  for (const auto& path : paths) {
    const auto text = slurp(path);
    const auto options = options_for(path);
    for (const auto& error : lint(text, options)) ADD_FAILURE() << to_string(error);
    const auto c = read_case(text, options);
    ASSERT_TRUE(c) << to_string(c.error());
    const auto again = read_case(write_case(*c), options);
    ASSERT_TRUE(again) << to_string(again.error()) << "\n" << write_case(*c);
    EXPECT_EQ(*again, *c) << write_case(*c);
    EXPECT_EQ(write_case(*again), write_case(*c));
    for (const auto& error : lint(write_case(*c), options)) ADD_FAILURE() << to_string(error);
  }
}

// Every cell, as `shakedown show` writes it.
TEST(Writer, EveryCellOfTheCorpusReadsBackAndHasNoProblems) {
  std::size_t cells = 0;
  for (const auto& path : corpus_cases()) {
    const auto options = options_for(path);
    const auto c = read_case(slurp(path), options);
    ASSERT_TRUE(c) << to_string(c.error());
    const auto scripts = expand(*c, options);
    ASSERT_TRUE(scripts) << to_string(scripts.error());
    for (const auto& script : *scripts) {
      const auto text = expect_script_survives(script);
      for (const auto& error : lint(text, options)) ADD_FAILURE() << to_string(error) << "\n" << text;
      ASSERT_FALSE(HasFailure()) << full_id(script);
      ++cells;
    }
  }
  EXPECT_GT(cells, corpus_cases().size());
}

// Scripts of all shapes that a script can have.
class RandomScript {
 public:
  explicit RandomScript(std::uint64_t seed) : rng_(seed) {}

  Script script() {
    Script s{.id = "random"};
    s.peer = flag() ? Role::client : Role::server;
    s.about = text();
    if (flag()) s.clauses = {{"8446", "4.4.4", flag() ? "order" : "", flag() ? "9846" : "", ""}};
    if (flag()) s.cell = {{"bit", std::to_string(rng_.below(9))}, {"change", "{ omit: x }"}};
    for (auto n = rng_.below(3) + 1; n > 0; --n) s.connections.push_back({params(), steps()});
    s.expect.any_of = {outcome(), outcome()};
    s.expect.level = static_cast<Level>(rng_.below(3));
    s.control = "tls13.full";
    return s;
  }

 private:
  bool flag() { return rng_.below(2) == 0; }
  std::string text() {
    static constexpr std::string_view letters = "aZ09 .:#{}[]\"'-?*&!|%@,\\~";
    std::string out;
    for (auto n = rng_.below(9); n > 0; --n) out += letters[rng_.below(letters.size())];
    return out;
  }
  Params params() {
    Params p;
    if (flag()) p.version = registry::ProtocolVersion{0x0303};
    if (flag()) p.cipher_suites = {registry::CipherSuite{0xc02f}, registry::CipherSuite{0x0a0a}};
    p.certificate = flag() ? crypto::KeyKind::rsa : crypto::KeyKind::ed25519;
    p.server_name = text();
    p.alpn = {text()};
    p.tickets = rng_.below(3);
    p.resume = flag();
    return p;
  }
  std::vector<Step> steps() {
    std::vector<Step> out;
    for (auto n = rng_.below(4); n > 0; --n) {
      const auto kind = rng_.below(3);
      if (kind == 0) out.emplace_back(Send{{message(), message()}});
      if (kind == 1) out.emplace_back(Expect{{pattern(), pattern()}});
      if (kind == 2) out.emplace_back(Ask{Ask::What::write, rng_.bytes(rng_.below(4))});
    }
    return out;
  }
  MessageSpec message() {
    MessageSpec m;
    if (rng_.below(4) == 0) {
      m = {.source = MessageSpec::Source::bytes, .bytes = rng_.bytes(rng_.below(6)), .content_type = ContentType{20}};
    } else if (rng_.below(4) == 0) {
      m.message = "alert";
      m.alert = AlertDescription{static_cast<std::uint8_t>(rng_.below(256))};
      if (flag()) m.alert_level = static_cast<std::uint8_t>(rng_.below(256));
    } else {
      m.message = "Finished";
      if (flag()) m.of_version = "TLSv1.2";
      for (auto n = rng_.below(3); n > 0; --n) m.edits.push_back(edit());
    }
    if (flag())
      m.compute = {
          .label = text(), .side = Role::server, .hash = registry::Hash::sha384, .without = {"client.Certificate"}};
    if (flag()) m.records = records();
    m.commit = static_cast<Commit>(rng_.below(3));
    m.deviates = flag();
    return m;
  }
  edit::Edit edit() {
    edit::Edit e{.address = wire::parse_path("Finished.verify_data").value(), .op = flag() ? "flip" : "set"};
    if (e.op == "flip") e.number = static_cast<std::int64_t>(rng_.below(1024)) - 512;
    if (e.op == "set") e.bytes = rng_.bytes(rng_.below(6));
    e.lengths = static_cast<wire::Lengths>(rng_.below(3));
    e.after = flag();
    return e;
  }
  RecordPlan records() {
    RecordPlan p;
    if (flag()) p.fragment = rng_.below(100) + 1;
    if (flag()) p.cuts = {rng_.below(9), rng_.below(9)};
    p.coalesce = flag();
    p.padding = rng_.below(3);
    if (flag()) p.content_type = ContentType{static_cast<std::uint8_t>(rng_.below(256))};
    if (flag()) p.outer_type = ContentType{22};
    if (flag()) p.version = static_cast<std::uint16_t>(rng_.next());
    if (flag()) p.keys = static_cast<Epoch>(rng_.below(4));
    if (flag()) p.sequence = rng_.next();
    if (flag()) p.inner = {{.address = wire::parse_path("inner.type").value(), .op = "set", .bytes = {0}}};
    if (flag()) p.ciphertext = {{.address = wire::parse_path("record.length").value(), .op = "add", .number = -1}};
    if (flag()) p.interleave = "alert";
    p.repeat = flag();
    return p;
  }
  Pattern pattern() {
    Pattern p{.names = {"ServerHello"}, .often = static_cast<Pattern::Often>(rng_.below(3))};
    if (flag()) p.names.emplace_back("HelloRetryRequest");
    if (flag()) p.fields.push_back({wire::parse_path("ServerHello.legacy_version").value(), {3, 3}, false});
    if (flag()) p.fields.push_back({wire::parse_path("ServerHello.extensions[key_share]").value(), {}, true});
    return p;
  }
  Outcome outcome() {
    Outcome o{.kind = static_cast<Outcome::Kind>(rng_.below(5))};
    if (o.kind == Outcome::Kind::alert)
      for (auto n = rng_.below(3) + 1; n > 0; --n)
        o.alerts.push_back(AlertDescription{static_cast<std::uint8_t>(rng_.below(256))});
    if (o.kind == Outcome::Kind::waits) o.rest = flag() ? "record" : "message";
    return o;
  }

  Rng rng_;
};

TEST(Writer, RandomScriptsReadBack) {
  int marked = 0;
  for (std::uint64_t seed = 0; seed < 2000; ++seed) {
    const auto raw = RandomScript(seed).script();
    // What follows from the rest (needs, and a mark where there is none) is added by the first reading.
    auto options = options_of();
    options.id = raw.id;
    const auto script = read_script(write_script(raw), options);
    ASSERT_TRUE(script) << to_string(script.error()) << "\n" << write_script(raw);
    ASSERT_EQ(script->expect, raw.expect);
    ASSERT_EQ(script->cell, raw.cell);
    ASSERT_EQ(script->about, raw.about);
    ASSERT_EQ(script->clauses, raw.clauses);
    ASSERT_EQ(script->connections.size(), raw.connections.size());
    for (std::size_t i = 0; i < raw.connections.size(); ++i)
      ASSERT_EQ(script->connections[i].params, raw.connections[i].params);
    if (script->connections == raw.connections) ++marked;
    expect_script_survives(*script);
  }
  EXPECT_GT(marked, 1500);
}

TEST(Writer, AScriptIsWrittenForPeople) {
  const auto script =
      script_of(client_case("with: { client_auth: required }\nedits:\n - omit: client.CertificateVerify\n - { flip: "
                            "Finished.verify_data, bit: 3 }\n",
                            "{ alert: unexpected_message }"));
  EXPECT_EQ(write_script(script),
            "about: A test.\n"
            "rfc: [\"8446 §4\"]\n"
            "peer: client\n"
            "needs: [server, tls13, client_auth]\n"
            "connections:\n"
            "  - with: { client_auth: required }\n"
            "    steps:\n"
            "      - send: [ClientHello]\n"
            "      - expect:\n"
            "          - ServerHello\n"
            "          - change_cipher_spec?\n"
            "          - EncryptedExtensions\n"
            "          - CertificateRequest\n"
            "          - Certificate\n"
            "          - CertificateVerify\n"
            "          - Finished\n"
            "      - send:\n"
            "          - change_cipher_spec\n"
            "          - Certificate\n"
            "          - Finished: { edits: [{ flip: Finished.verify_data, bit: 3 }] }\n"
            "      - expect: [NewSessionTicket*]\n"
            "      - send: [application_data]\n"
            "      - expect: [application_data]\n"
            "      - send: [close_notify]\n"
            "      - expect: [close_notify?]\n"
            "expect: { alert: unexpected_message }\n"
            "control: tls13.full\n");
}

}  // namespace
}  // namespace shakedown::script
