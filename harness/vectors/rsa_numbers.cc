#include "harness/vectors/rsa_numbers.h"

#include <algorithm>

namespace shakedown::vectors {

namespace {

// Just enough arithmetic for five equations; big-endian octets without leading zeros.
Bytes trimmed(View n) {
  const auto first = std::find_if(n.begin(), n.end(), [](std::uint8_t b) { return b != 0; });
  return {first, n.end()};
}

bool less(View a, View b) {
  if (a.size() != b.size()) return a.size() < b.size();
  return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end());
}

Bytes product(View a, View b) {
  Bytes out(a.size() + b.size());
  for (std::size_t i = a.size(); i-- > 0;) {
    unsigned carry = 0;
    for (std::size_t j = b.size(); j-- > 0;) {
      carry += out[i + j + 1] + static_cast<unsigned>(a[i]) * b[j];
      out[i + j + 1] = static_cast<std::uint8_t>(carry);
      carry >>= 8;
    }
    out[i] = static_cast<std::uint8_t>(carry);
  }
  return trimmed(out);
}

// a - b, where b is not above a.
Bytes difference(View a, View b) {
  Bytes out = to_bytes(a);
  int borrow = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const int digit = a[a.size() - 1 - i] - borrow - (i < b.size() ? b[b.size() - 1 - i] : 0);
    borrow = digit < 0;
    out[a.size() - 1 - i] = static_cast<std::uint8_t>(digit + 256 * borrow);
  }
  return trimmed(out);
}

// Octet by octet, as on paper; each digit of the quotient is found by subtracting. The modulus is not zero.
Bytes remainder(View a, View modulus) {
  Bytes rest;
  for (const auto octet : a) {
    if (!rest.empty() || octet != 0) rest.push_back(octet);
    while (!less(rest, modulus)) rest = difference(rest, modulus);
  }
  return rest;
}

Bytes minus_one(View a) { return difference(a, Bytes{1}); }

}  // namespace

Status check_rsa_numbers(const crypto::RsaNumbers& key) {
  const Bytes n = trimmed(key.n), e = trimmed(key.e), d = trimmed(key.d), p = trimmed(key.p), q = trimmed(key.q);
  const Bytes one{1};
  if (less(p, Bytes{3}) || less(q, Bytes{3})) return fail(Cause::crypto, "a prime of the RSA key is less than 3");
  if (product(p, q) != n) return fail(Cause::crypto, "prime1 times prime2 is not the modulus");
  if (remainder(product(d, e), minus_one(p)) != one)
    return fail(Cause::crypto, "the exponents are not inverse modulo prime1 - 1");
  if (remainder(product(d, e), minus_one(q)) != one)
    return fail(Cause::crypto, "the exponents are not inverse modulo prime2 - 1");
  if (remainder(d, minus_one(p)) != trimmed(key.dp))
    return fail(Cause::crypto, "exponent1 is not the private exponent modulo prime1 - 1");
  if (remainder(d, minus_one(q)) != trimmed(key.dq))
    return fail(Cause::crypto, "exponent2 is not the private exponent modulo prime2 - 1");
  if (remainder(product(key.qinv, q), p) != one)
    return fail(Cause::crypto, "coefficient is not the inverse of prime2 modulo prime1");
  return {};
}

}  // namespace shakedown::vectors
