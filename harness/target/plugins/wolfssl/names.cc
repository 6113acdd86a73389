#include "harness/target/plugins/wolfssl/names.h"

#include "harness/target/plugins/wolfssl/library.h"

namespace shakedown::plugin::wolf {
namespace {

constexpr int no_hash = 0;
constexpr int rsa_pss_nid = 912;

constexpr Scheme schemes[] = {
    {0x0401, "RSA+SHA256", NID_sha256, NID_rsaEncryption},
    {0x0501, "RSA+SHA384", NID_sha384, NID_rsaEncryption},
    {0x0601, "RSA+SHA512", NID_sha512, NID_rsaEncryption},
    {0x0403, "ECDSA+SHA256", NID_sha256, NID_X9_62_id_ecPublicKey},
    {0x0503, "ECDSA+SHA384", NID_sha384, NID_X9_62_id_ecPublicKey},
    {0x0603, "ECDSA+SHA512", NID_sha512, NID_X9_62_id_ecPublicKey},
    {0x0804, "RSA-PSS+SHA256", NID_sha256, rsa_pss_nid},
    {0x0805, "RSA-PSS+SHA384", NID_sha384, rsa_pss_nid},
    {0x0806, "RSA-PSS+SHA512", NID_sha512, rsa_pss_nid},
    {0x0807, "ED25519", no_hash, NID_ED25519},
    {0x0808, "ED448", no_hash, NID_ED448},
    {0x0201, "RSA+SHA1", NID_sha1, NID_rsaEncryption},
    {0x0203, "ECDSA+SHA1", NID_sha1, NID_X9_62_id_ecPublicKey},
};

constexpr Group groups[] = {
    {0x0017, "SECP256R1"},
    {0x0018, "SECP384R1"},
    {0x0019, "SECP521R1"},
    {0x001d, "X25519"},
    {0x001e, "X448"},
    {0x0100, "FFDHE_2048"},
    {0x0101, "FFDHE_3072"},
    {0x11ec, "X25519MLKEM768"},
    {0x11eb, "SecP256r1MLKEM768"},
    {0x11ed, "SecP384r1MLKEM1024"},
};

}  // namespace

const Scheme* scheme_by_code(std::uint16_t code) {
  for (const Scheme& row : schemes) {
    if (row.code == code) return &row;
  }
  return nullptr;
}

std::uint16_t scheme_by_nids(int hash_nid, int type_nid) {
  for (const Scheme& row : schemes) {
    if (row.type_nid == type_nid && (row.hash_nid == hash_nid || row.hash_nid == no_hash)) return row.code;
  }
  return 0;
}

std::uint16_t group_by_name(std::string_view name) {
  for (const Group& row : groups) {
    if (row.name == name) return row.code;
  }
  return 0;
}

}  // namespace shakedown::plugin::wolf
