// NamedGroup values (RFC 8446 §4.2.7, RFC 7919, RFC 8422) with what the shares look like.
#pragma once
#include "harness/registry/table.h"

namespace shakedown::registry {

enum class GroupKind : std::uint8_t { weierstrass, montgomery, ffdhe, hybrid };

enum class NamedGroup : std::uint16_t {};
struct GroupRow {
  NamedGroup code;
  std::string_view name;
  GroupKind kind;
  std::size_t client_share;  // bytes of key_exchange in the ClientHello
  std::size_t server_share;  // and in the ServerHello
  bool tls13;                // usable in TLS 1.3
};
// clang-format off
template <>
struct Table<NamedGroup> {
  static constexpr std::string_view name = "NamedGroup";
  static constexpr auto rows = std::to_array<GroupRow>({
      {NamedGroup{23},     "secp256r1",          GroupKind::weierstrass, 65,   65,   true},
      {NamedGroup{24},     "secp384r1",          GroupKind::weierstrass, 97,   97,   true},
      {NamedGroup{25},     "secp521r1",          GroupKind::weierstrass, 133,  133,  true},
      {NamedGroup{29},     "x25519",             GroupKind::montgomery,  32,   32,   true},
      {NamedGroup{30},     "x448",               GroupKind::montgomery,  56,   56,   true},
      {NamedGroup{256},    "ffdhe2048",          GroupKind::ffdhe,       256,  256,  true},
      {NamedGroup{257},    "ffdhe3072",          GroupKind::ffdhe,       384,  384,  true},
      {NamedGroup{258},    "ffdhe4096",          GroupKind::ffdhe,       512,  512,  true},
      {NamedGroup{259},    "ffdhe6144",          GroupKind::ffdhe,       768,  768,  true},
      {NamedGroup{260},    "ffdhe8192",          GroupKind::ffdhe,       1024, 1024, true},
      {NamedGroup{0x11eb}, "SecP256r1MLKEM768",  GroupKind::hybrid,      1249, 1153, true},
      {NamedGroup{0x11ec}, "X25519MLKEM768",     GroupKind::hybrid,      1216, 1120, true},
      {NamedGroup{0x11ed}, "SecP384r1MLKEM1024", GroupKind::hybrid,      1665, 1665, true},
  });
};
// clang-format on
consteval NamedGroup operator""_group(const char* s, std::size_t n) { return named<NamedGroup>({s, n}); }

}  // namespace shakedown::registry
