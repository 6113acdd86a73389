#include "harness/crypto/rsa_padding.h"

#include <algorithm>
#include <string>

namespace shakedown::crypto {
namespace {

// RFC 8017 §9.2 note 1: the DER of DigestInfo up to the digest.
std::string_view digest_info(Hash hash) {
  switch (hash) {
    case Hash::sha1:
      return "3021300906052b0e03021a05000414";
    case Hash::sha256:
      return "3031300d060960864801650304020105000420";
    case Hash::sha384:
      return "3041300d060960864801650304020205000430";
    case Hash::sha512:
      return "3051300d060960864801650304020305000440";
    case Hash::none:
      break;
  }
  return "";
}

// RFC 8017 §B.2.1, applied in place.
void xor_mask(Hash hash, View seed, std::span<std::uint8_t> data) {
  Hasher seeded(hash);
  seeded.update(seed);
  std::array<std::uint8_t, max_hash_size> block;
  for (std::size_t i = 0; i < data.size(); i += seeded.size()) {
    Bytes counter;
    append_uint(counter, i / seeded.size(), 4);
    Hasher hasher(seeded);
    hasher.update(counter);
    hasher.digest_into(block);
    for (std::size_t k = 0; k < seeded.size() && i + k < data.size(); ++k) data[i + k] ^= block[k];
  }
}

// H of RFC 8017 §9.1.1 step 6.
Bytes pss_hash(Hash hash, View message, View salt) {
  Hasher hasher(hash);
  hasher.update(Bytes(8));
  hasher.update(crypto::hash(hash, message));
  hasher.update(salt);
  return hasher.digest();
}

std::uint8_t top_mask(std::size_t octets, std::size_t bits) {
  return static_cast<std::uint8_t>(0xffU >> (8 * octets - bits));
}

tl::unexpected<Error> too_short(std::size_t needed, std::size_t size) {
  return fail({.cause = Cause::crypto,
               .what = "the RSA key is too short for this encoding",
               .got = std::to_string(size) + " octets",
               .expected = "at least " + std::to_string(needed)});
}

}  // namespace

Result<Bytes> emsa_pkcs1(Hash hash, View message, std::size_t size) {
  const Bytes info = concat({from_hex(digest_info(hash)).value(), crypto::hash(hash, message)});
  if (size < info.size() + 11) return too_short(info.size() + 11, size);
  Bytes out(size, 0xff);
  out[0] = 0;
  out[1] = 1;
  out[size - info.size() - 1] = 0;
  std::copy(info.begin(), info.end(), out.end() - static_cast<std::ptrdiff_t>(info.size()));
  return out;
}

Result<Bytes> emsa_pss(Hash hash, View message, View salt, std::size_t bits) {
  const std::size_t size = (bits + 7) / 8, h = hash_size(hash);
  if (size < h + salt.size() + 2) return too_short(h + salt.size() + 2, size);
  const Bytes digest = pss_hash(hash, message, salt);
  Bytes out(size - h - 1);
  out[out.size() - salt.size() - 1] = 1;
  std::copy(salt.begin(), salt.end(), out.end() - static_cast<std::ptrdiff_t>(salt.size()));
  xor_mask(hash, digest, out);
  out[0] &= top_mask(size, bits);
  append(out, digest);
  out.push_back(0xbc);
  return out;
}

Result<Bytes> emsa_pss_salt(Hash hash, View message, View encoded, std::size_t bits) {
  const std::size_t size = (bits + 7) / 8, h = hash_size(hash);
  if (encoded.size() != size || size < h + 2) return too_short(h + 2, encoded.size());
  if (encoded.back() != 0xbc) return fail(Cause::crypto, "the PSS encoding does not end in 0xbc");
  if (encoded[0] & ~top_mask(size, bits)) return fail(Cause::crypto, "the PSS encoding has bits beyond the modulus");
  const View digest = encoded.subspan(size - h - 1, h);
  Bytes db = to_bytes(encoded.first(size - h - 1));
  xor_mask(hash, digest, db);
  db[0] &= top_mask(size, bits);
  const auto one = std::find_if(db.begin(), db.end(), [](std::uint8_t octet) { return octet != 0; });
  if (one == db.end() || *one != 1) return fail(Cause::crypto, "the PSS encoding has no 0x01 before its salt");
  Bytes salt(one + 1, db.end());
  if (!equal(pss_hash(hash, message, salt), digest))
    return fail(Cause::crypto, "the PSS encoding is of another message");
  return salt;
}

Result<Bytes> eme_pkcs1(View message, std::size_t size, Rng& rng) {
  if (size < message.size() + 11) return too_short(message.size() + 11, size);
  Bytes out{0, 2};
  while (out.size() < size - message.size() - 1) out.push_back(static_cast<std::uint8_t>(1 + rng.below(255)));
  out.push_back(0);
  append(out, message);
  return out;
}

Result<Bytes> eme_pkcs1_message(View encoded) {
  if (encoded.size() < 11 || encoded[0] != 0 || encoded[1] != 2)
    return fail({.cause = Cause::crypto,
                 .what = "the RSA block is not padded for encryption",
                 .got = to_hex(encoded.first(std::min<std::size_t>(2, encoded.size()))),
                 .expected = "0002"});
  const auto zero = std::find(encoded.begin() + 2, encoded.end(), 0);
  if (zero == encoded.end()) return fail(Cause::crypto, "the RSA block's padding has no end");
  if (zero - encoded.begin() < 10) return fail(Cause::crypto, "the RSA block's padding is shorter than 8 octets");
  return Bytes(zero + 1, encoded.end());
}

}  // namespace shakedown::crypto
