// The seeds of fuzzers/fuzz_wire.cc are what our own encoder makes. SHAKEDOWN_WRITE_SEEDS=1 writes them anew.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include "harness/wire/record.h"
#include "tests/wire/samples.h"

namespace shakedown::wire {
namespace {

namespace fs = std::filesystem;
using registry::operator""_group;
using registry::operator""_suite;

fs::path folder() { return fs::path(SHAKEDOWN_SOURCE_DIR) / "corpus/fuzz/fuzz_wire"; }

ClientHello client_hello() {
  ClientHello m;
  m.legacy_session_id = Bytes(2, 1);
  m.cipher_suites = {"TLS_AES_128_GCM_SHA256"_suite};
  m.extensions.push_back(to_extension(SupportedVersions{{registry::ProtocolVersion{0x0304}}}));
  m.extensions.push_back(to_extension(KeyShareClientHello{{{"x25519"_group, Bytes(32, 7)}}}));
  m.extensions.push_back({registry::ExtensionType{0x0a0a}, {}});
  m.extensions.push_back(to_extension(OfferedPsks{{{Bytes(3, 2), 5}}, {{Bytes(32, 4)}}}));
  return m;
}
Certificate certificate() {
  Certificate m;
  m.certificate_list.push_back({Bytes(4, 6), {}});
  m.certificate_list.front().extensions.push_back({registry::ExtensionType{5}, Bytes{1, 0, 0, 1, 9}});
  return m;
}
ServerKeyExchangeEcdhe server_key_exchange() {
  ServerKeyExchangeEcdhe m;
  m.params.named_curve = "x25519"_group;
  m.params.point = Bytes(32, 9);
  m.signature = Bytes(8, 1);
  return m;
}
NewSessionTicket new_session_ticket() {
  NewSessionTicket m;
  m.ticket = Bytes(4, 8);
  m.extensions.push_back(to_extension(EarlyDataTicket{16384}));
  return m;
}

// Program, version (0: TLS 1.3), key exchange, handshake type; see take_message() there.
template <class T>
Bytes in_context(Bytes front, const T&) {
  const auto context = *context_of<T>();
  front.push_back(context.version == registry::ProtocolVersion{0x0304} ? 0 : 1);
  front.push_back(static_cast<std::uint8_t>(context.key_exchange));
  front.push_back(registry::number(T::type));
  return front;
}
template <class T>
Bytes counted(Bytes front, const T& m, View after) {
  auto out = in_context(std::move(front), m);
  const auto body = encode(m);
  append_uint(out, body.size(), 2);
  return concat({out, body, after});
}
Bytes record(std::uint8_t type, View fragment) {
  return encode(Record{ContentType{type}, ProtocolVersion{0x0303}, to_bytes(fragment)});
}

std::map<std::string, Bytes> seeds() {
  const auto hello = encode_message(client_hello());
  const auto stream = concat({record(22, View(hello).first(50)), record(22, View(hello).subspan(50)),
                              record(20, Bytes{1}), record(21, Bytes{2, 40}), Bytes{23, 3, 3, 0, 9, 1}});
  // Verb, slot (two octets), lengths, then index, size and octets.
  const auto edits = from_hex("01 0003 00 00 02 0303  03 0009 00 01 04 002a0000  02 0009 01 00 02 00ff  00 000d 02");
  return {
      {"message_client_hello", concat({in_context({0}, client_hello()), encode(client_hello())})},
      {"message_certificate", concat({in_context({0}, certificate()), encode(certificate())})},
      {"message_server_key_exchange", concat({in_context({0}, server_key_exchange()), encode(server_key_exchange())})},
      {"message_new_session_ticket", concat({in_context({0}, new_session_ticket()), encode(new_session_ticket())})},
      {"records_strict", concat({Bytes{1, 0, 6}, stream})},
      {"records_lenient", concat({Bytes{1, 1, 0, 0x80, 0x2e, 1, 3, 1}, stream})},
      {"addresses_client_hello", concat({in_context({2}, client_hello()), encode(client_hello())})},
      {"path_key_share", counted({3}, client_hello(), as_view("ClientHello.extensions[key_share].client_shares[-1]"))},
      {"path_length", counted({3}, client_hello(), as_view("ClientHello.extensions[0x0a0a#0].length"))},
      {"edits_client_hello", counted({4, 0}, client_hello(), edits.value())},
      {"edits_record",
       concat({Bytes{4, 1, 0, 7}, record(21, Bytes{2, 40}), from_hex("02 0003 00 00 02 ffff").value()})},
      {"edits_inner", from_hex("04 03 0004 01021600  01 0001 00 00 01 ff").value()},
  };
}

Bytes read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return Bytes(std::istreambuf_iterator<char>(file), {});
}
void write(const fs::path& path, const Bytes& octets) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary).write(reinterpret_cast<const char*>(octets.data()), std::ssize(octets));
}

TEST(FuzzSeeds, AreWhatTheEncoderMakes) {
  const bool rewrite = std::getenv("SHAKEDOWN_WRITE_SEEDS") != nullptr;
  for (const auto& [name, octets] : seeds()) {
    if (rewrite) write(folder() / name, octets);
    EXPECT_EQ(to_hex(read(folder() / name)), to_hex(octets)) << name << ": run with SHAKEDOWN_WRITE_SEEDS=1";
  }
}

}  // namespace
}  // namespace shakedown::wire
