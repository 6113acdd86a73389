#include "harness/crypto/curve.h"

#include <wolfssl/options.h>
// The library's settings come first.
#include <wolfssl/wolfcrypt/settings.h>

#include <wolfssl/wolfcrypt/ecc.h>

#include <algorithm>
#include <string>

#include "harness/crypto/internal.h"
#include "harness/crypto/owned.h"

namespace shakedown::crypto {
namespace {

struct Row {
  int library_id;
  std::size_t size;
  std::uint8_t top_mask;  // the bits of a scalar's first octet that may be set
  std::string_view order;
};

// Orders: SEC 2 §2.4.2, §2.5.1, §2.6.1.
constexpr Row rows[] = {
    {ECC_SECP256R1, 32, 0xff, "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"},
    {ECC_SECP384R1, 48, 0xff,
     "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973"},
    {ECC_SECP521R1, 66, 0x01,
     "01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa"
     "51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409"},
};

const Row& row_of(Curve curve) { return rows[static_cast<std::size_t>(curve)]; }

const Bytes& order_of(Curve curve) {
  static const Bytes orders[] = {from_hex(rows[0].order).value(), from_hex(rows[1].order).value(),
                                 from_hex(rows[2].order).value()};
  return orders[static_cast<std::size_t>(curve)];
}

bool in_range(Curve curve, View scalar) {
  const Bytes& order = order_of(curve);
  return std::lexicographical_compare(scalar.begin(), scalar.end(), order.begin(), order.end()) &&
         std::any_of(scalar.begin(), scalar.end(), [](std::uint8_t b) { return b != 0; });
}

}  // namespace

std::size_t curve_size(Curve curve) { return row_of(curve).size; }
int library_curve(Curve curve) { return row_of(curve).library_id; }

Bytes random_scalar(Curve curve, Rng& rng) {
  const Row& row = row_of(curve);
  Bytes scalar(row.size);
  do {
    rng.fill(scalar);
    scalar[0] &= row.top_mask;
  } while (!in_range(curve, scalar));
  return scalar;
}

Status check_scalar(Curve curve, View scalar) {
  if (scalar.size() != curve_size(curve))
    return fail({.cause = Cause::crypto,
                 .what = "a scalar of the wrong length",
                 .got = std::to_string(scalar.size()) + " octets",
                 .expected = std::to_string(curve_size(curve)) + " octets"});
  if (!in_range(curve, scalar)) return fail(Cause::crypto, "a scalar that is zero or not less than the curve's order");
  return {};
}

Status check_point_form(Curve curve, View point) {
  const std::size_t size = 1 + 2 * curve_size(curve);
  if (point.size() == size && point[0] == 4) return {};
  return fail({.cause = Cause::crypto,
               .what = "not an uncompressed point",
               .got = std::to_string(point.size()) + " octets" +
                      (point.empty() ? std::string() : ", the first 0x" + to_hex(point.first(1))),
               .expected = std::to_string(size) + " octets, the first 0x04"});
}

Result<Bytes> public_point(Curve curve, View scalar) {
  if (auto fine = check_scalar(curve, scalar); !fine) return fail(std::move(fine.error()));
  Owned<ecc_key, wc_ecc_init, wc_ecc_free> key;
  int code = wc_ecc_import_private_key_ex(scalar.data(), static_cast<word32>(scalar.size()), nullptr, 0, key.get(),
                                          library_curve(curve));
  if (code == 0) code = wc_ecc_make_pub_ex(key.get(), nullptr, blinding_rng());
  Bytes out(1 + 2 * curve_size(curve));
  auto size = static_cast<word32>(out.size());
  if (code == 0) code = wc_ecc_export_x963(key.get(), out.data(), &size);
  if (code != 0) return fail(library_error("a public point could not be computed", code));
  return out;
}

}  // namespace shakedown::crypto
