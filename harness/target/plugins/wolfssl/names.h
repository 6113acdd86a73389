// Between code points and wolfSSL's names for them.
#pragma once
#include <cstdint>
#include <string_view>

namespace shakedown::plugin::wolf {

struct Scheme {
  std::uint16_t code;
  const char* list_name;  // in wolfSSL_CTX_set1_sigalgs_list
  int hash_nid;
  int type_nid;
};

struct Group {
  std::uint16_t code;
  std::string_view name;  // of wolfSSL_get_curve_name
};

// nullptr: not known here.
const Scheme* scheme_by_code(std::uint16_t code);
// 0: not known here. TLS 1.2 knows no curve in its ECDSA schemes; they share their code points (RFC 8446 §4.2.3).
std::uint16_t scheme_by_nids(int hash_nid, int type_nid);
std::uint16_t group_by_name(std::string_view name);

}  // namespace shakedown::plugin::wolf
